"""What an address says: platform, handle, something deeper, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.platform import Platform, Profile, not_social_media, profile_of

PROFILES = [
    ("https://x.com/minfin", Platform.X, "minfin"),
    ("https://twitter.com/@MinFin", Platform.X, "minfin"),
    ("https://mobile.twitter.com/minfin/", Platform.X, "minfin"),
    ("https://www.instagram.com/minfin/?hl=nl", Platform.INSTAGRAM, "minfin"),
    ("https://m.facebook.com/gemeente", Platform.FACEBOOK, "gemeente"),
    ("https://www.linkedin.com/company/gemeente/", Platform.LINKEDIN, "gemeente"),
    ("https://nl.linkedin.com/in/jansen", Platform.LINKEDIN, "jansen"),
    ("https://www.tiktok.com/@gemeente", Platform.TIKTOK, "gemeente"),
    ("https://www.youtube.com/@Gemeente", Platform.YOUTUBE, "gemeente"),
    ("https://youtube.com/channel/UC12", Platform.YOUTUBE, "uc12"),
    ("https://www.snapchat.com/add/gemeente", Platform.SNAPCHAT, "gemeente"),
    ("https://bsky.app/profile/gem.bsky.social", Platform.BLUESKY, "gem.bsky.social"),
    ("https://www.threads.com/@gemeente", Platform.THREADS, "gemeente"),
    ("https://social.example/@naam", Platform.MASTODON, "naam@social.example"),
    ("https://social.example/users/naam", Platform.MASTODON, "naam@social.example"),
    ("https://social.example/ap/users/113", Platform.MASTODON, "113@social.example"),
    ("https://social.example:8443/@naam", Platform.MASTODON, "naam@social.example:8443"),
    ("https://social.example/@naam@ander.nl", Platform.MASTODON, "naam@ander.nl"),
]


@pytest.mark.parametrize(("address", "platform", "handle"), PROFILES)
def test_an_address_gives_platform_and_handle(address, platform, handle):
    assert profile_of(address) == Profile(platform, handle, deeper=False)


@pytest.mark.parametrize(
    ("address", "handle"),
    [
        ("https://x.com/minfin/status/1", "minfin"),
        ("https://social.example/@naam/112", "naam@social.example"),
        ("https://social.example/users/naam/statuses/112", "naam@social.example"),
        ("https://www.youtube.com/@gemeente/videos", "gemeente"),
        ("https://bsky.app/profile/gem.nl/post/3k", "gem.nl"),
    ],
)
def test_what_lies_below_a_profile_is_told_apart(address, handle):
    profile = profile_of(address)
    assert profile is not None
    assert (profile.handle, profile.deeper) == (handle, True)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/",
        "https://x.com/search?q=a",
        "https://www.instagram.com/p/abc/",
        "https://www.facebook.com/groups/123",
        "https://www.youtube.com/watch?v=1",
        "https://gemeente.example/contact",
        "https://social.example:port/@naam",
        "http://[::1/@naam",
        "nonsense",
        "",
    ],
)
def test_what_is_no_profile_gives_none(address):
    assert profile_of(address) is None


@given(st.text())
def test_no_text_makes_it_fail(text):
    profile_of(text)
    profile_of(f"https://{text}")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://wa.me/31600000000", "messaging"),
        ("https://web.whatsapp.com/", "messaging"),
        ("https://t.me/s/gemeente", "messaging"),
        ("https://nl.wikipedia.org/wiki/Rijk", "wiki"),
        ("https://gemeente.wordpress.com", "blog"),
        ("https://medium.com/@gemeente", "blog"),
        ("https://old.reddit.com/r/thenetherlands", "forum"),
        ("https://forum.gemeente.example/t/1", "forum"),
        ("https://gemeente.example/blog/1", "blog"),
        ("https://forum.example/@naam", None),
        ("https://notwhatsapp.com/@naam", None),
        ("https://social.example/@naam", None),
    ],
)
def test_no_social_medium_is_known_for_what_it_is(address, kind):
    assert not_social_media(address) == kind

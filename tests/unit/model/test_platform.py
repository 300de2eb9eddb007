"""What an address says: platform, handle, something deeper, or nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.platform import (
    Platform,
    Profile,
    not_social_media,
    platform_of_host,
    profile_of,
)

PROFILES = [
    ("https://x.com/minfin", Platform.X, "minfin"),
    ("https://twitter.com/@MinFin", Platform.X, "minfin"),
    ("https://mobile.twitter.com/minfin/", Platform.X, "minfin"),
    ("https://www.instagram.com/minfin/?hl=nl", Platform.INSTAGRAM, "minfin"),
    ("https://m.facebook.com/gemeente", Platform.FACEBOOK, "gemeente"),
    ("https://www.linkedin.com/company/gemeente/", Platform.LINKEDIN, "gemeente"),
    ("https://nl.linkedin.com/in/jansen", Platform.LINKEDIN, "jansen"),
    ("https://uk.linkedin.com/company/gemeente", Platform.LINKEDIN, "gemeente"),
    ("https://www.facebook.com/pages/Gemeente/123", Platform.FACEBOOK, "123"),
    ("https://www.facebook.com/pages/Gemeente", Platform.FACEBOOK, "gemeente"),
    ("https://facebook.com/pages/category/Bestuur/Gem-123/", Platform.FACEBOOK, "gem-123"),
    ("https://www.facebook.com/people/Jan-Jansen/123/", Platform.FACEBOOK, "123"),
    ("https://www.facebook.com/profile.php?id=123&sk=about", Platform.FACEBOOK, "123"),
    ("https://www.facebook.com/p/Gemeente-V-123/", Platform.FACEBOOK, "123"),
    ("https://www.facebook.com/Gemeente-V-123", Platform.FACEBOOK, "gemeente-v-123"),
    ("https://x.com/blog", Platform.X, "blog"),
    ("https://www.tiktok.com/@gemeente", Platform.TIKTOK, "gemeente"),
    ("https://www.youtube.com/@Gemeente", Platform.YOUTUBE, "gemeente"),
    ("https://youtube.com/channel/UC12", Platform.YOUTUBE, "UC12"),
    ("https://youtube.com/user/Gemeente", Platform.YOUTUBE, "gemeente"),
    ("https://www.snapchat.com/add/gemeente", Platform.SNAPCHAT, "gemeente"),
    ("https://bsky.app/profile/gem.bsky.social", Platform.BLUESKY, "gem.bsky.social"),
    ("https://www.threads.com/@gemeente", Platform.THREADS, "gemeente"),
    ("https://social.example/@naam", Platform.MASTODON, "naam@social.example"),
    ("https://social.example/users/naam", Platform.MASTODON, "naam@social.example"),
    ("https://social.example/ap/users/113", Platform.MASTODON, "113@social.example"),
    ("https://social.example:8443/@naam", Platform.MASTODON, "naam@social.example:8443"),
    ("https://social.example/@naam@ander.nl", Platform.MASTODON, "naam@ander.nl"),
    ("https://social.example/@help", Platform.MASTODON, "help@social.example"),
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
        ("https://www.facebook.com/people/Jan-Jansen/123/photos", "123"),
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
        "https://x.com/notifications",
        "https://www.facebook.com/login.php",
        "https://www.instagram.com/p/abc/",
        "https://www.facebook.com/groups/123",
        "https://www.facebook.com/profile.php",
        "https://www.facebook.com/profile.php?id=jan",
        "https://www.facebook.com/profile.php?id=%D9%A3",
        "https://www.facebook.com/story.php?id=123",
        "https://www.facebook.com/people/Jan-Jansen",
        "https://social.example/profile.php?id=123",
        "https://xyz.linkedin.com/company/gemeente",
        "https://nl.linkedin.com.example/company/gemeente",
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
        ("https://line.me/@abc", "messaging"),
        ("https://threema.id/ABC", "messaging"),
        ("https://matrix.to/#/@gem:matrix.org", "messaging"),
        ("https://signal.group/#x", "messaging"),
        ("https://groups.google.com/g/x", "forum"),
        ("https://notwhatsapp.com/@naam", None),
        ("https://x.com/blog", None),
        ("https://www.instagram.com/forum/", None),
        ("https://nl.linkedin.com/wiki", None),
        ("https://social.example/@naam", None),
    ],
)
def test_no_social_medium_is_known_for_what_it_is(address, kind):
    assert not_social_media(address) == kind


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("x.com", Platform.X),
        ("WWW.X.com.", Platform.X),
        ("be.linkedin.com", Platform.LINKEDIN),
        ("m.facebook.com", Platform.FACEBOOK),
        ("social.example", None),
        ("notx.com", None),
        ("linkedin.com.example", None),
        ("", None),
    ],
)
def test_a_large_platform_is_known_by_its_host(host, platform):
    assert platform_of_host(host) is platform


_HOSTS = st.sampled_from(["x.com", "www.x.com", "a.example", "nl.linkedin.com", "facebook.com"])


@given(_HOSTS, st.text("@/abcX1.-_~:%? ", max_size=20))
def test_the_short_way_reads_what_the_long_way_reads(host, path):
    plain = f"https://{host}/{path}".partition("?")[0]
    assert profile_of(plain) == profile_of(f"{plain}?lang=nl")


def test_a_fediverse_address_is_read_in_microseconds():
    addresses = [f"https://social.example/@naam{number}" for number in range(5_000)]
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        for address in addresses:
            profile_of(address)
        rounds.append((time.process_time() - begun) / len(addresses))
    # Measured: under 2; the margin is for slow and busy machines.
    assert min(rounds) < 10e-6

"""Whose profile an address points at, however the software of a server writes it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.person_address import bare_handle, inner_addresses, person_of
from weerklank.model.platform import Platform, Profile, profile_of

PROFILES = [
    ("https://lemmy.example/u/Vinkje", "vinkje@lemmy.example"),
    ("https://lemmy.example/u/vinkje@mast.example", "vinkje@mast.example"),
    ("https://mbin.example/u/@vinkje@mast.example", "vinkje@mast.example"),
    ("https://boeken.example/user/vinkje/", "vinkje@boeken.example"),
    ("https://www.friendica.example/profile/vinkje", "vinkje@friendica.example"),
    ("https://video.example/accounts/vinkje", "vinkje@video.example"),
    ("https://video.example/a/vinkje@mast.example", "vinkje@mast.example"),
    ("https://misskey.example/@vinkje", "vinkje@misskey.example"),
    ("https://pleroma.example:8443/users/vinkje", "vinkje@pleroma.example:8443"),
    ("https://lemmy.example/%75/vinkje", "vinkje@lemmy.example"),
    ("acct:vinkje@mast.example", "vinkje@mast.example"),
    ("ACCT:@Vinkje@Mast.example", "vinkje@mast.example"),
    ("web+ap://lemmy.example/u/vinkje", "vinkje@lemmy.example"),
    ("web+ap://mast.example/@vinkje", "vinkje@mast.example"),
    ("https://mast.example/web/@vinkje", "vinkje@mast.example"),
    ("https://mast.example/deck/@Vinkje", "vinkje@mast.example"),
    ("https://eigen.example/deck/@vinkje@mast.example", "vinkje@mast.example"),
    ("https://mast.example/authorize_interaction?uri=vinkje@mast.example", "vinkje@mast.example"),
    ("https://eigen.example/authorize_interaction?uri=%40vinkje%40a.example", "vinkje@a.example"),
    ("https://elk.zone/mast.example/@vinkje", "vinkje@mast.example"),
    ("https://elk.zone/mast.example/@vinkje@a.example", "vinkje@a.example"),
    ("https://phanpy.example/#/mast.example/@vinkje", "vinkje@mast.example"),
    ("https:/mast.example/@vinkje", "vinkje@mast.example"),
    ("https:///mast.example/u/vinkje", "vinkje@mast.example"),
    ("https:\\\\mast.example\\@vinkje", "vinkje@mast.example"),
    ("https://mast.example/@ander/../@vinkje", "vinkje@mast.example"),
    ("https://mast.example/@ander/%2E%2e/@vinkje", "vinkje@mast.example"),
    ("https://mast.example/@ander\\..\\@vinkje", "vinkje@mast.example"),
    ("https://mast.example/./@vinkje", "vinkje@mast.example"),
    ("https://nl-nl.facebook.com/vinkje", "vinkje"),
    ("https://mbasic.facebook.com/profile.php?id=1000123", "1000123"),
    ("https://www.facebook.com/groups/123/user/1000123/", "1000123"),
    ("https://m.facebook.com/groups/dam.nl/user/1000123?__cft__=x", "1000123"),
    ("https://www.facebook.com/messages/t/1000123", "1000123"),
    ("https://www.facebook.com/messages/t/Vinkje/", "vinkje"),
    ("https://www.facebook.com/marketplace/profile/1000123/?ref=x", "1000123"),
    ("https://ig.me/m/Vinkje?ref=x", "vinkje"),
    ("https://www.messenger.com/t/1000123", "1000123@messenger.com"),
    ("https://twitter.com/intent/user?screen_name=Vinkje", "vinkje"),
    ("https://x.com/intent/follow?lang=nl&screen_name=vinkje&x=1", "vinkje"),
    ("https://x.com/i/user/1234567890123", "1234567890123"),
    ("https://mast.example/web/accounts/109876543210", "109876543210@mast.example"),
    ("https://t.me/vinkje", "vinkje@t.me"),
    ("https://t.me/s/Vinkje?before=12", "vinkje@t.me"),
    ("https://wa.me/31612345678?text=hoi", "31612345678@wa.me"),
    ("https://api.whatsapp.com/send?phone=%2B31612345678&text=x", "31612345678@api.whatsapp.com"),
    ("https://m.me/vinkje", "vinkje@m.me"),
    ("https://matrix.to/#/@vinkje:mast.example", "vinkje@matrix.to"),
    ("https://signal.me/#p/+31612345678", "31612345678@signal.me"),
    ("https://discord.com/users/123456", "123456@discord.com"),
    ("https://nitter.example/Vinkje", "vinkje"),
    ("https://nitter.example/@vinkje?lang=nl", "vinkje"),
    ("https://lees.nitter.example:8443/vinkje/", "vinkje"),
    ("https://xcancel.com/vinkje", "vinkje"),
    ("https://imginn.com/stories/vinkje/", "vinkje"),
    ("https://www.instagram.com/stories/Vinkje", "vinkje"),
    ("https://proxitok.example/@vinkje", "vinkje"),
    ("https://invidious.example/c/vinkje", "vinkje"),
    ("https://yewtu.be/channel/UCabcDEF", "UCabcDEF"),
    ("https://www.youtube.com/Vinkje", "vinkje"),
    ("https://www.youtube.com/vinkje/videos", "vinkje"),
    ("https://pixelfed.example/Vinkje", "vinkje@pixelfed.example"),
    ("https://pixelfed.example/i/web/profile/4567", "4567@pixelfed.example"),
    ("https://foto.pixelfed.example/jan.vinkje", "jan.vinkje@foto.pixelfed.example"),
    ("https://pleroma.example/vinkje", "vinkje@pleroma.example"),
    ("https://peertube.example/a/vinkje", "vinkje@peertube.example"),
    ("https://peertube.example/c/vinkje", "vinkje@peertube.example"),
    ("https://peertube.example/c/vinkje@mast.example", "vinkje@mast.example"),
    ("https://hubzilla.example/channel/vinkje", "vinkje@hubzilla.example"),
    ("https://bsky.app/profile/vinkje.example", "vinkje.example"),
    ("https://vinkje.bsky.social", "vinkje.bsky.social"),
    ("https://vinkje.tumblr.com/", "vinkje@tumblr.com"),
    ("https://nl.linkedin.com/in/vinkje", "vinkje"),
    ("https://www.linkedin.com/mwlite/in/vinkje", "vinkje"),
    ("https://www.linkedin.com/comm/in/vinkje?trk=mail", "vinkje"),
    ("https://nl.linkedin.com/pub/vinkje/1a/2b3/c45", "vinkje"),
    ("https://www.linkedin.com/pub/vinkje", "vinkje"),
    ("https://www.linkedin.com/profile/view?id=vinkje", "vinkje"),
    ("https://www.linkedin.com/profile/view?trk=x&id=vinkje&authType=name", "vinkje"),
    ("https://www.linkedin.com/sales/people/ACwVinkje,NAME_SEARCH,a1", "acwvinkje"),
    ("https://www.linkedin.com/talent/profile/ACwVinkje", "acwvinkje"),
    ("https://www.linkedin.com/recent-activity/vinkje/", "vinkje"),
    ("https://linktr.ee/vinkje", "vinkje@linktr.ee"),
]


@pytest.mark.parametrize(("address", "handle"), PROFILES)
def test_a_profile(address: str, handle: str) -> None:
    found = person_of(address)
    assert found is not None
    assert (found.handle, found.deeper) == (handle, False)


@pytest.mark.parametrize(
    "address",
    [
        "https://lemmy.example/u/vinkje/comments",
        "https://video.example/accounts/vinkje/videos",
        "https://video.example/a/vinkje/videos",
        "https://video.example/c/vinkje/videos",
        "https://t.me/vinkje/12",
        "https://foto.example/p/vinkje/523456789012345678",
        "https://nitter.example/vinkje/status/12",
        "https://pixelfed.example/p/vinkje/12",
        "https://www.linkedin.com/posts/vinkje_een-titel-activity-712345-abcd",
        "https://vinkje.tumblr.com/post/12",
    ],
)
def test_what_lies_below_a_profile(address: str) -> None:
    found = person_of(address)
    assert found is not None
    assert (found.handle.partition("@")[0], found.deeper) == ("vinkje", True)


@pytest.mark.parametrize(
    "address",
    [
        "https://lemmy.example/c/nieuws",
        "https://mbin.example/m/nieuws",
        "https://krant.example/a/artikel",
        "https://krant.example/p/artikel/12",
        "https://gemeente.example/user/login",
        "https://gemeente.example/profile/index.html",
        "https://gemeente.example/nieuws/u/",
        "https://foto.example/vinkje",
        "acct:vinkje",
        "https://t.me/joinchat/AAAA",
        "https://t.me/addstickers/vinkje",
        "https://x.com/intent/tweet?text=vinkje",
        "https://x.com/i/spaces/1",
        "https://mast.example/web/accounts",
        "https://mast.example/nieuws/../over",
        "https://[::1/u/vinkje",
        "https://gemeente.example/nieuws",
        "https://nitters.example/nieuws",
        "https://nitter.example/about",
        "https://nitter.example/i/lists/12",
        "https://nitter.example/robots.txt",
        "https://nitter.example/",
        "https://pixelfed.example/site/about",
        "https://pixelfed.example/discover/tags/brug",
        "https://www.youtube.com/watch?v=abc",
        "https://www.youtube.com/results",
        "https://www.youtube.com/",
        "https://www.linkedin.com/jobs/view/12",
        "https://www.linkedin.com/pub/dir/Jan/Vinkje",
        "https://www.linkedin.com/sales/search/people?id=12",
        "https://www.linkedin.com/profile/view?trk=vinkje",
        "https://www.instagram.com/p/abc",
        "https://krant.example/c/nieuws",
        "https://lemmy.example/c/nieuws@mbin.example",
        "https://bsky.social/about",
        "https://www.tumblr.com/tagged/brug",
    ],
)
def test_what_is_nobody(address: str) -> None:
    assert person_of(address) is None


def test_large_platforms_keep_their_own_forms() -> None:
    for address in ("https://x.com/u/vinkje", "https://www.instagram.com/vinkje"):
        assert person_of(address) == profile_of(address)
    assert person_of("https://www.youtube.com/profile/vinkje") is None


@pytest.mark.parametrize(
    ("address", "inner"),
    [
        ("https://web.example/2020/https://x.example/u/vinkje", ["https://x.example/u/vinkje"]),
        (
            "https://x.example/interact?uri=acct%3Avinkje%40m.example&a=b",
            ["acct:vinkje@m.example"],
        ),
        ("https://x.example/?a=https%253A%252F%252Fm.example%252F%40v", ["https://m.example/@v"]),
        ("https://x.example/nieuws?a=1", []),
    ],
)
def test_an_address_in_another(address: str, inner: list[str]) -> None:
    assert list(inner_addresses(address)) == inner


def test_a_path_of_one_word() -> None:
    assert bare_handle("https://foto.example/Vinkje") == "vinkje@foto.example"
    assert bare_handle("https://video.example/a/vinkje/videos") == "vinkje@video.example"
    assert bare_handle("https://foto.example/") is None


@given(st.text() | st.text("u/a@.:%?&p1-", max_size=40).map("https://x.example/".__add__))
def test_no_text_makes_it_fail(text: str) -> None:
    person_of(text)
    bare_handle(text)
    list(inner_addresses(text))


@pytest.mark.parametrize(
    "bit",
    [
        "u/",
        "a.",
        "a@",
        "@a.",
        "https:/",
        "acct:a@",
        "%75/",
        "p/1/",
        "%",
        "_",
        "a.html\n",
        "&id=a",
        ",",
    ],
)
def test_hostile_addresses_take_linear_time(bit: str) -> None:
    heads = ["https://x.example/", "https://x.example/u/", "acct:", "https://"]
    heads += [f"https://{known}.example/" for known in ("nitter", "peertube", "pixelfed")]
    heads += [
        "https://www.linkedin.com/posts/",
        "https://www.linkedin.com/pub/a",
        "https://www.linkedin.com/profile/view?",
        "https://www.youtube.com/",
        "https://a.tumblr.com",
    ]

    def seconds(head: str, size: int) -> float:
        address = head + bit * (size // len(bit))
        begun = time.process_time()
        person_of(address)
        bare_handle(address)
        list(inner_addresses(address))
        return time.process_time() - begun

    for head in heads:
        # In turns, and again while it seems too much: a machine is slow at one moment.
        few = many = float("inf")
        for _ in range(6):
            few, many = min(few, seconds(head, 10_000)), min(many, seconds(head, 40_000))
            if many < 2 * 4 * few + 0.01:
                break
        assert many < 2 * 4 * few + 0.01  # four times the address; quadratic would be 16 times


@pytest.mark.parametrize(
    "address",
    [
        "https:/",
        "https:////",
        "https:\\",
        "https://mast.example/authorize_interaction?uri=https",
        "https://mast.example/web/explore",
        "https://eigen.example/deck/tags/vinkje",
    ],
)
def test_a_page_of_a_client_that_is_no_profile(address: str) -> None:
    assert person_of(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/permalink.php?story_fbid=pfbid02abc&id=1000123",
        "https://www.facebook.com/permalink.php?id=1000123&story_fbid=12#top",
        "https://m.facebook.com/story.php?story_fbid=12&id=1000123&eav=x",
        "https://nl-nl.facebook.com/story.php/?story_fbid=12&amp;id=1000123",
        "https://www.facebook.com/photo.php?fbid=12&set=a.2&id=1000123",
        "https://www.facebook.com/photo/?fbid=12&set=pb.1000123.-2207520000",
        "https://www.facebook.com/photo?fbid=12&set=t.1000123&type=3",
        "https://www.facebook.com/media/set/?set=a.12.34.1000123&type=3",
    ],
)
def test_what_says_on_facebook_whose_it_is_by_number(address: str) -> None:
    found = person_of(address)
    assert found == Profile(Platform.FACEBOOK, "1000123", deeper=True)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/permalink.php",
        "https://www.facebook.com/permalink.php?story_fbid=100012345",
        "https://www.facebook.com/sharer.php?u=https://dam.example/?a=1&id=1000123",
        "https://www.facebook.com/photo/?fbid=100012345&set=a.100012345",
        "https://www.facebook.com/groups/123456/permalink/1000123/",
        "https://social.example/permalink.php?story_fbid=12&id=1000123",
    ],
)
def test_a_number_on_facebook_that_is_of_no_person(address: str) -> None:
    assert person_of(address) is None

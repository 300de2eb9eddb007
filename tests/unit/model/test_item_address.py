"""However an item's address is written, it has one form."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weerklank.model.item_address import item_address

SAME = [
    "https://social.example/users/Jan_V/statuses/109",
    "https://social.example/@jan_v/109",
    "http://social.example/@jan_v/109",
    "HTTPS://Social.Example/@Jan_V/109",
    "https://social.example./@jan_v/109",
    "https://www.social.example/users/jan_v/statuses/109",
    "https://social.example:443/users/jan_v/statuses/109/",
    "http://social.example:80//users/jan_v/statuses/109",
    "https://social.example/users/jan_v/statuses/109/activity",
    "https://social.example/ap/users/116/statuses/109",
    "https://social.example/ap/users/116/statuses/109/activity",
    "https://social.example/%40jan_v/109",
    "https://social.example/@jan_v/statuses/109",
    "https://social.example/@jan_v/109?kanselarij=1#top",
    "https://social.example/@jan_v/109/embed",
    "https://social.example/web/statuses/109",
    "https://social.example/web/@jan_v/109",
    "https://social.example/deck/@jan_v/109",
    "https://social.example/statuses/109",
    "web+ap://social.example/users/jan_v/statuses/109",
    "tag:social.example,2017-04-05:objectId=109:objectType=Status",
    "  https://social.example/@jan_v/109\n",
    "109",
]


@pytest.mark.parametrize("written", SAME)
def test_a_post_of_mastodon(written: str) -> None:
    assert item_address(written, server="social.example") == "https://social.example/statuses/109"


@pytest.mark.parametrize(
    "written",
    [
        "https://social.example/@jan_v/1090",
        "https://other.example/@jan_v/109",
        "https://social.example:8443/@jan_v/109",
        "https://social.example/users/jan_v/statuses/109/likes",
        "https://social.example/109",
        "https://social.example/notice/109",
        "https://social.example/@jan_v",
        "tag:social.example,2017-04-05:objectId=109:objectType=Conversation",
    ],
)
def test_something_else_stays_something_else(written: str) -> None:
    assert item_address(written, server="social.example") != item_address(SAME[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://toot.example/users/a/statuses/01H2XCEJQTF2NBREXX3VQJHP41",
         "https://toot.example/@a/statuses/01h2xcejqtf2nbrexx3vqjhp41/"),
        ("https://misskey.example/notes/9x8y", "http://Misskey.example/notes/9x8y/"),
        ("https://bücher.example/objects/1-2", "https://xn--bcher-kva.example/objects/1-2"),
        ("https://blog.example/?p=3", "https://BLOG.example?p=3"),
        ("https://social.example/users/Gemeente", "https://social.example/@gemeente/"),
    ],
)  # fmt: skip
def test_other_servers_and_profiles(one: str, other: str) -> None:
    assert item_address(one) == item_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://blog.example/?p=3", "https://blog.example/?p=4"),
        ("https://misskey.example/notes/9x8y", "https://misskey.example/notes/9x8Y"),
        ("https://a.example/users/a#likes/1", "https://a.example/users/a#likes/2"),
    ],
)
def test_what_may_be_two_things_is(one: str, other: str) -> None:
    assert item_address(one) != item_address(other)


@given(st.text() | st.text().map("https://x.example/".__add__) | st.from_regex(r"https?://.*"))
@example("https://..")
@example("https://x.example../a")
def test_any_text_gives_a_form_that_is_its_own_form(text: str) -> None:
    form = item_address(text)
    assert item_address(form) == form


def test_a_post_on_bluesky_is_named_by_its_lasting_address():
    did = "did:plc:gemeentevoorbeelddamgeme"
    lasting = f"at://{did}/app.bsky.feed.post/3juazqtkohi2y"
    for written in (
        lasting,
        f"https://bsky.app/profile/{did}/post/3juazqtkohi2y",
        f"http://www.bsky.app/profile/{did.replace(':', '%3A')}/post/3juazqtkohi2y/?ref_src=embed",
    ):
        assert item_address(written) == lasting
    other = "https://bsky.app/profile/voorbeelddam.example/post/3juazqtkohi2y"
    assert item_address(other) == other


def test_a_post_of_tiktok_is_named_by_its_number():
    number = "7300000000000000001"
    for written in (
        number,
        f"https://www.tiktok.com/@voorbeelddam/video/{number}",
        f"http://tiktok.com/@Voorbeeld.Dam/photo/{number}/",
        f"https://www.tiktok.com/@voorbeelddam/video/{number}?utm_source=app&lang=nl",
    ):
        assert item_address(written) == number
    elsewhere = f"https://social.example/@voorbeelddam/video/{number}"
    assert item_address(elsewhere) != number
    assert item_address("https://www.tiktok.com/@voorbeelddam/live") != number


@pytest.mark.parametrize(
    ("written", "urn"),
    [
        ("https://www.linkedin.com/feed/update/urn:li:share:7/", "share:7"),
        ("https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7?commentUrn=x", "share:7"),
        ("https://nl.linkedin.com/feed/update/urn:li:ugcPost:7", "ugcPost:7"),
        ("https://www.linkedin.com/embed/feed/update/urn:li:share:7?compact=1", "share:7"),
        ("https://www.linkedin.com/feed/update/urn:li:groupPost:12-7/", "groupPost:12-7"),
        ("https://www.linkedin.com/posts/dam_een-brug-share-7-1234?utm_source=share", "share:7"),
        ("https://www.linkedin.com/posts/dam_een-ugcPost-7-Ab_c/", "ugcPost:7"),
        ("https://www.linkedin.com/posts/dam_een-groupPost-12-7-abcd", "groupPost:12-7"),
        ("https://www.linkedin.com/posts/dam_share-5-meer-activity-7-abcd", "activity:7"),
    ],
)
def test_a_post_of_linkedin(written: str, urn: str) -> None:
    assert item_address(written) == f"https://linkedin.com/feed/update/urn:li:{urn}"


@pytest.mark.parametrize(
    "written",
    [
        "https://evillinkedin.com/posts/dam_een-share-7-abcd",
        "https://www.linkedin.com/posts/dam_een-share-abcd",
        "https://www.linkedin.com/company/dam/share-7",
    ],
)
def test_no_post_of_linkedin(written: str) -> None:
    assert "urn:li:" not in item_address(written)

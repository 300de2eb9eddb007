"""A link and a record meet by one form, however a platform or a person writes the address."""

import pytest

from weerklank.model.link_address import link_address, link_mark, links_in

SAME = {
    "youtube:hWvbd170126": [
        "https://www.youtube.com/watch?v=hWvbd170126",
        "http://youtube.com/watch?app=desktop&v=hWvbd170126&t=30s",
        "https://youtu.be/hWvbd170126?si=abc",
        "https://m.youtube.com/shorts/hWvbd170126",
        "https://www.youtube.com/live/hWvbd170126/",
    ],
    "youtube:hWvbd170126:UgzA": [
        "https://www.youtube.com/watch?v=hWvbd170126&lc=UgzA",
        "https://youtu.be/hWvbd170126?lc=UgzA",
    ],
    "x:19": [
        "https://x.com/voorbeelddam/status/19",
        "https://twitter.com/Voorbeelddam/statuses/19?s=20",
        "https://mobile.twitter.com/i/web/status/19",
    ],
    "instagram:CxY-z_1": [
        "https://www.instagram.com/p/CxY-z_1/",
        "https://instagram.com/voorbeelddam/reel/CxY-z_1/?igsh=x",
    ],
    "tiktok:731": ["https://www.tiktok.com/@voorbeelddam/video/731?lang=nl"],
    "threads:CxY": [
        "https://www.threads.net/@voorbeelddam/post/CxY",
        "https://www.threads.com/t/CxY",
    ],
    "linkedin:7": [
        "https://www.linkedin.com/feed/update/urn:li:share:7/",
        "https://nl.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7",
        "https://www.linkedin.com/posts/voorbeelddam_hoogwater-activity-7-aBc1",
    ],
    "bluesky:3kabcdefghij2": [
        "at://did:plc:abc/app.bsky.feed.post/3kabcdefghij2",
        "https://bsky.app/profile/voorbeelddam.example/post/3kabcdefghij2",
    ],
    "https://social.example/statuses/115": [
        "https://social.example/@gemeente/115",
        "https://social.example/users/gemeente/statuses/115",
    ],
}


@pytest.mark.parametrize(
    ("form", "address"), [(form, one) for form, every in SAME.items() for one in every]
)
def test_all_forms_of_an_address_are_one(form, address):
    assert link_address(address) == form


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "https://[",
        "https://www.voorbeelddam.example/nieuws/115",
        "https://www.youtube.com/@gemeente",
        "https://www.youtube.com/watch?list=x",
        "https://x.com/voorbeelddam",
        "https://x.com.evil.example/a/status/19",
        "https://youtu.be/",
        "javascript:alert(1)",
        "https://social.example/@gemeente",
    ],
)
def test_what_is_no_post_is_none(address):
    assert link_address(address) is None
    assert link_mark(address) is None


def test_a_mark_tells_posts_apart():
    assert link_mark("https://x.com/a/status/19") == link_mark("https://twitter.com/b/status/19")
    assert link_mark("https://x.com/a/status/19") != link_mark("https://x.com/a/status/20")


def test_links_stand_in_sentences_and_in_sources():
    text = 'Zie (https://youtu.be/a1), of <a href="https://x.com/a/status/19">hier</a>.'
    assert list(links_in(text)) == ["https://youtu.be/a1", "https://x.com/a/status/19"]

"""A link and a record meet by one form, however a platform or a person writes the address."""

import pytest

from weerklank.model.link_address import link_address, link_mark, links_in

SAME = {
    "youtube:PLdijken": ["https://m.youtube.com/playlist?list=PLdijken&si=x"],
    "snapchat:W7_eeN": ["https://story.snapchat.com/s/W7_eeN?share_id=x"],
    "youtube:hWvbd170126": [
        "https://www.youtube.com/watch?v=hWvbd170126",
        "http://youtube.com/watch?app=desktop&v=hWvbd170126&t=30s",
        "https://youtu.be/hWvbd170126?si=abc",
        "https://m.youtube.com/shorts/hWvbd170126",
        "https://www.youtube.com/live/hWvbd170126/",
        "HTTPS://YouTu.be/hWvbd170126",
        "https://www.youtu.be/hWvbd170126/",
        "https://www.youtube-nocookie.com/embed/hWvbd170126",
        "https://www.youtube.com/watch/hWvbd170126",
        "https://www.youtube.com/watch?app=desktop&amp;v=hWvbd170126",
        "https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3DhWvbd170126",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2FhWvbd170126%3Fsi%3Dx&h=AT0",
        "https://l.instagram.com/?u=https%3A%2F%2Fyoutu.be%2FhWvbd170126&e=AT0",
        "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fyoutu.be%2FhWvbd170126",
    ],
    "youtube:hWvbd170126:UgzA": [
        "https://www.youtube.com/watch?v=hWvbd170126&lc=UgzA",
        "https://youtu.be/hWvbd170126?lc=UgzA",
    ],
    "x:19": [
        "https://x.com/voorbeelddam/status/19",
        "https://twitter.com/Voorbeelddam/statuses/19?s=20",
        "https://mobile.twitter.com/i/web/status/19",
        "https://x.com/voorbeelddam/status/19/photo/1",
        "https://x.com/voorbeelddam/status/19/video/1?s=20",
        "https://twitter.com/#!/voorbeelddam/status/19",
        "https://X.COM/Voorbeelddam/STATUS/19",
        "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F19",
    ],
    "instagram:CxY-z_1": [
        "https://www.instagram.com/p/CxY-z_1/",
        "https://instagram.com/voorbeelddam/reel/CxY-z_1/?igsh=x",
        "https://www.instagram.com/p/CxY-z_1/embed/captioned",
        "https://instagr.am/p/CxY-z_1",
    ],
    "instagram:CxY-z_1:178": ["https://www.instagram.com/p/CxY-z_1/c/178/"],
    "instagram:3012345678": ["https://www.instagram.com/stories/voorbeelddam/3012345678/"],
    "facebook:123": [
        "https://www.facebook.com/99/posts/123",
        "https://www.facebook.com/permalink.php?story_fbid=123&id=99",
        "https://m.facebook.com/story.php?story_fbid=123&id=99",
        "https://www.facebook.com/watch/?v=123",
        "https://www.facebook.com/photo/?fbid=123&set=a.1",
        "https://www.facebook.com/photo.php?fbid=123&set=a.1",
        "https://www.facebook.com/groups/9/permalink/123/",
        "https://nl-nl.facebook.com/voorbeelddam/videos/een-titel/123/",
        "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Ffacebook.com%2Fa%2Fposts%2F123",
    ],
    "snapchat:W7_x-1": [
        "https://www.snapchat.com/spotlight/W7_x-1",
        "https://www.snapchat.com/@voorbeelddam/spotlight/W7_x-1?share_id=x",
    ],
    "tiktok:731": [
        "https://www.tiktok.com/@voorbeelddam/video/731?lang=nl",
        "https://www.tiktok.com/@/video/731",
        "https://m.tiktok.com/v/731.html",
        "https://www.tiktok.com/embed/v2/731",
        "https://www.tiktokv.com/share/video/731/",
    ],
    "threads:CxY": [
        "https://www.threads.net/@voorbeelddam/post/CxY",
        "https://www.threads.com/t/CxY",
        "https://www.threads.com/@voorbeelddam/post/CxY/media",
    ],
    "linkedin:7": [
        "https://www.linkedin.com/feed/update/urn:li:share:7/",
        "https://nl.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7",
        "https://www.linkedin.com/posts/voorbeelddam_hoogwater-activity-7-aBc1",
        "https://www.linkedin.com/posts/voorbeelddam_activity-7-aB_1",
        "https://www.linkedin.com/posts/voorbeelddam_hoogwater-ugcpost-7-aBc1",
        "https://www.linkedin.com/embed/feed/update/urn:li:ugcPost:7",
    ],
    "bluesky:3kabcdefghij2": [
        "at://did:plc:abc/app.bsky.feed.post/3kabcdefghij2",
        "https://bsky.app/profile/voorbeelddam.example/post/3kabcdefghij2",
        "https://embed.bsky.app/embed/did:plc:abc/app.bsky.feed.post/3kabcdefghij2?id=1",
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
        "https://notyoutu.be/hWvbd170126",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dx",
        "https://l.facebook.com/l.php?u=https%3A%2F%2F%5B",
        "https://vm.tiktok.com/ZM8abc/",
        "https://www.facebook.com/share/p/abc",
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


def test_links_stand_as_people_write_them_and_as_json_escapes_them():
    text = "Zie HTTPS://youtu.be/a1, www.youtube.com/watch?v=a2 of “youtu.be/a3”\u200b."
    assert [link_address(one) for one in links_in(text)] == [f"youtube:a{n}" for n in (1, 2, 3)]
    source = r'{"a":"https:\/\/youtu.be\/a1","b":"https://youtube.com/watch?app=x\u0026v=a2"}'
    assert [link_address(one) for one in links_in(source)] == ["youtube:a1", "youtube:a2"]
    assert list(links_in("piet@x.com/a en nietyoutu.be/a1 en a/x.com/b")) == []


@pytest.mark.parametrize(
    "text", ["zie YouTu.BE/abc", "zie X.COM/a", "zie Threads.NET/p", "zie BSKY.APP/x"]
)
def test_a_host_in_capitals_is_found_without_what_an_address_begins_with(text: str) -> None:
    assert list(links_in(text)) == [f"https://{text.split()[1]}"]
    assert list(links_in(f"{text} HTTPS://a.example/b"))[1:] == ["HTTPS://a.example/b"]
    assert list(links_in("zie HTTPS://a.example/b.")) == ["HTTPS://a.example/b"]

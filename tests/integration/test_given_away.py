"""Whom any string of a file gives away is hidden before it: one reading in both passes."""

import pytest
from place import Archive, line, members, noted, post, tar, uri

from weerklank.connectors.mastodon.activity import Reader
from weerklank.package.writer import PackageWriter
from weerklank.testing.mastodon_export import ExportBoost

BARE = "https://mast.example/kwikzilver"
LINK = f'Zie <a href="{BARE}">{BARE}</a>.'
HANDLE = "@kwikzilver@mast.example"
PICTURE = {"type": "Document", "mediaType": "image/png", "url": "/a.png"}
OPTIONS = [{"type": "Note", "name": text} for text in (f"van {HANDLE}", "geen")]

#: Where a later post of the file gives away whose the link is.
GIVEN_AWAY = {
    "alt text": ("dag", {"attachment": [{**PICTURE, "name": f"Foto: {HANDLE}"}]}),
    "one medium": ("dag", {"attachment": {**PICTURE, "name": f"Foto: {HANDLE}"}}),
    "its summary": ("dag", {"attachment": [{**PICTURE, "summary": f"Foto: {HANDLE}"}]}),
    "an address": ("dag", {"attachment": [{**PICTURE, "name": "mast.example/@kwikzilver"}]}),
    "escaped": (
        "dag",
        {"attachment": [{**PICTURE, "name": "mast.example/%2540kwikzilver en meer"}]},
    ),
    "inside another": (
        "dag",
        {
            "attachment": [
                {**PICTURE, "name": "https://bewaard.example/w/https://mast.example/@kwikzilver"}
            ]
        },
    ),
    "warning": ("dag", {"summary": f"over {HANDLE}"}),
    "warning in a language": ("dag", {"summaryMap": {"nl": f"over {HANDLE}"}}),
    "answer of a poll": ("dag", {"oneOf": OPTIONS, "endTime": "2026-02-01T00:00:00Z"}),
    "other language": ("dag", {"contentMap": {"en": f"<p>hi {HANDLE}</p>"}}),
    "tag": ("dag", {"tag": [{"type": "Link", "name": "RE: mast.example/@kwikzilver/1"}]}),
    "text without an anchor": ("Zie mast.example/@kwikzilver.", {}),
    "parted text": ("Zie <span>https://</span><span>mast.example/@kwikzilver</span>.", {}),
    "inside a link": (
        '<a href="https://bewaard.example/w/https://mast.example/@kwikzilver">x</a>',
        {},
    ),
    "in a link to share": (
        '<a href="https://deel.example/?u=https%3A%2F%2Fmast.example%2F%40kwikzilver">x</a>',
        {},
    ),
    "parted handle": ("dank <b>@kwikzilver</b>@<span>mast.example</span>", {}),
    "entities": ("dank &#64;kwikzilver&commat;mast.example", {}),
    "capitals": ('<A HREF="https://mast.example/@kwikzilver">x</A>', {}),
    "no quotes": ("<a href=https://mast.example/@kwikzilver>x</a>", {}),
    "handle in a link": (f'<a href="https://deel.example/{HANDLE}">x</a>', {}),
    "spaces": ('<a href = " https://mast.example/@kwikzilver ">x</a>', {}),
    "signs in a link": ('<a href="https:&#x2F;&#x2F;mast.example/@kwikzilver">x</a>', {}),
    "title of a link": (f'<a href="https://dorp.example/" title="van {HANDLE}">x</a>', {}),
    "HTML in another language": (
        "dag",
        {
            "contentMap": {
                "en": '<p><a href="https:&#x2F;&#x2F;mast.example/@kwikzilver">x</a></p>'
            }
        },
    ),
    "broken post": ("dag", {"summary": f"over {HANDLE}", "conversation": 7}),
}


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


@pytest.mark.parametrize("how", GIVEN_AWAY)
@pytest.mark.parametrize("first", [True, False])
def test_a_link_whose_owner_a_later_string_gives_away_is_hidden_before_it(place, how, first):
    text, more = GIVEN_AWAY[how]
    pieces = [noted(post(1, LINK)), noted(post(2, text), **more)]
    place.run("import", str(tar(place.root / "e.tar.gz", members(pieces[:: 1 if first else -1]))))
    assert len(place.rows()) == 2
    assert b"kwikzilver" not in place.bytes_of_all()


@pytest.mark.parametrize("how", GIVEN_AWAY)
def test_whom_a_later_answer_gives_away_is_hidden_in_all_of_its_thread(place, how):
    text, more = GIVEN_AWAY[how]
    first = post(1, f"Foto van kwikzilver. {LINK}")
    pieces = [noted(first), noted(post(2, text), **{"inReplyTo": uri(first), **more})]
    place.run("import", str(tar(place.root / "e.tar.gz", members(pieces))))
    assert len(place.rows()) == 2
    assert b"kwikzilver" not in place.bytes_of_all()


@pytest.mark.parametrize("first", [True, False])
def test_whom_we_boost_is_hidden_in_a_link_of_another_post(place, first):
    boost = ExportBoost(
        number=post(2, "").number,
        published=post(2, "").published,
        object_uri="https://mast.example/users/kwikzilver/statuses/110000000000000001",
    )
    pieces = [noted(post(1, LINK)), line(boost, cc=[])]
    place.take(tar(place.root / "e.tar.gz", members(pieces[:: 1 if first else -1])))
    assert b"kwikzilver" not in place.bytes_of_all()


@pytest.mark.parametrize("parts", ["one part", "several parts"])
def test_whom_only_the_second_pass_meets_goes_out_of_what_the_run_wrote(place, monkeypatch, parts):
    """Were the first pass to miss somebody after all, the run itself corrects."""
    monkeypatch.setattr(Reader, "linked", lambda *_: ())
    if parts == "several parts":
        monkeypatch.setattr(PackageWriter, "is_full", True)
    first = post(1, "Foto van kwikzilver.")
    pieces = [noted(first), noted(post(2, f"dank {HANDLE}"), inReplyTo=uri(first))]
    run = place.take(tar(place.root / "e.tar.gz", members(pieces)))
    assert run["corrected"] == 1
    assert b"kwikzilver" not in place.bytes_of_all()


def test_a_link_that_nothing_gives_away_stays(place):
    """A path of one word is a page mostly: `/nieuws`."""
    place.take(tar(place.root / "e.tar.gz", members([noted(post(1, LINK))])))
    assert BARE in place.texts()[0]


#: Servers that are known by their names: what stands there is somebody's profile at once.
FRONT_ENDS = (
    "https://nitter.example/kwikzilver",
    "https://nitter.example/kwikzilver/status/12",
    "nitter.example/kwikzilver",
    "https://xcancel.com/kwikzilver",
    "https://pixelfed.example/kwikzilver",
    "https://pixelfed.example/p/kwikzilver/12",
    "https://foto.pixelfed.example/kwikzilver?page=2",
    "https://friendica.example/profile/kwikzilver",
    "https://lemmy.example/u/kwikzilver",
    "https://peertube.example/a/kwikzilver",
    "https://peertube.example/c/kwikzilver",
    "https://misskey.example/@kwikzilver",
    "https://bsky.app/profile/kwikzilver.example",
    "https://kwikzilver.bsky.social",
    "https://www.threads.net/@kwikzilver",
    "https://www.tiktok.com/@kwikzilver",
    "https://proxitok.example/@kwikzilver",
    "https://www.youtube.com/@kwikzilver",
    "https://www.youtube.com/c/kwikzilver",
    "https://www.youtube.com/kwikzilver",
    "https://invidious.example/c/kwikzilver",
    "https://www.instagram.com/kwikzilver",
    "https://www.instagram.com/stories/kwikzilver/12",
    "https://x.com/kwikzilver",
    "https://www.facebook.com/kwikzilver",
    "https://www.linkedin.com/in/kwikzilver",
    "https://www.linkedin.com/posts/kwikzilver_brug-activity-712345",
)


def test_a_link_to_a_profile_on_a_known_front_end_is_hidden_with_the_name_beside_it(place):
    said = [
        noted(post(2 * day, f'<a href="{link}">{link}</a>: kwikzilver'))
        for day, link in enumerate(FRONT_ENDS, 1)
    ]
    said += [
        noted(
            post(2 * day + 1, "kwikzilver"), attachment=[{**PICTURE, "name": f"Beeld van {link}"}]
        )
        for day, link in enumerate(FRONT_ENDS, 1)
    ]
    place.run("import", str(tar(place.root / "e.tar.gz", members(said))))
    assert len(place.rows()) == len(said)
    assert [row for row in place.rows() if "kwikzilver" in str(row)] == []
    assert b"kwikzilver" not in place.bytes_of_all()


ORDINARY = (
    "https://voorbeelddam.example/nieuws",
    "https://krant.example/c/binnenland",
    "https://nitter.example/about",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/playlist?list=PL12",
    "https://www.linkedin.com/jobs/view/12",
    "https://lemmy.example/c/nieuws@mbin.example",
    "https://pixelfed.example/site/about",
)


def test_an_ordinary_link_stays(place):
    text = " ".join(f'<a href="{link}">{link}</a>' for link in ORDINARY)
    place.take(tar(place.root / "e.tar.gz", members([noted(post(1, text))])))
    assert place.texts()[0] == " ".join(ORDINARY)


def test_a_listed_account_stays_named_on_a_front_end_of_its_platform(place):
    place.good("account", "add", "https://x.com/waterbeheer", "--kind", "corporate")
    link = "https://nitter.example/waterbeheer"
    place.take(tar(place.root / "e.tar.gz", members([noted(post(1, f"Volg {link}."))])))
    assert place.texts()[0] == f"Volg {link}."

"""LinkedIn's export through the stages that it goes through in use."""

import json
import shutil
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.linkedin import connector
from weerklank.connectors.linkedin.article import read_article
from weerklank.connectors.linkedin.records import mended
from weerklank.harvest.port import Unreadable
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.closed_members import closed_members
from weerklank.testing.file_double import FileDouble
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.linkedin_export import (
    LinkedInArticle,
    LinkedInExportContent,
    LinkedInPost,
    LinkedInReply,
    big_linkedin_export,
    write_linkedin_export,
)

URL = "https://www.linkedin.com/in/sannevoorbeeld"
MINE = ("--account", "sannevoorbeeld")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "linkedin" / "export-analyzer"
PICTURE = "https://media.licdn.com/dms/image/v2/A1/feedshare?e=1999999999&t=geheim"
READ = ("Shares", "Comments", "InstantReposts", "Rich_Media", "Profile", "Articles/")


def at(day: int) -> datetime:
    return datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=day)


def posted(day: int, text: str, **more) -> LinkedInPost:
    return LinkedInPost(published=at(day), text=text, urn=f"urn:li:share:70000000{day}", **more)


def export(path: Path, *posts, number="", **more) -> Path:
    return write_linkedin_export(path, LinkedInExportContent(posts=posts, **more), number=number)


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


@pytest.mark.parametrize("number", ["", "_123456"])
def test_an_export_comes_in(place, tmp_path, number):
    posts = [
        posted(3, 'Hij zei "ja".\n\nDe "dam" is open\nhttps://voorbeelddam.example/dam'),
        posted(2, "Voor leden", shown_to="MEMBER_NETWORK"),
        posted(1, "Voor contacten", shown_to="CONNECTIONS"),
        posted(0, "In een groep").__class__(
            published=at(0),
            text="In een groep",
            urn="urn:li:groupPost:77-70000",
            shown_to="PUBLIC",
        ),
    ]
    parts = {
        "replies": [LinkedInReply(published=at(4), text="Dank!", urn="urn:li:activity:9")],
        "reposts": [LinkedInReply(published=at(5), urn="urn:li:ugcPost:8")],
        "articles": [
            LinkedInArticle(
                title="Over de dam",
                slug="over-de-dam-x1",
                body="<p>De <b>dam</b></p>",
                published=at(6),
            ),
            LinkedInArticle(title="Klad", slug="klad", body="<p>Nog niet</p>"),
        ],
    }
    file = export(tmp_path / "Complete_LinkedInDataExport.zip", *posts, number=number, **parts)
    assert place.refuses(file, 2)["code"] == "IMPORT-028"
    run = place.take(file, *MINE)
    assert [one["code"] for one in run["warnings"]] == ["owner-stated"]
    assert run["skipped"]["direct_messages"] == 2
    assert run["skipped"]["out_of_scope"] == 6  # five files that stay closed, and a draft
    rows = {(row.get("title"), row.get("text", "").strip()): row for row in place.rows()}
    first = rows[None, 'Hij zei "ja".\n\nDe "dam" is open\nhttps://voorbeelddam.example/dam']
    assert first["url"] == "https://www.linkedin.com/feed/update/urn:li:share:700000003/"
    assert first["created_at"] == "2026-03-04T09:00:00Z"
    assert "visibility" not in first
    assert rows[None, "Voor leden"]["visibility"] == "unlisted"
    assert rows[None, "Voor contacten"]["visibility"] == "followers"
    assert rows[None, "In een groep"]["visibility"] == "followers"
    assert rows[None, "Dank!"]["kind"] == "reply"
    assert rows[None, "Dank!"]["refs"][0]["type"] == "reply_to"
    assert rows[None, ""]["kind"] == "boost"
    article = rows["Over de dam", "De dam"]
    assert article["url"] == "https://www.linkedin.com/pulse/over-de-dam-x1"
    assert len(rows) == 7
    profile = next(row for row in place.lines() if row["kind"] == "profile")
    assert (profile["title"], profile["url"]) == ("Sanne Voorbeeld", URL)
    place.good("verify", "--deep")
    assert place.good("search", "dam")["total"] == 2
    again = place.take(file, *MINE)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)
    later = export(tmp_path / "later.zip", posted(2, "Voor alle leden"), posted(9, "Nieuw"))
    run = place.take(later, *MINE)
    assert (run["items"]["posts"], run["new_versions"]) == (1, 1)


def test_messages_are_not_opened_and_nobody_else_comes_in(place, tmp_path, monkeypatch):
    canaries = Canaries()
    person = canaries.give("text", CanaryClass.THIRD)
    writer = canaries.give("messages", CanaryClass.THIRD)
    home = canaries.give("home", CanaryClass.THIRD)
    said = f"Zie {person.address} en @{person.handle}"
    profile = f"https://www.linkedin.com/in/{person.local}"
    article = LinkedInArticle(
        title=f"Met @{person.handle}",
        slug="met",
        body=f'<p>{said} <a href="{profile}">hier</a></p>',
        published=at(2),
    )
    file = export(
        tmp_path / "e.zip",
        posted(1, said, shared=profile, more={"Nieuw": said}),
        replies=[LinkedInReply(published=at(4), text=said, urn="urn:li:activity:9")],
        articles=[article],
        media=[(said, "You uploaded a feed photo on January 5, 2026 at 10:00 AM (GMT)", PICTURE)],
        correspondent=writer.name,
        home=home.name,
        summary=said,
    )
    monkeypatch.setattr(bootstrap, "transport_for", lambda _: FileDouble({}).way)
    with closed_members(lambda name: not any(part in name for part in READ)) as opened:
        run = place.take(file, *MINE, code=1)
    assert opened == []
    found = LeakScan([person, writer, home]).folder(place.folder)
    assert [one for one in found if one.canary is not None] == []
    assert not any(n in json.dumps(run) for who in (person, writer, home) for n in who.needles)


def test_an_article_that_was_taken_back_is_shielded_from_then_on(place, tmp_path):
    article = LinkedInArticle(title="De dam", slug="dam-x1", body="<p>Oud</p>", published=at(2))
    draft = replace(article, published=None, body="<p>Nieuw</p>")
    never = LinkedInArticle(title="Nooit", slug="nooit", body="<p>Nooit</p>")
    place.take(export(tmp_path / "een.zip", posted(1, "Een"), articles=[article]), *MINE)
    second = export(tmp_path / "twee.zip", posted(5, "Twee"), articles=[draft, never])
    assert place.take(second, *MINE)["new_versions"] == 1
    rows = [row for row in place.rows() if row.get("title") == "De dam"]
    assert [row.get("visibility", "public") for row in rows][-1] == "followers"
    everything = place.bytes_of_all()
    assert (b"Nieuw" in everything, b"Nooit" in everything) == (False, False)


def test_media_are_fetched_and_what_no_post_names_is_loose(place, tmp_path, monkeypatch):
    other = PICTURE.replace("A1", "A2")
    files = FileDouble({PICTURE: b"\xff\xd8een", other: b"\xff\xd8twee"})
    monkeypatch.setattr(bootstrap, "transport_for", lambda _: files.way)
    uploaded = "You uploaded a {} on January 5, 2026 at 1:05 PM (GMT)"
    file = export(
        tmp_path / "e.zip",
        posted(1, "Met foto", medium=PICTURE),
        posted(0, "Verlopen", medium=PICTURE.replace("1999999999", "1600000000")),
        media=[
            ("Met foto", uploaded.format("feed photo"), PICTURE),
            ("Los", uploaded.format("feed document"), other),
            ("Ik", uploaded.format("profile photo"), other),
            ("Wanneer?", "You uploaded a feed photo on ooit", other),
        ],
    )
    run = place.take(file, *MINE, code=1)
    assert run["items"]["media"] == 2
    assert gap(run, "link_expired")["count"] == 1
    assert gap(run, "record_broken")["count"] == 1
    assert {"loose-media", "owner-stated"} == {one["code"] for one in run["warnings"]}
    loose = next(row for row in place.rows() if row["kind"] == "medium")
    assert loose["created_at"] == "2026-01-05T13:05:00Z"
    assert loose["text"].strip() == "Los"
    assert loose["visibility"] == "followers"  # of which post it is, nothing tells
    assert place.take(file, *MINE, code=1)["items"]["media"] == 0


def test_a_file_that_may_be_of_a_message_is_never_asked_for(place, tmp_path, monkeypatch):
    files = FileDouble({PICTURE: b"\xff\xd8een"})
    monkeypatch.setattr(bootstrap, "transport_for", lambda _: files.way)
    canaries = Canaries()
    said = canaries.give("said", CanaryClass.THIRD)
    day = "on January 5, 2026 at 1:05 PM (GMT)"
    kinds = ["You sent a message attachment", "You uploaded a resume", "You sent a feed"]
    media = [(f"Voor {said.name}", f"{kind} {day}", PICTURE) for kind in (*kinds, said.name)]
    media.append(("Ik", f"You changed your profile photo {day}", PICTURE))
    run = place.take(export(tmp_path / "e.zip", posted(1, "Heel"), media=media), *MINE)
    assert run["items"]["media"] == 0
    assert next(one for one in run["limits"] if one["kind"] == "media_not_opened")["count"] == 4
    assert run["skipped"]["out_of_scope"] == 5 + 5  # and five files that stay closed
    assert place.texts() == ["Heel"]
    found = LeakScan([said]).folder(place.folder)
    assert [one for one in found if one.canary is not None] == []


def test_two_replies_of_one_second_below_one_post_are_two(place, tmp_path):
    replies = [
        LinkedInReply(published=at(4), text=text, urn=urn)
        for text, urn in (
            ("Aan de een", "urn:li:activity:9"),
            ("Elders", "urn:li:activity:8"),
            ("Aan de ander", "urn:li:activity:9"),
            ("Aan de ander", "urn:li:activity:9"),
        )
    ]
    file = export(tmp_path / "e.zip", posted(1, "Heel"), replies=replies)
    run = place.take(file, *MINE)
    assert (run["items"]["posts"], run["new_versions"]) == (4, 0)
    assert sorted(place.texts()) == ["Aan de ander", "Aan de een", "Elders", "Heel"]
    for left in (replies, replies[::-1], replies[2:3]):
        again = place.take(export(tmp_path / "f.zip", posted(1, "Heel"), replies=left), *MINE)
        assert (again["items"]["posts"], again["new_versions"]) == (0, 0)


def test_rows_that_are_none_cost_themselves(place, tmp_path):
    odd = (
        "2026-03-09 09:00:00,geen link,tekst,,,PUBLIC\r\n"
        "2026-02-30 09:00:00,https://www.linkedin.com/feed/update/urn:li:share:5,x,,,PUBLIC\r\n"
        'kapot,"nog open\r\n'
    )
    run = place.take(export(tmp_path / "e.zip", posted(1, "Heel"), odd=odd), *MINE, code=1)
    broken = gap(run, "record_broken")
    assert broken["count"] == 3
    assert broken["where"][0].startswith("Shares.csv 1:")
    assert place.texts() == ["Heel"]


def test_a_broken_article_is_told_by_its_number(place, tmp_path):
    good = LinkedInArticle(title="Heel", slug="heel", body="<p>Ja</p>", published=at(1))
    whole = export(tmp_path / "e.zip", articles=[good, good])
    made = rezipped(
        whole, tmp_path / "f.zip", lambda n, c: c.replace(b"h1>", b"h9>") if "1.html" in n else c
    )
    broken = gap(place.take(made, *MINE, code=1), "record_broken")
    assert broken["where"][0].startswith("Articles 2:")
    assert place.texts() == ["Ja"]


def rezipped(path: Path, to: Path, change) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as made:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                made.writestr(name, content)
    return to


def test_an_export_without_posts_or_with_other_columns_says_so(place, tmp_path):
    whole = export(tmp_path / "e.zip", posted(1, "Heel"))
    without = rezipped(whole, tmp_path / "a.zip", lambda n, c: None if "Shares" in n else c)
    assert gap(place.take(without, *MINE, code=1), "posts_not_in_export")["count"] == 1
    strange = rezipped(
        whole, tmp_path / "b.zip", lambda n, c: b"Datum,Tekst\n1,2\n" if "Comments" in n else c
    )
    assert gap(place.take(strange, *MINE, code=1), "part_unknown")["where"] == ["Comments"]


def test_half_a_zip_is_refused_and_a_damaged_member_told(place, tmp_path):
    whole = export(tmp_path / "e.zip", *[posted(day, f"Nummer {day}" * 200) for day in range(50)])
    content = whole.read_bytes()
    (tmp_path / "half.zip").write_bytes(content[: len(content) // 2])
    assert place.refuses(tmp_path / "half.zip", 6, *MINE)["code"] == "IMPORT-007"
    with zipfile.ZipFile(whole) as archive:
        begin = archive.getinfo("Shares.csv").header_offset + 60
    (tmp_path / "hurt.zip").write_bytes(content[:begin] + bytes(40) + content[begin + 40 :])
    left, answer = place.run("import", str(tmp_path / "hurt.zip"), *MINE)
    assert left in {1, 6}
    assert answer["runs"] or answer["error"]["code"]


@pytest.mark.parametrize(
    ("names", "content"),
    [
        (["messages.csv", "Connections.csv"], b"a,b\n"),
        (["Shares.csv"], b"a,b\n1,2\n"),
        (["deep/down/here/Shares.csv"], b"Date,ShareLink,ShareCommentary\n"),
        ([], b""),
    ],
)
def test_what_is_not_linkedins_is_left_to_others(tmp_path, names, content):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        for name in names:
            made.writestr(name, content)
    assert connector().open_export(tmp_path / "x.zip") is None
    (tmp_path / "y").write_bytes(content)
    assert connector().open_export(tmp_path / "y") is None


def test_odd_quotes_at_ends_of_lines_are_mended_and_others_stay():
    assert mended('a"\n""\n"b') == "a\n\nb"
    assert mended('a"\nb') == 'a"\nb'
    assert mended("a\nb") == "a\nb"
    assert mended('"a"') == '"a"'


@pytest.mark.parametrize(
    "page", ["", "<h1>x</h1>", "<p class=published>Published on 2026-01-01</p>", "<h1" * 90_000]
)
def test_pages_that_are_no_article(page):
    with suppress(Unreadable):
        assert read_article(page) is None


def test_many_posts_are_one_after_another(tmp_path):
    big_linkedin_export(tmp_path / "e", 300)
    found = [one for one in connector().open_export(tmp_path / "e").scan() if hasattr(one, "url")]
    assert len({one.native_id for one in found}) == 300


@pytest.mark.skipif(not SAMPLES.exists(), reason=f"the samples of others are not in {SAMPLES}")
def test_files_of_somebody_elses_making_come_in(place, tmp_path):
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as made:
        made.writestr("Shares.csv", (SAMPLES / "shares-parity.csv").read_bytes())
        made.writestr("Comments.csv", (SAMPLES / "comments-parity.csv").read_bytes())
        made.writestr("messages.csv", (SAMPLES / "Messages.csv").read_bytes())
    run = place.take(tmp_path / "e.zip", *MINE, code=1)
    assert gap(run, "record_broken")["count"] == 1  # of 30 February
    assert gap(run, "profile_missing")["count"] == 1
    assert run["items"]["posts"] == 10
    assert 'He said "hi".\n\nNext "line" here.' in place.texts()
    shutil.copy(tmp_path / "e.zip", tmp_path / "f.bin")
    assert place.take(tmp_path / "f.bin", *MINE, code=1)["items"]["posts"] == 0


def test_posts_of_a_hybrid_account_are_handed_in_with_their_media(tmp_path, monkeypatch):
    files = FileDouble({PICTURE: b"\xff\xd8een"})
    monkeypatch.setattr(bootstrap, "transport_for", lambda _: files.way)
    place = Archive(tmp_path).begin()
    place.good("account", "add", URL, "--kind", "hybrid")
    reply = LinkedInReply(published=at(4), text="Dank!", urn="urn:li:activity:9")
    file = export(
        tmp_path / "e.zip", posted(1, "Van de gemeente", medium=PICTURE), replies=[reply]
    )
    shown = place.good("handin", "sannevoorbeeld", "--file", str(file))
    urls = {one["text"]: one["url"] for one in shown["choices"]}
    assert set(urls) == {"Van de gemeente", "Dank!"}
    chosen = [part for url in urls.values() for part in ("--post", url)]
    how = ("--file", str(file), "--process", "publiekscommunicatie", *chosen)
    place.good("handin", "sannevoorbeeld", *how, "--propose")
    done = place.good("handin", "confirm", "h0001", "--file", str(file))
    assert done["runs"][0]["items"]["media"] == 1
    assert sorted(place.texts()) == ["Dank!", "Van de gemeente"]


def test_a_film_that_did_not_come_is_found_as_a_film(place, tmp_path):
    film = posted(1, "Met film", medium="https://dms.licdn.com/playlist/vid/v2/D4/feed?e=1")
    place.take(export(tmp_path / "e.zip", film, posted(2, "Zonder")), *MINE, code=1)
    (found,) = place.good("search", "", "--media", "video")["hits"]
    assert found["text"].strip() == "Met film"

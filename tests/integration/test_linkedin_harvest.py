"""The page of an organisation on LinkedIn through the stages of use, on a double on loopback.

That is no LinkedIn: what is shown here is how the program takes what the documents describe.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import Archive, gap

from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.linkedin_api_json import PageComment, PagePost, little, mention
from weerklank.testing.linkedin_export import (
    LinkedInExportContent,
    LinkedInPost,
    write_linkedin_export,
)
from weerklank.testing.linkedin_server import TOKEN, LinkedInServer, linkedin_server
from weerklank.testing.png import encode_png

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
Json = dict[str, Any]
URL = "https://www.linkedin.com/company/voorbeelddam"
#: All that is held is looked at again.
ALL = ("--since", "2026-01-01")
PNG = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)


def at(day: int) -> datetime:
    return datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=day)


def posted(day: int, text: str, **more: Any) -> PagePost:
    urn = more.pop("urn", f"urn:li:share:70000000{day}")
    return PagePost(urn=urn, published=at(day), commentary=text, **more)


def said(number: int, post: PagePost, text: str, **more: Any) -> PageComment:
    made = post.published + timedelta(hours=number % 9)
    return PageComment(number=number, post=post.urn, published=made, text=text, **more)


@contextmanager
def serving(place: Archive, *posts: PagePost, **shown: Any) -> Iterator[LinkedInServer]:
    """Serve a page that is in the register, and connect it by a token that was made elsewhere."""
    with linkedin_server(LinkedInServer(posts=list(posts), **shown)) as server:
        place.good("account", "add", URL, "--kind", "corporate")
        connect(place, server)
        yield server
        assert server.closed_asked == []


def connect(place: Archive, server: LinkedInServer, token: str = TOKEN, code: int = 0) -> Json:
    file = place.root / "token.txt"
    file.write_text(f"{token}\n")
    given = ("--token-file", str(file), "--base-url", server.address)
    left, told = place.run("connect", "voorbeelddam", *given)
    assert left == code, told
    return told


def harvest(place: Archive, code: int = 0, *more: str) -> Json:
    left, answer = place.run("harvest", "voorbeelddam", *more)
    assert left == code, answer
    (run,) = answer["runs"]
    return run


def reported(place: Archive) -> list[str]:
    return [one["what"] for one in place.good("report", "list")["reports"]]


def row(place: Archive, text: str) -> Json:
    (found,) = [one for one in place.rows() if text in str(one.get("text"))]
    return found


def test_a_page_comes_in_with_all_that_the_api_tells(place):
    asked = {
        "poll": {
            "question": "Wanneer?",
            "options": [{"text": "Maandag", "voteCount": 3}, {"text": "Dinsdag", "voteCount": 1}],
            "settings": {"duration": "THREE_DAYS", "voteSelectionType": "SINGLE_VOTE"},
            "uniqueVotersCount": 4,
        }
    }
    first = posted(1, little("Werk aan de weg (A1) #let_op"), likes=5)
    shared = {"parent": first.urn, "root": first.urn}
    posts = [
        first,
        posted(2, "Stem mee {hashtag|\\#|Dorpsplein}", content=asked),
        posted(3, "Zie ook", more={"reshareContext": shared}),
        posted(4, "", urn="urn:li:ugcPost:704", more={"reshareContext": shared}),
        posted(5, "Alleen leden", more={"visibility": "LOGGED_IN"}),
        posted(6, "Nog niet", more={"lifecycleState": "DRAFT"}),
    ]
    comments = [
        said(1, first, "Hoe lang duurt het?"),
        said(2, first, "Tot vrijdag.", actor="urn:li:organization:10002687", parent=1),
        said(3, first, "Dank", actor="urn:li:person:ander", parent=1),
    ]
    with serving(place, *posts, comments=comments) as server:
        run = harvest(place)
        assert (run["complete"], run["gaps"], run["unknown_fields"]) == (True, [], {})
        assert run["items"] == {"media": 0, "posts": 6, "profiles": 1, "replies": 2}
        assert run["counts"]["replies"] == {"came": 3, "stated": 3}
        assert all("LinkedIn-Version" not in one for one in server.asked)
        again = harvest(place)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)
    road = row(place, "Werk aan de weg (A1) #let_op")
    assert road["url"] == f"https://www.linkedin.com/feed/update/{first.urn}/"
    assert road["counts"] == {"likes": 5, "replies": 3}
    poll = row(place, "Stem mee #Dorpsplein")
    assert poll["poll"]["options"][0] == {"text": "Maandag", "votes": 3}
    assert (poll["poll"]["ends_at"], poll["title"]) == ("2026-03-06T09:00:00Z", "Wanneer?")
    quote = row(place, "Zie ook")
    assert quote["refs"] == [{"key": road["key"], "type": "quote_of"}]
    (boost,) = [one for one in place.rows() if one["kind"] == "boost"]
    assert boost["refs"] == [{"key": road["key"], "type": "boost_of"}]
    assert row(place, "Alleen leden")["visibility"] == "unlisted"
    question, own = row(place, "Hoe lang"), row(place, "Tot vrijdag")
    assert (question["author"]["role"], own["author"]["role"]) == ("citizen", "own")
    assert own["refs"] == [{"key": question["key"], "type": "reply_to"}]
    assert {question["thread"], own["thread"], row(place, "Dank")["thread"]} == {road["key"]}
    (profile,) = [one for one in place.lines() if one["kind"] == "profile"]
    assert profile["title"] == "Gemeente Voorbeelddam"
    assert b"00 000 00 00" not in b"".join(p.read_bytes() for p in place.folder.rglob("*.json"))


def test_files_are_fetched_in_the_same_run_and_their_addresses_are_not_kept(place):
    with serving(place) as server:
        image = {"downloadUrl": f"{server.address}/dms/a?e=1&t=geheim", "status": "AVAILABLE"}
        busy = {"status": "PROCESSING"}
        server.files = {"/dms/a": ("image/png", PNG), "/dms/logo": ("image/png", PNG + b"logo")}
        logo = {"original": {"downloadUrl": f"{server.address}/dms/logo?t=geheim"}}
        server.more_of_page = {"logoV2": logo}
        server.posts = [
            posted(
                1, "Foto", content={"media": {"altText": "De markt", "media": {"image": image}}}
            ),
            posted(2, "Film", content={"media": {"media": {"video": busy}}}),
        ]
        run = harvest(place, 1, *ALL)
    assert run["items"]["media"] == 2
    assert gap(run, "media_missing")["count"] == 1
    (medium,) = row(place, "Foto")["media"]
    assert medium["alt"] == "De markt"
    assert b"geheim" not in place.bytes_of_all()


def test_an_edit_is_a_version_and_a_post_that_is_gone_is_marked(place):
    first, second = posted(1, "Morgen om tien uur"), posted(2, "Blijft staan")
    with serving(place, first, second) as server:
        harvest(place)
        first.commentary, first.edited = "Morgen om elf uur", at(3)
        assert harvest(place)["new_versions"] == 1
        edited = row(place, "elf uur")
        assert (edited["version"], "edited_at" in edited) == (2, False)
        # Another moment of change, of an edited post too, and the same words: no version.
        first.edited, second.edited = at(4), at(5)
        assert harvest(place)["new_versions"] == 0
        server.posts.remove(first)
        assert harvest(place, 0, *ALL)["deletions"] == 1


def test_what_is_refused_is_a_gap_and_never_gone(place):
    first, second = posted(1, "Eerste"), posted(2, "Tweede")
    with serving(place, first, second) as server:
        harvest(place)
        server.refused = {first.urn: 403}
        run = harvest(place, 1, *ALL)
        assert (run["deletions"], gap(run, "posts_not_given")["count"]) == (0, 1)
        server.refused = {first.urn: 404}  # named, and said not to be there: nobody knows
        assert harvest(place, 1, *ALL)["deletions"] == 0
        server.refused, server.statuses = {}, {"dmaPosts": 403}
        run = harvest(place, 1, *ALL)
        assert (run["deletions"], gap(run, "posts_not_given")["count"]) == (0, 2)


def test_a_reply_that_is_gone_goes_when_all_that_are_counted_came(place):
    first = posted(1, "Eerste")
    comments = [said(1, first, "Een"), said(2, first, "Twee")]
    with serving(place, first, comments=comments) as server:
        harvest(place)
        del server.comments[0]
        first.hidden_comments = 1  # one is counted that nobody is given
        run = harvest(place, 1, *ALL)
        assert (run["deletions"], gap(run, "replies_missing")["count"]) == (0, 1)
        first.hidden_comments = 0
        assert harvest(place, 0, *ALL)["deletions"] == 1


def test_whoever_is_kept_back_is_never_one_person(place):
    first = posted(1, "Eerste")
    comments = [said(n, first, f"Woorden {n}", actor=None) for n in (1, 2)]
    comments.append(said(3, first, "", actor=None, more={"message": None}))
    with serving(place, first, comments=comments):
        run = harvest(place)
        assert (run["complete"], run["items"]["replies"]) == (True, 3)
        assert harvest(place)["new_versions"] == 0
    replies = [one for one in place.rows() if one["kind"] == "reply"]
    assert len({one["author"]["pseudonym"] for one in replies}) == 3


def test_comments_below_what_few_are_shown_are_counted_and_not_kept(place):
    first = posted(1, "Voor de groep", more={"visibility": "CONTAINER"})
    comments = [
        said(1, first, "Geheim van een burger"),
        said(2, first, "Van ons", actor="urn:li:organization:10002687"),
    ]
    with serving(place, first, comments=comments):
        run = harvest(place)
    assert run["items"]["replies"] == 0
    assert row(place, "Van ons")["visibility"] == "followers"
    assert b"Geheim van een burger" not in place.bytes_of_all()


@pytest.mark.parametrize("sealed", ["drop", "12"])
def test_nobody_else_stands_in_the_clear(tmp_path, sealed):
    canaries = Canaries()
    writer, met, tagged = (canaries.give(name, CanaryClass.THIRD) for name in "abc")
    place = Archive(tmp_path)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", sealed)
    urns = {one: f"urn:li:person:{one.local}" for one in (writer, met, tagged)}
    bureau = mention("Bureau Dam", "urn:li:organization:7")
    words = f"Dag {mention(writer.name, urns[writer])} en {bureau} "
    content = {
        "multiImage": {
            "images": [
                {
                    "altText": f"Met {met.name}",
                    "taggedEntities": [{"entity": urns[tagged], "position": {"x": tagged.name}}],
                }
            ]
        }
    }
    first = posted(
        1,
        words + little(f"zie {met.address}"),
        content=content,
        more={
            "created": {"actor": urns[met], "impersonator": urns[met], "time": 1_772_000_000_000},
            "adContext": {"dscName": met.name},
            "onbekend": {"naam": met.name},
        },
    )
    linked = posted(
        2,
        "Interview",
        content={
            "article": {
                "source": f"https://www.linkedin.com/in/{met.local}",
                "title": f"{met.name} | LinkedIn",
                "thumbnail": f"urn:li:image:{met.local}",
            }
        },
    )
    mentioned = {"length": len(met.name), "start": 3, "value": {"person": {"person": urns[met]}}}
    comments = [
        said(writer.number, first, f"Ik ben {writer.name}", actor=urns[writer]),
        said(
            met.number,
            first,
            f"Ja {met.name}!",
            actor=urns[writer],
            parent=writer.number,
            attributes=[mentioned],
            more={"likesSummary": {"selectedLikes": [urns[met]]}, "agent": urns[met]},
        ),
    ]
    with serving(place, first, linked, comments=comments):
        run = harvest(place, code=1)  # for the picture that is not given
    assert run["items"]["replies"] == 2
    assert "Bureau Dam" in row(place, "Dag")["text"]
    leaks = [x for x in LeakScan([writer, met, tagged]).folder(tmp_path) if x.canary is not None]
    assert not leaks, [one.where for one in leaks]
    told = json.dumps(run)
    assert not any(needle in told for one in (writer, met, tagged) for needle in one.needles)


def test_an_export_that_names_the_same_post_joins_one_record(place, tmp_path):
    first = posted(1, "Beide")
    with serving(place, first):
        harvest(place)
    content = LinkedInExportContent(
        posts=[LinkedInPost(published=at(1), text="Beide", urn=first.urn)]
    )
    export = write_linkedin_export(Path(tmp_path, "export.zip"), content)
    place.run("import", str(export), "--account", "voorbeelddam")
    rows = [one for one in place.rows() if "Beide" in str(one.get("text"))]
    assert len({one["key"] for one in rows}) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/feed/update/urn:li:share:700000001/",
        "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A700000001",
        "https://www.linkedin.com/embed/feed/update/urn:li:share:700000001?collapsed=1",
        "https://nl.linkedin.com/posts/voorbeelddam_deze-share-700000001-1234?utm_source=share",
    ],
)
def test_a_single_post_comes_in_by_its_address_with_what_hangs_below(place, address):
    first, second = posted(1, "Deze"), posted(2, "Niet deze")
    with serving(place, first, second, comments=[said(1, first, "Antwoord")]):
        run = harvest(place, 0, "--post", address)
    assert (run["items"]["posts"], run["items"]["replies"]) == (1, 1)
    assert sorted(place.texts()) == ["Antwoord", "Deze"]


def test_a_single_post_that_is_not_there_is_told_and_one_by_another_name_is_refused(place):
    gone = "https://www.linkedin.com/feed/update/urn:li:share:7"
    copied = "https://www.linkedin.com/posts/dam_een-activity-712345-x"
    with serving(place, posted(1, "Een")):
        assert harvest(place, 1, "--post", gone)["items"]["posts"] == 0
        code, answer = place.run("harvest", "voorbeelddam", "--post", copied)
        assert (code, answer["error"]["code"]) == (3, "HARVEST-024")
        assert "/embed/feed/update/urn:li:share:" in answer["error"]["hint"]
        wider = "https://www.linkedin.com/company/voorbeelddam/posts/"
        code, answer = place.run("harvest", "voorbeelddam", "--post", wider)
    assert (code, answer["error"]["code"]) == (3, "HARVEST-020")


# --- permission ---------------------------------------------------------------------------------


def test_the_permission_is_looked_at_and_what_it_covers_is_told(place):
    place.good("account", "add", URL, "--kind", "corporate")
    with linkedin_server(LinkedInServer(manages=[5])) as server:
        assert connect(place, server, code=3)["error"]["code"] == "CONNECT-890"
        server.manages = None
        told = connect(place, server)
        kinds = [one["kind"] for one in told["findings"]]
        assert {"scope_unknown", "messages_in_scope"} <= set(kinds)
        server.statuses = {"dmaOrganizationAcls": 403}
        assert "scope_missing" in [
            one["kind"] for one in connect(place, server, code=1)["findings"]
        ]
        server.statuses, server.oldest = {}, "209901"
        assert connect(place, server, code=4)["error"]["code"] == "HARVEST-893"
        assert server.closed_asked == []


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ({"oldest": "209901"}, "HARVEST-893"),
        ({"statuses": {"dmaOrganizations": 403}}, "HARVEST-892"),
        ({"statuses": {"dmaOrganizations": 400}}, "HARVEST-894"),
        ({"name": "anders"}, "HARVEST-895"),
    ],
)
def test_why_a_page_is_not_found_is_told_and_nothing_counts_as_gone(place, shown, code):
    with serving(place, posted(1, "Een")) as server:
        for name, value in shown.items():
            setattr(server, name, value)
        left, answer = place.run("harvest", "voorbeelddam")
    assert (left, answer["error"]["code"]) == (4, code)
    assert place.rows() == []


def test_a_page_with_another_name_or_another_organisation_is_told(place):
    with serving(place, posted(1, "Een")) as server:
        harvest(place)
        server.name = "nieuw"
        _, answer = place.run("harvest", "voorbeelddam")
        assert (answer["error"]["code"], "nieuw" in answer["error"]["message"]) == (
            "HARVEST-896",
            True,
        )
        server.name, server.number, server.manages = "voorbeelddam", 12, [10_002_687]
        _, answer = place.run("harvest", "voorbeelddam")
        assert answer["error"]["code"] == "HARVEST-897"


def test_a_page_that_is_gone_in_two_ways_is_reported_and_in_one_way_is_not(place):
    with serving(place, posted(1, "Een")) as server:
        harvest(place)
        server.name, server.statuses = "weg", {"dmaOrganizations/": 404}
        place.run("harvest", "voorbeelddam")
        assert "closed" not in reported(place)
        server.manages = [5]
        _, answer = place.run("harvest", "voorbeelddam")
        assert answer["error"]["code"] == "HARVEST-895"
    assert "closed" in reported(place)


def test_a_member_has_no_api_and_nothing_is_asked_without_permission(place):
    place.good("account", "add", "https://www.linkedin.com/in/sanne", "--kind", "corporate")
    place.good("account", "add", URL, "--kind", "corporate")
    codes = [place.run("harvest", name)[1]["error"]["code"] for name in ("sanne", "voorbeelddam")]
    assert codes == ["HARVEST-890", "HARVEST-891"]

"""Hand-ins of a hybrid account by the command line: pick, confirm, wait, take back, nothing."""

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import (
    ME,
    SOMEONE,
    Archive,
    Json,
    line,
    members,
    noted,
    packed,
    post,
    tar,
    uri,
    url,
)

from weerklank.cli.main import main
from weerklank.model.clock import SystemClock, civil_day
from weerklank.testing.mastodon_export import ExportBoost, snowflake

MENTION = (
    f'<span class="h-card"><a href="{SOMEONE[0]}" class="u-url mention">'
    "@<span>trijntje_vlier</span></a></span>"
)
PRIVATE = post(2, "Mijn eigen vakantie in de Ardennen.")
OFFICIAL = post(3, "Besluit over de dijk is genomen.")
SECOND = post(4, "Nog een besluit: de sluis.")
FOLLOWERS = post(5, "Voor mijn volgers.", visibility="followers")
DIRECT = post(6, "Geheim bericht.", visibility="direct", mentions=(SOMEONE,))
ANSWER = post(7, f"{MENTION} Beste Trijntje, dank voor uw tip.", mentions=(SOMEONE,))
BOOST = ExportBoost(
    number=snowflake(datetime(2026, 1, 9, tzinfo=UTC)),
    published=datetime(2026, 1, 9, tzinfo=UTC),
    object_uri=f"{SOMEONE[0]}/statuses/9",
)
ALL = (PRIVATE, OFFICIAL, SECOND, FOLLOWERS, DIRECT, ANSWER)
PROCESS = ("--process", "publiekscommunicatie")


@pytest.fixture
def hybrid(tmp_path) -> Archive:
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "hybrid")
    return archive


@pytest.fixture
def export(tmp_path) -> Path:
    return packed(tmp_path, "zip", members([*map(line, ALL), line(BOOST)]))


def given(export: Path, *posts: str) -> list[str]:
    return ["a0001", "--file", str(export), *(w for one in posts for w in ("--post", one))]


def events(archive: Archive) -> list[Json]:
    found = [json.loads(path.read_bytes()) for path in archive.folder.glob("decisions/**/*.json")]
    return [event for event in found if event["kind"].startswith("handin.")]


def files(archive: Archive) -> dict[str, bytes]:
    """Every file of the archive and its keys; the locks, which hold nothing, left out."""
    return {
        str(path): path.read_bytes()
        for path in archive.root.rglob("*")
        if path.is_file() and path.stat().st_size
    }


# --- picking ------------------------------------------------------------------------------------


def test_what_can_be_picked_is_told_and_nothing_is_stored(hybrid, export):
    before = files(hybrid)
    told = hybrid.good("handin", *given(export))
    assert [choice["url"] for choice in told["choices"]] == [
        url(made) for made in (PRIVATE, OFFICIAL, SECOND, FOLLOWERS, ANSWER)
    ]
    first = told["choices"][0]
    assert first == {
        "created_at": "2026-01-03T09:00:00Z",
        "state": None,
        "text": "Mijn eigen vakantie in de Ardennen.",
        "url": url(PRIVATE),
        "visibility": "public",
    }
    assert told["choices"][3]["visibility"] == "followers"
    assert told["skipped"] == {"broken": 0, "direct_messages": 1, "out_of_scope": 1}
    assert (told["account"], told["gaps"]) == ("a0001", [])
    assert files(hybrid) == before


def test_third_parties_are_not_told(hybrid, export):
    (answer,) = [c for c in hybrid.good("handin", *given(export))["choices"] if "tip" in c["text"]]
    hybrid.good("handin", *given(export, url(ANSWER)), *PROCESS)
    # As in the record, but for the pseudonym, which would be kept.
    assert answer["text"] == re.sub(r"Burger-[0-9A-Z-]+", "…", hybrid.texts()[0])
    assert answer["text"].startswith("@… ")
    assert b"trijntje" not in json.dumps(answer).lower().encode()


def test_the_address_of_somebody_whom_no_mention_names_is_not_told(hybrid, tmp_path):
    said = post(1, "Zie https://mast.example/@trijntje_vlier of @trijntje_vlier@mast.example.")
    path = packed(tmp_path, "zip", members([line(said)]))
    (choice,) = hybrid.good("handin", *given(path))["choices"]
    assert choice["text"] == "Zie … of @…."


def test_what_another_wrote_is_no_choice(hybrid, tmp_path):
    pieces = [noted(OFFICIAL, attributedTo=SOMEONE[0]), line(SECOND)]
    told = hybrid.good("handin", *given(packed(tmp_path, "zip", members(pieces))))
    (choice,) = told["choices"]
    assert (choice["url"], told["skipped"]["out_of_scope"]) == (url(SECOND), 1)


def test_a_long_text_is_cut_at_a_word(hybrid, tmp_path):
    path = packed(tmp_path, "zip", members([line(post(1, "woord " * 40))]))
    (choice,) = hybrid.good("handin", *given(path))["choices"]
    assert choice["text"] == "woord " * 12 + "woord…"
    assert len(choice["text"]) <= 80


def test_what_became_of_a_post_stands_beside_it(hybrid, export):
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS)
    hybrid.good("handin", *given(export, url(SECOND)), *PROCESS, "--propose")
    states = {c["url"]: c["state"] for c in hybrid.good("handin", *given(export))["choices"]}
    assert states[url(OFFICIAL)] == "confirmed"
    assert states[url(SECOND)] == "proposed"
    assert states[url(PRIVATE)] is None


def test_posts_are_told_as_they_are_read_and_damage_is_told_after_them(hybrid, tmp_path):
    """A file that is cut off: the rows before the cut, then the gap, in one object."""
    many = [line(post(day, f"Bericht {day} " + "lang " * 200)) for day in range(300)]
    path = tar(tmp_path / "export.tar.gz", members(many))
    path.write_bytes(path.read_bytes()[:-2000])
    code, told = hybrid.run("handin", *given(path))
    assert code == 1
    assert 0 < len(told["choices"]) < 300
    assert [gap["kind"] for gap in told["gaps"]] == ["file_damaged"]


def test_an_error_halfway_stays_one_object(hybrid, tmp_path):
    made = members([])[:1]
    path = packed(tmp_path, "zip", [*made, ("outbox.json", b'{"geen": "lijst"}')])
    code, told = hybrid.run("handin", *given(path))
    assert (code, told["choices"]) == (6, [])
    assert told["error"]["code"] == "IMPORT-010"
    # And the answer after it is whole again.
    assert "handins" in hybrid.good("handin", "list")


def test_an_unreadable_record_is_counted_and_the_rest_told(hybrid, tmp_path):
    pieces = [line(OFFICIAL), noted(SECOND, published="gisteren"), line(PRIVATE, type=5)]
    told = hybrid.good("handin", *given(packed(tmp_path, "zip", members(pieces))))
    assert [choice["url"] for choice in told["choices"]] == [url(OFFICIAL)]
    assert told["skipped"]["broken"] == 2


# --- handing in ---------------------------------------------------------------------------------


def test_posts_are_taken_in_with_process_and_who_judged(hybrid, export):
    hybrid.good("person", "add", "Jorrit Linde", "--role", "maker")
    hybrid.good("account", "edit", "a0001", "--manager", "Jorrit Linde")
    done = hybrid.good(
        "--as", "Jorrit Linde", "handin", *given(export, url(OFFICIAL), uri(SECOND)), *PROCESS
    )
    assert (done["handin"], done["state"], done["account"]) == ("h0001", "confirmed", "a0001")
    assert (done["process"], done["judged_by"]) == ("publiekscommunicatie", "Jorrit Linde")
    (run,) = done["runs"]
    assert (run["items"]["posts"], run["complete"], run["handin"]) == (2, True, "h0001")
    assert hybrid.texts() == ["Besluit over de dijk is genomen.", "Nog een besluit: de sluis."]
    assert [row["process"] for row in hybrid.rows()] == ["publiekscommunicatie"] * 2
    assert [held["id"] for held in done["posts"]] == [row["id"] for row in hybrid.rows()]
    assert b"Ardennen" not in hybrid.bytes_of_all()
    (event,) = events(hybrid)
    assert event["actor"]["name"] == "Jorrit Linde"
    assert event["data"]["posts"] == sorted(row["key"] for row in hybrid.rows())


def test_import_of_a_named_post_is_a_hand_in_too(hybrid, export):
    run = hybrid.take(export, "--post", url(OFFICIAL), *PROCESS)
    (told,) = hybrid.good("handin", "list")["handins"]
    assert (told["handin"], told["state"], told["run"]) == (run["handin"], "confirmed", run["run"])
    assert told["judged_by"] == told["system_users"]["confirmed"]


def test_a_named_post_of_a_whole_account_is_no_hand_in(hybrid, export):
    hybrid.good("account", "edit", "a0001", "--kind", "corporate")
    assert hybrid.take(export, "--post", url(OFFICIAL))["handin"] is None
    assert events(hybrid) == []


def test_a_post_that_is_not_in_the_file_is_a_gap_and_is_not_confirmed(hybrid, export):
    code, done = hybrid.run("handin", *given(export, url(OFFICIAL), f"{ME.url}/404"), *PROCESS)
    assert (code, len(done["posts"])) == (1, 1)
    assert [gap["kind"] for gap in done["runs"][0]["gaps"]] == ["post_missing"]
    code, done = hybrid.run("handin", *given(export, f"{ME.url}/404"), *PROCESS)
    assert (code, done["handin"], done["state"]) == (1, None, None)
    # A direct message is not opened, whoever asks for it.
    assert hybrid.run("handin", *given(export, uri(DIRECT)), *PROCESS)[0] == 3
    assert len(events(hybrid)) == 1
    assert b"Geheim" not in hybrid.bytes_of_all()


@pytest.mark.parametrize("role", ["archivist", "reader", "privacy"])
@pytest.mark.parametrize(
    "act",
    [
        lambda path: ["handin", *given(path)],
        lambda path: ["handin", *given(path, url(OFFICIAL)), *PROCESS],
        lambda path: ["handin", *given(path, url(OFFICIAL)), *PROCESS, "--propose"],
        lambda path: ["handin", "a0001", "--nothing", "2026-01"],
        lambda path: ["handin", "undo", "h0001"],
        lambda path: ["handin", "confirm", "h0001", "--file", str(path)],
        lambda path: ["import", str(path), "--post", url(OFFICIAL)],
    ],
)
def test_a_role_that_does_not_hand_in_is_refused(hybrid, export, role, act):
    hybrid.good("handin", *given(export, url(SECOND)), *PROCESS, "--propose")
    hybrid.good("person", "add", "Iemand", "--role", role)
    code, told = hybrid.run("--as", "Iemand", *act(export))
    assert (code, told["error"]["code"]) == (3, "ROLE-002")
    assert len(events(hybrid)) == 1
    assert hybrid.rows() == []


@pytest.mark.parametrize("role", ["maker", "communication", "register-owner"])
def test_a_role_that_hands_in_may(hybrid, export, role):
    hybrid.good("person", "add", "Iemand", "--role", role)
    if role == "maker":
        hybrid.good("account", "edit", "a0001", "--manager", "Iemand")
    done = hybrid.good("--as", "Iemand", "handin", *given(export, url(OFFICIAL)), *PROCESS)
    assert done["judged_by"] == "Iemand"


@pytest.mark.parametrize(
    "act",
    [
        lambda path: ["handin", *given(path)],
        lambda path: ["handin", *given(path, url(OFFICIAL)), *PROCESS],
        lambda path: ["handin", *given(path, url(OFFICIAL)), *PROCESS, "--propose"],
        lambda path: ["handin", "a0001", "--nothing", "2026-01"],
        lambda path: ["handin", "undo", "h0001"],
        lambda path: ["handin", "confirm", "h0001", "--file", str(path)],
        lambda path: ["import", str(path), "--post", url(OFFICIAL)],
    ],
)
def test_a_maker_of_other_accounts_is_refused(hybrid, export, act):
    hybrid.good("handin", *given(export, url(SECOND)), *PROCESS, "--propose")
    hybrid.good("person", "add", "Mia Maker", "--role", "maker")
    hybrid.good("account", "edit", "a0001", "--manager", "Iemand Anders")
    code, told = hybrid.run("--as", "Mia Maker", *act(export))
    assert (code, told["error"]["code"]) == (3, "HANDIN-760")
    assert len(events(hybrid)) == 1
    assert hybrid.rows() == []


WRONG: dict[str, Callable[[Path], list[str]]] = {
    "nothing at all": lambda path: ["a0001"],
    "a post alone": lambda path: ["a0001", "--post", url(OFFICIAL)],
    "a process alone": lambda path: ["a0001", *PROCESS],
    "a proposal without a file": lambda path: [
        *("a0001", "--post", url(OFFICIAL), *PROCESS, "--propose")
    ],
    "a post without a process": lambda path: given(path, url(OFFICIAL)),
    "a process without a post": lambda path: [*given(path), *PROCESS],
    "a proposal without a post": lambda path: [*given(path), "--propose"],
    "nothing, and a file": lambda path: [*given(path), "--nothing", "2026-01"],
    "nothing, and a process": lambda path: ["a0001", "--nothing", "2026-01", *PROCESS],
    "a process that is none": lambda path: [*given(path, url(OFFICIAL)), "--process", "Geen Code"],
    "no such period": lambda path: ["a0001", "--nothing", "gisteren"],
    "no such account": lambda path: ["a0009", "--nothing", "2026-01"],
    "no such hand-in": lambda path: ["undo", "h0001"],
    "no such file": lambda path: [*given(path.with_name("weg.zip"), url(OFFICIAL)), *PROCESS],
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_use_is_exit_two_and_records_nothing(hybrid, export, what):
    code, told = hybrid.run("handin", *WRONG[what](export))
    assert (code, "choices" in told) == (2, False), told
    assert events(hybrid) == []


def test_a_proposal_without_a_file_is_told_why(hybrid):
    given_posts = ("--post", url(OFFICIAL), *PROCESS, "--propose")
    code, told = hybrid.run("handin", "a0001", *given_posts)
    assert code == 2
    assert "who confirms judges what stands in that file" in told["error"]["message"]


@pytest.mark.parametrize(
    "act",
    [
        given,
        lambda path: [*given(path, url(OFFICIAL)), *PROCESS],
        lambda path: [*given(path, url(OFFICIAL)), *PROCESS, "--propose"],
        lambda path: ["a0001", "--nothing", "2026-01"],
    ],
)
def test_an_account_that_is_archived_as_a_whole_is_refused(hybrid, export, act):
    hybrid.good("account", "edit", "a0001", "--kind", "corporate")
    code, told = hybrid.run("handin", *act(export))
    assert (code, told["error"]["code"]) == (3, "HANDIN-004")
    assert "scenario B" in told["error"]["message"]
    assert events(hybrid) == []


def test_before_the_choice_on_sealed_originals_nothing_is_handed_in(tmp_path, export):
    archive = Archive(tmp_path / "nieuw")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam")
    archive.good("account", "add", ME.url, "--kind", "personal")
    for more in ([], ["--propose"]):
        code, told = archive.run("handin", *given(export, url(OFFICIAL)), *PROCESS, *more)
        assert (code, told["error"]["code"]) == (3, "POLICY-002")
    assert events(archive) == []


# --- waiting, confirming, taking back -----------------------------------------------------------


def test_a_proposal_says_nothing_until_it_is_confirmed(hybrid, export):
    done = hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    assert (done["handin"], done["state"], done["runs"]) == ("h0001", "proposed", [])
    assert done["judged_by"] is None
    assert hybrid.rows() == []
    kept = hybrid.bytes_of_all()
    for said in (b"Besluit over", b"dijk is genomen", str(OFFICIAL.number).encode()):
        assert said not in kept
    assert hybrid.good("account", "show", "a0001")["handin"]["waiting"] == ["h0001"]


def test_who_confirms_judges_and_the_posts_come_in(hybrid, export):
    hybrid.good("person", "add", "Bureau", "--role", "communication")
    hybrid.good("person", "add", "Jorrit Linde", "--role", "maker")
    hybrid.good("account", "edit", "a0001", "--manager", "Jorrit Linde")
    hybrid.good("--as", "Bureau", "handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    done = hybrid.good("--as", "Jorrit Linde", "handin", "confirm", "h0001", "--file", str(export))
    assert (done["state"], done["judged_by"]) == ("confirmed", "Jorrit Linde")
    assert done["by"] == {"proposed": "Bureau", "confirmed": "Jorrit Linde"}
    assert hybrid.texts() == ["Besluit over de dijk is genomen."]
    assert hybrid.rows()[0]["process"] == "publiekscommunicatie"
    # Once more: nothing is judged anew, and a run that broke off would go on.
    again = hybrid.good(
        "handin", "confirm", "h0001", "--file", str(export), "--process", "werving"
    )
    assert again["runs"][0]["already_held"] == 1
    assert (again["judged_by"], again["process"]) == ("Jorrit Linde", "publiekscommunicatie")
    assert len(events(hybrid)) == 2


def test_a_run_that_broke_off_goes_on_as_it_was_judged(hybrid, export, monkeypatch):
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    confirm = ("handin", "confirm", "h0001", "--file", str(export))

    def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("weerklank.services.intake.take_in.Recorder.add", broken)
        assert hybrid.run(*confirm)[0] == 70
    (told,) = hybrid.good("handin", "list")["handins"]
    assert (told["state"], told["posts"][0]["id"]) == ("confirmed", None)
    hybrid.good(*confirm, "--process", "werving")
    assert [row["process"] for row in hybrid.rows()] == ["publiekscommunicatie"]
    assert len(events(hybrid)) == 2


def test_who_confirms_may_name_another_process(hybrid, export):
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    more = ("--file", str(export), "--process", "crisiscommunicatie")
    done = hybrid.good("handin", "confirm", "h0001", *more)
    assert done["process"] == "crisiscommunicatie"
    assert hybrid.rows()[0]["process"] == "crisiscommunicatie"


def test_posts_that_a_file_lacks_are_neither_proposed_nor_confirmed(hybrid, export, tmp_path):
    posts = given(export, url(OFFICIAL), f"{ME.url}/404")
    code, told = hybrid.run("handin", *posts, *PROCESS, "--propose")
    assert (code, told["error"]["code"]) == (2, "HANDIN-007")
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    (tmp_path / "later").mkdir()
    other = packed(tmp_path / "later", "zip", members([line(PRIVATE)]))
    code, told = hybrid.run("handin", "confirm", "h0001", "--file", str(other))
    assert (code, told["error"]["code"]) == (2, "HANDIN-007")
    assert [event["kind"] for event in events(hybrid)] == ["handin.proposed"]


OTHER_WORDS: dict[str, Json] = {
    "its text": noted(OFFICIAL, content="<p>Besluit over de sluis is genomen.</p>"),
    "its title": noted(OFFICIAL, summary="Let op", sensitive=True),
    "its day": {**noted(OFFICIAL, published="2026-01-02T09:00:00Z")},
    "what it answers": noted(OFFICIAL, inReplyTo=uri(SECOND)),
    "whom it is for": {**noted(OFFICIAL, to=[f"{ME.actor_id}/followers"], cc=[])},
    "a picture": noted(
        OFFICIAL,
        attachment=[{"type": "Document", "mediaType": "image/png", "url": "/media/1.png"}],
    ),
}


@pytest.mark.parametrize("what", OTHER_WORDS)
def test_what_says_something_else_than_was_proposed_is_not_confirmed(
    hybrid, export, tmp_path, what
):
    hybrid.good("handin", *given(export, url(OFFICIAL), url(SECOND)), *PROCESS, "--propose")
    (tmp_path / "later").mkdir()
    other = packed(tmp_path / "later", "zip", members([OTHER_WORDS[what], line(SECOND)]))
    code, told = hybrid.run("handin", "confirm", "h0001", "--file", str(other))
    assert (code, told["error"]["code"]) == (3, "HANDIN-009")
    assert "handin undo h0001" in told["error"]["hint"]
    assert [event["kind"] for event in events(hybrid)] == ["handin.proposed"]
    assert hybrid.rows() == []
    # What is said there to be done can be done.
    hybrid.good("handin", "undo", "h0001")
    hybrid.good("handin", *given(other, url(OFFICIAL)), *PROCESS, "--propose")
    _, done = hybrid.run("handin", "confirm", "h0002", "--file", str(other))
    assert (done["state"], len(hybrid.rows())) == ("confirmed", 1)


def test_what_others_did_is_no_other_proposal(hybrid, export, tmp_path):
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    (tmp_path / "later").mkdir()
    liked = noted(OFFICIAL, likes={"type": "Collection", "totalItems": 9})
    later = packed(tmp_path / "later", "zip", members([liked, line(PRIVATE)]))
    hybrid.good("handin", "confirm", "h0001", "--file", str(later))
    assert hybrid.texts() == ["Besluit over de dijk is genomen."]


def test_a_post_that_stands_twice_in_a_file_is_both(hybrid, export, tmp_path):
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    (tmp_path / "later").mkdir()
    twice = [line(OFFICIAL), OTHER_WORDS["its text"]]
    later = packed(tmp_path / "later", "zip", members(twice))
    code, told = hybrid.run("handin", "confirm", "h0001", "--file", str(later))
    assert (code, told["error"]["code"]) == (3, "HANDIN-009")


def test_the_digest_of_a_proposal_confirms_no_guess(hybrid, export, tmp_path):
    """It is made under the key of the archive: another archive has another."""
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    hybrid.good("handin", "undo", "h0001")
    hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    kept = (event["data"].get("said") for event in events(hybrid))
    first, again = (said for said in kept if said)
    assert first == again
    other = Archive(tmp_path / "ander")
    other.good("init", str(other.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    other.good("account", "add", ME.url, "--kind", "hybrid")
    other.good("handin", *given(export, url(OFFICIAL)), *PROCESS, "--propose")
    (event,) = events(other)
    assert set(event["data"]["said"].values()).isdisjoint(first.values())


def test_a_mistake_is_taken_back_until_it_is_confirmed(hybrid, export):
    hybrid.good("handin", *given(export, url(PRIVATE)), *PROCESS, "--propose")
    done = hybrid.good("handin", "undo", "h0001")
    assert (done["handin"], done["state"], done["posts"]) == ("h0001", "undone", [])
    for act in (("undo", "h0001"), ("confirm", "h0001", "--file", str(export))):
        code, told = hybrid.run("handin", *act)
        assert (code, told["error"]["code"]) == (3, "HANDIN-002")
    choices = hybrid.good("handin", *given(export))["choices"]
    assert {choice["state"] for choice in choices} == {None}
    assert hybrid.rows() == []
    # A number is given out once.
    assert hybrid.good("handin", "a0001", "--nothing", "2026-01")["handin"] == "h0002"


def test_what_is_confirmed_leaves_by_destruction_alone(hybrid, export):
    done = hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS)
    code, told = hybrid.run("handin", "undo", "h0001")
    assert (code, told["error"]["code"]) == (3, "HANDIN-003")
    assert "destroy propose" in told["error"]["hint"]
    assert "not-government" in told["error"]["hint"]
    for name, role in (("Anna", "archivist"), ("Ruud", "reviewer"), ("Pia", "privacy")):
        hybrid.good("person", "add", name, "--role", role)
    item = done["posts"][0]["id"]
    why = ("--ground", "not-government", "--reason", "vergissing")
    hybrid.good("--as", "Pia", "destroy", "propose", "--id", item, *why)
    hybrid.good("--as", "Ruud", "destroy", "review", "v0001")
    hybrid.good("--as", "Anna", "destroy", "approve", "v0001")
    hybrid.good("--as", "Anna", "destroy", "execute", "v0001")
    (told,) = hybrid.good("handin", "list")["handins"]
    assert told["posts"] == [
        {"created_at": None, "destroyed_by": "v0001", "id": item, "url": None}
    ]
    # Not even its address on the platform is left, in the decision least of all.
    assert str(OFFICIAL.number).encode() not in hybrid.bytes_of_all()
    choices = hybrid.good("handin", *given(export))["choices"]
    assert {c["url"]: c["state"] for c in choices}[url(OFFICIAL)] == "destroyed"
    again = hybrid.good("handin", *given(export, url(OFFICIAL)), *PROCESS)
    assert (again["handin"], again["runs"][0]["skipped"]["destroyed"]) == (None, 1)


# --- nothing, the list and what is due ----------------------------------------------------------


def test_nothing_is_recorded_and_may_be_taken_back(hybrid):
    last = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
    done = hybrid.good("handin", "a0001", "--nothing", f"{last:%Y-%m}")
    assert (done["handin"], done["state"], done["period"]) == (
        "h0001", "nothing", f"{last:%Y-%m}",
    )  # fmt: skip
    assert hybrid.good("account", "show", "a0001")["handin"]["last"] == last.isoformat()
    assert hybrid.good("handin", "undo", "h0001")["state"] == "undone"
    assert hybrid.good("account", "show", "a0001")["handin"]["last"] is None


def test_a_period_that_has_not_begun_is_refused(hybrid):
    next_year = str(datetime.now(UTC).year + 1)
    code, told = hybrid.run("handin", "a0001", "--nothing", next_year)
    assert (code, told["error"]["code"]) == (2, "HANDIN-006")
    assert events(hybrid) == []
    assert hybrid.good("handin", "a0001", "--nothing", f"{datetime.now(UTC):%Y}")


def test_the_list_tells_of_one_account_or_all(hybrid, export):
    hybrid.good("account", "add", "https://x.com/wethouder", "--kind", "personal")
    hybrid.good("handin", *given(export, url(SECOND), url(OFFICIAL)), *PROCESS)
    hybrid.good("handin", "a0002", "--nothing", "2026-01")
    first, second = hybrid.good("handin", "list")["handins"]
    assert [post["url"] for post in first["posts"]] == [url(OFFICIAL), url(SECOND)]
    assert first["at"].startswith(f"{datetime.now(UTC):%Y-%m}")
    assert (second["account"], second["period"]) == ("a0002", "2026-01")
    assert hybrid.good("handin", "list", "a0002")["handins"] == [second]
    assert hybrid.good("handin", "list", "@wethouder")["handins"] == [second]


def test_the_register_tells_what_is_due(hybrid, monkeypatch):
    hybrid.good("account", "add", "https://x.com/minfin", "--kind", "corporate")
    hybrid.good("account", "edit", "a0001", "--handin-term", "2")

    def told(days: int) -> Json:
        there = SystemClock().now() + timedelta(days=days)
        with monkeypatch.context() as patch:
            patch.setattr("weerklank.bootstrap.SystemClock.now", lambda _: there)
            one, other = hybrid.good("account", "list")["accounts"]
            assert other["handin"] is None
            shown = hybrid.good("account", "show", "a0001")
            assert shown["handin"] == one["handin"]
            return dict(one["handin"])

    now = told(0)
    assert (now["term"], now["posts"], now["last"]) == (2, 0, None)
    assert (now["overdue"], now["missed"]) == (False, False)
    assert (told(70)["overdue"], told(70)["missed"]) == (True, False)
    assert (told(130)["overdue"], told(130)["missed"]) == (True, True)
    hybrid.good("handin", "a0001", "--nothing", f"{datetime.now(UTC):%Y}")
    assert told(0)["last"] == civil_day(datetime.now(UTC)).isoformat()


def test_a_term_is_a_number_of_months_and_for_hybrid_accounts_alone(hybrid):
    for months in ("0", "13", "kwartaal"):
        assert hybrid.run("account", "edit", "a0001", "--handin-term", months)[0] == 2
    more = ("--kind", "corporate", "--handin-term", "3")
    code, told = hybrid.run("account", "add", "https://x.com/minfin", *more)
    assert (code, told["error"]["code"]) == (2, "REGISTER-036")
    made = hybrid.good("account", "edit", "a0001", "--handin-term", "6")
    assert (made["handin_term"], made["handin"]["term"]) == (6, 6)
    (*_, last) = hybrid.good("account", "history", "a0001")["events"]
    assert last["change"] == {"handin_term": {"from": None, "to": 6}}


# --- in words -----------------------------------------------------------------------------------


def dutch(archive: Archive, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Give what a Dutch terminal shows."""
    monkeypatch.setenv("LANGUAGE", "nl")
    out = io.StringIO()
    common = ["--archive", str(archive.folder), "--keys", str(archive.root / "keys")]
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit):
        main([*common, *arguments])
    return out.getvalue()


def test_a_dutch_maker_reads_what_to_do(hybrid, export, monkeypatch):
    told = dutch(hybrid, monkeypatch, "handin", *given(export))
    assert f"2026-01-03  {url(PRIVATE)}\n            Mijn eigen vakantie in de Ardennen." in told
    assert f"{url(FOLLOWERS)}  [alleen voor volgers]" in told
    assert "1 privébericht is niet geopend. Niets hiervan is opgeslagen." in told
    assert "Lever aan met --post ADRES (herhaalbaar) en --process CODE" in told
    told = dutch(hybrid, monkeypatch, "handin", *given(export, url(OFFICIAL)), *PROCESS)
    assert "a0001  bevestigd  publiekscommunicatie" in told
    assert "Aanlevering h0001: als overheidsinformatie bevestigd." in told
    told = dutch(hybrid, monkeypatch, "handin", *given(export, url(SECOND)), *PROCESS, "--propose")
    assert "wacht op bevestiging" in told
    told = dutch(hybrid, monkeypatch, "handin", *given(export))
    assert f"{url(OFFICIAL)}  [bevestigd]" in told
    assert f"{url(SECOND)}  [wacht op bevestiging]" in told
    told = dutch(hybrid, monkeypatch, "account", "show", "a0001")
    assert "Aangeleverde berichten: 1. Termijn in maanden: 3." in told
    assert "Let op: a0001: wacht op bevestiging: h0002." in told
    assert "bevestigd en opgenomen" in dutch(hybrid, monkeypatch, "handin", "undo", "h0001")
    assert "teruggenomen" in dutch(hybrid, monkeypatch, "handin", "undo", "h0002")
    later = SystemClock().now() + timedelta(days=200)
    monkeypatch.setattr("weerklank.bootstrap.SystemClock.now", lambda _: later)
    told = dutch(hybrid, monkeypatch, "account", "list")
    assert "Let op: a0001: twee termijnen zonder aanlevering" in told

"""Reports of change, reviews, agreements and decisions on platforms, by the command line."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from integration.place import ME, Archive, line, members, post, tar
from weerklank.model.clock import FixedClock, SystemClock, civil_day
from weerklank.model.hand_in import add_months
from weerklank.services.register.review_account import reviews
from weerklank.services.workplace import Silent, open_workplace
from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import write_export

OWNER = ("--as", "Lies Overzicht")


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "C")
    made = Archive(tmp_path / "place")
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    made.good("account", "add", "x.com/een", "--kind", "corporate")
    made.good("person", "add", "Lies Overzicht", "--role", "register-owner")
    made.good("person", "add", "Noor Lezer", "--role", "reader", *OWNER)
    return made


# --- reports ------------------------------------------------------------------------------------


def test_anyone_reports_a_change_and_the_owner_settles_it(archive):
    made = archive.good(
        *(
            "account",
            "report",
            "een",
            "--what",
            "address",
            "--note",
            "Heet nu  @eentje",
            "--since",
            "2026-11-01",
        ),
        *("--by", "Kees Balie", "--as", "Noor Lezer"),
    )
    known = {
        key: made[key] for key in ("report", "account", "what", "note", "since", "by", "state")
    }
    assert known == {
        "report": "m0001",
        "account": "a0001",
        "what": "address",
        "note": "Heet nu @eentje",
        "since": "2026-11-01",
        "by": "Kees Balie",
        "state": "waiting",
    }
    assert (made["age_days"], made["source"]) == (0, "person")
    assert archive.good("account", "show", "a0001")["reports"] == 1
    code, answer = archive.run("report", "settle", "m0001", "done", "--as", "Noor Lezer")
    assert (code, answer["error"]["code"]) == (3, "ROLE-002")
    code, answer = archive.run("report", "settle", "m0001", "rejected", *OWNER)
    assert (code, answer["error"]["code"]) == (2, "REPORT-004")
    done = archive.good("report", "settle", "M0001", "done", "--reason", "Klopt", *OWNER)
    assert (done["state"], done["settled_by"], done["reason"]) == (
        "done", "Lies Overzicht", "Klopt",
    )  # fmt: skip
    code, answer = archive.run("report", "settle", "m0001", "done", *OWNER)
    assert (code, answer["error"]["code"]) == (3, "REPORT-003")
    code, answer = archive.run("report", "settle", "m0009", "done", *OWNER)
    assert (code, answer["error"]["code"]) == (2, "REPORT-002")
    assert archive.good("report", "list", "--waiting")["reports"] == []
    assert len(archive.good("report", "list")["reports"]) == 1
    assert archive.good("account", "show", "a0001")["reports"] == 0
    assert archive.good("verify", "--deep")["ok"]


def test_an_account_that_is_not_registered_can_be_reported(archive):
    made = archive.good("account", "report", "--what", "new-account", "--note", "TikTok")
    assert (made["account"], made["since"]) == (None, None)
    assert made["by"]
    code, answer = archive.run("account", "report", "--what", "new-account")
    assert (code, answer["error"]["code"]) == (2, "REPORT-001")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--what", "other"), "REPORT-001"),
        (("--what", "closed", "--note", "x" * 501), "REPORT-001"),
        (("--what", "closed", "--since", "2999-01-01"), "REGISTER-038"),
    ],
)
def test_a_report_that_says_nothing_sound_is_refused(archive, more, code):
    left, answer = archive.run("account", "report", "a0001", *more)
    assert (left, answer["error"]["code"]) == (2, code)
    left, answer = archive.run("account", "report", "niemand", "--what", "closed")
    assert (left, answer["error"]["code"]) == (2, "REGISTER-001")


def test_reports_wait_with_their_age(archive):
    archive.good("account", "report", "a0001", "--what", "unused")
    clock = FixedClock(SystemClock().now() + timedelta(days=9))
    place = open_workplace(archive.folder, archive.root / "keys", clock=clock, reporter=Silent())
    (report,) = place.register().reports.values()
    assert report.age(civil_day(clock.now())) == 9


def test_a_run_that_finds_another_profile_reports_it_once(tmp_path, monkeypatch):
    place = Archive(tmp_path / "place").make()
    place.take(tar(tmp_path / "een.tar.gz", members([line(post(1, "een"))])))
    assert place.good("report", "list")["reports"] == []
    other = {**actor(ME), "summary": "<p>Anders</p>"}
    for number, day in enumerate((2, 3)):
        other = {**other, "name": f"Gemeente {number}"}
        pieces = dict(members([line(post(day, "later"))])) | {"actor.json": orjson.dumps(other)}
        place.take(tar(tmp_path / f"{day}.tar.gz", pieces.items()))
    (report,) = place.good("report", "list")["reports"]
    assert (report["account"], report["source"], report["state"]) == ("a0001", "run", "waiting")
    assert (report["what"], report["text"]) == ("profile", "another profile")
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    assert place.good("report", "list")["reports"][0]["text"] == "ander profiel"
    place.good("report", "settle", report["report"], "done")
    assert place.good("verify", "--deep")["ok"]


def test_a_name_that_a_run_found_stands_among_the_reports(tmp_path):
    place = Archive(tmp_path / "place").make()
    # The same profile page, by a server that has another name for its accounts.
    elsewhere = replace(ME, actor_id="https://anders.voorbeelddam.example/users/gemeente")
    write_export(tmp_path / "een.zip", elsewhere, [post(1, "een")], style="zip")
    place.take(tmp_path / "een.zip")
    found = place.good("report", "list", "--waiting")["reports"]
    assert [(one["report"], one["source"]) for one in found] == [(None, "run")]
    assert found[0]["note"].startswith("gemeente@anders.")
    assert place.good("account", "show", "a0001")["reports"] == 1


# --- reviews ------------------------------------------------------------------------------------


def test_a_review_says_who_looked_and_when_the_next_is_due(archive):
    before = archive.good("account", "show", "a0001")["review"]
    assert (before["last"], before["overdue"]) == (None, False)
    code, answer = archive.run("account", "review", "a0001", "--as", "Noor Lezer")
    assert (code, answer["error"]["code"]) == (3, "ROLE-002")
    done = archive.good("account", "review", "a0001", *OWNER)
    assert (done["last"], done["by"]) == (
        civil_day(SystemClock().now()).isoformat(),
        "Lies Overzicht",
    )
    assert archive.good("account", "show", "a0001")["review"] == {
        key: done[key] for key in ("account", "last", "by", "due", "overdue")
    }
    (event,) = archive.events("register", "account.reviewed")
    assert event["actor"]["name"] == "Lies Overzicht"
    archive.good("account", "review-term", "1", *OWNER)
    (one,) = archive.good("account", "review")["accounts"]
    assert one["due"] < done["due"]
    code, _ = archive.run("account", "review-term", "25", *OWNER)
    assert code == 2


def test_what_was_not_looked_at_within_the_term_is_overdue(archive):
    archive.good("account", "add", "x.com/twee", "--kind", "hybrid")
    archive.good("account", "edit", "x.com/twee", "--status", "closed")
    moment = datetime.combine(
        add_months(civil_day(SystemClock().now()), 6), datetime.min.time(), UTC
    )
    for day, late in ((0, False), (1, True)):
        clock = FixedClock(moment + timedelta(days=day))
        keys = archive.root / "keys"
        place = open_workplace(archive.folder, keys, clock=clock, reporter=Silent())
        one, closed = reviews(place)
        assert (one.account, one.overdue) == ("a0001", late)
        assert (closed.due, closed.overdue) == (None, False)


# --- agreements and platforms -------------------------------------------------------------------


def test_an_agreement_is_kept_with_its_document_and_validity(archive, tmp_path):
    document = tmp_path / "overeenkomst.pdf"
    document.write_bytes(b"%PDF-1.7")
    made = archive.good(
        *("agreement", "add", "mastodon", "--kind", "service-provider", "--party", "Bewaarder BV"),
        *("--scope", "alles via de API", "--from", "2026-01-01", "--until", "2026-03-31"),
        *("--document", str(document), "--document-place", "zaak 12", *OWNER),
    )
    assert made["agreement"] == "o0001"
    assert made["state"] == "expired"
    assert made["document"] == {
        "name": "overeenkomst.pdf",
        "sha256": hashlib.sha256(b"%PDF-1.7").hexdigest(),
        "place": "zaak 12",
    }
    assert b"%PDF" not in archive.bytes_of_all()
    code, answer = archive.run("agreement", "end", "o0001", "--on", "2025-01-01", *OWNER)
    assert (code, answer["error"]["code"]) == (2, "AGREE-003")
    later = archive.good("agreement", "end", "o0001", "--on", "2999-01-01", *OWNER)
    assert (later["state"], later["valid_until"]) == ("in-force", "2999-01-01")
    (one,) = archive.good("agreement", "list")["agreements"]
    assert one == {key: value for key, value in later.items() if key != "warnings"}
    assert archive.good("agreement", "list", "--platform", "x")["agreements"] == []
    platforms = {p["platform"]: p for p in archive.good("platform", "list")["platforms"]}
    assert platforms["mastodon"]["agreement"] == one
    assert platforms["x"]["agreement"] is None
    assert archive.good("verify", "--deep")["ok"]


def test_without_an_agreement_it_is_on_record_who_decided_and_what_to_do(archive):
    bare = ("agreement", "add", "x", "--kind", "none", "--scope", "export", "--from", "2026-01-01")
    code, answer = archive.run(*bare, *OWNER)
    assert (code, answer["error"]["code"]) == (2, "AGREE-001")
    decided = ("--decided", "2025-12-20", "--decided-by", "College van B en W")
    code, answer = archive.run(*bare, *decided, *OWNER)
    assert (code, answer["error"]["code"]) == (2, "AGREE-001")
    made = archive.good(*bare, *decided, "--measures", "Bezwaar; export maandelijks", *OWNER)
    assert (made["decided"], made["decided_by"]) == ("2025-12-20", "College van B en W")
    assert made["measures"] == "Bezwaar; export maandelijks"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--kind", "coordinating-party"), "AGREE-002"),
        (("--kind", "service-provider", "--party", "X", "--until", "2025-01-01"), "AGREE-003"),
        (("--kind", "service-provider", "--party", "X", "--document", "weg.pdf"), "AGREE-005"),
    ],
)
def test_an_agreement_that_is_not_whole_is_refused(archive, more, code):
    bare = ("agreement", "add", "x", "--scope", "export", "--from", "2026-01-01")
    left, answer = archive.run(*bare, *more, *OWNER)
    assert (left, answer["error"]["code"]) == (2, code)
    left, answer = archive.run(*bare, *more, "--as", "Noor Lezer")
    assert (left, answer["error"]["code"]) == (3, "ROLE-002")


def test_the_decision_that_holds_is_the_last_by_its_own_date(archive):
    for state, day in (("not-allowed", "2025-03-21"), ("experimental", "2023-01-01")):
        archive.good("platform", "status", "tiktok", state, "--decided", day, *OWNER)
    (tiktok,) = [
        one for one in archive.good("platform", "list")["platforms"] if one["platform"] == "tiktok"
    ]
    assert (tiktok["state"], tiktok["decided"]) == ("not-allowed", "2025-03-21")
    assert [one["state"] for one in tiktok["history"]] == ["experimental", "not-allowed"]
    archive.good("platform", "status", "tiktok", "designated", "--decided", "2025-03-21", *OWNER)
    archive.good("platform", "status", "x", "not-allowed", "--decided", "2026-01-01", *OWNER)
    assert archive.good("account", "show", "een")["platform_state"] == "not-allowed"
    places = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    _, out, _ = archive.spoken(*places, "account", "list")
    assert "On a platform that is not allowed or was ended: a0001." in out
    added = archive.good("account", "add", "tiktok.com/@dam", "--kind", "corporate")
    assert added["warnings"] == []

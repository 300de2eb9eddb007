"""Roles that end: at once, after a last day, of an inspector always; and what stays of them."""

from datetime import UTC, date, datetime

import pytest
from place import Archive

from weerklank import bootstrap
from weerklank.model.clock import FixedClock, civil_day
from weerklank.model.hand_in import add_months
from weerklank.model.person import Person, Role
from weerklank.services.register.notify_owner import pending
from weerklank.services.workplace import Silent, Workplace

OWNER = ("--as", "Sanne de Wit")


@pytest.fixture
def archive(tmp_path) -> Archive:
    made = Archive(tmp_path)
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    made.good("person", "add", "Sanne de Wit", "--role", "register-owner")
    return made


def at(archive: Archive, moment: datetime, acting: str) -> Workplace:
    """The archive as somebody has it at a moment to come."""
    clock = FixedClock(moment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "SystemClock", lambda: clock)
        keys = str(archive.root / "keys")
        return bootstrap.workplace(str(archive.folder), keys, Silent(), acting)


def test_a_role_is_ended_at_once_and_stays_known(archive):
    archive.good("person", "add", "Noor", "--role", "archivist", "--role", "privacy", *OWNER)
    policy = ("privacy", "policy", "--sealed", "12", "--as", "Noor")
    archive.good(*policy)
    ended = archive.good("person", "end", "noor", "--role", "privacy", *OWNER)
    assert ended["roles"] == ["archivist"]
    assert list(ended["until"]) == ["privacy"]
    assert ended["state"] == "changed"
    code, answer = archive.run(*policy)
    assert (code, answer["error"]["code"]) == (3, "ROLE-002")
    # That nobody is privacy officer now lets nobody else choose.
    assert archive.run("privacy", "policy", "--sealed", "drop")[0] == 3
    last = archive.good("person", "history", "Noor")["events"][-1]
    assert last["actor"] == "Sanne de Wit"
    assert last["change"]["roles"] == ["archivist", "privacy"]
    again = archive.good("person", "add", "Noor", "--role", "privacy", *OWNER)
    assert (again["roles"], again["until"]) == (["archivist", "privacy"], {})
    archive.good(*policy)
    assert archive.good("verify", "--deep")["ok"]


def test_without_a_role_named_all_end(archive):
    archive.good("person", "add", "Noor", "--role", "archivist", "--role", "reader", *OWNER)
    assert archive.good("person", "end", "Noor", *OWNER)["roles"] == []
    assert archive.good("person", "end", "Noor", *OWNER)["state"] == "unchanged"
    (noor,) = [p for p in archive.good("person", "list")["persons"] if p["name"] == "Noor"]
    assert noor["roles"] == []
    assert sorted(noor["until"]) == ["archivist", "reader"]


def test_a_role_holds_through_its_last_day_here_and_no_longer(archive):
    given = ("person", "add", "Mo", "--role", "woo", "--until", "2027-03-28", *OWNER)
    assert archive.good(*given)["until"] == {"woo": "2027-03-28"}
    # Summer time begins that night: midnight here is 22.00 in UTC.
    late = at(archive, datetime(2027, 3, 28, 21, 59, tzinfo=UTC), "Mo")
    assert late.actor.roles == (Role.WOO,)
    assert at(archive, datetime(2027, 3, 28, 22, 0, tzinfo=UTC), "Mo").actor.roles == ()
    later = archive.good("person", "end", "Mo", "--role", "woo", "--on", "2027-04-30", *OWNER)
    assert later["until"] == {"woo": "2027-04-30"}
    assert later["roles"] == ["woo"]


def test_an_inspector_always_has_a_last_day(archive):
    made = archive.good("person", "add", "Iris", "--role", "inspector", *OWNER)
    last = add_months(civil_day(datetime.now(UTC)), 3).isoformat()
    assert made["until"] == {"inspector": last}
    (warning,) = [one for one in made["warnings"] if one["code"] == "inspector-until"]
    assert last in warning["message"]
    longer = ("person", "add", "Iris", "--role", "inspector", "--until", "2030-01-01", *OWNER)
    assert archive.good(*longer)["until"] == {"inspector": "2030-01-01"}
    again = archive.good("person", "add", "Iris", "--role", "inspector", *OWNER)
    assert again["until"] == {"inspector": "2030-01-01"}


def test_somebody_always_keeps_the_register(archive):
    ends = ("person", "end", "Sanne de Wit", *OWNER)
    until = ("person", "add", "Sanne de Wit", "--role", "register-owner", "--until", "2030-01-01")
    for given in (ends, (*ends, "--on", "2030-01-01"), (*until, *OWNER)):
        code, answer = archive.run(*given)
        assert (code, answer["error"]["code"]) == (3, "ROLE-006")
    archive.good("person", "add", "Tijdelijk", "--role", "register-owner", "--until", "2030-01-01",
                 *OWNER)  # fmt: skip
    assert archive.run(*ends)[0] == 3
    archive.good("person", "add", "Noor", "--role", "register-owner", *OWNER)
    archive.good(*ends)
    assert archive.run("person", "add", "X", "--role", "reader", *OWNER)[0] == 3
    assert archive.run("person", "add", "X", "--role", "reader")[0] == 3
    archive.good("person", "add", "X", "--role", "reader", "--as", "Noor")
    past = at(archive, datetime(2030, 1, 2, tzinfo=UTC), "Noor")
    assert [one.name for one in pending(past)] == ["Noor"], "who keeps it no longer gets no mail"


@pytest.mark.parametrize(
    ("given", "code", "error"),
    [
        (["end", "Wie", *OWNER], 2, "ROLE-001"),
        (["end", "Noor", "--role", "woo", *OWNER], 2, "ROLE-005"),
        (["end", "Noor"], 3, "ROLE-002"),
        (["end", "Noor", "--as", "Noor"], 3, "ROLE-002"),
        (["add", "Noor", "--role", "woo", "--until", "2020-01-01", *OWNER], 2, "ROLE-007"),
        (["add", "Noor", "--until", "2030-01-01", *OWNER], 2, "ROLE-004"),
    ],
)
def test_what_may_not_be_is_refused(archive, given, code, error):
    archive.good("person", "add", "Noor", "--role", "reader", *OWNER)
    before = archive.good("person", "list")
    left, answer = archive.run("person", *given)
    assert (left, answer["error"]["code"]) == (code, error)
    assert archive.good("person", "list") == before


def test_people_read_until_when(archive):
    place = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    given = ("person", "add", "Iris", "--role", "inspector", "--until", "2030-01-01", *OWNER)
    assert "Iris: inspector (until 2030-01-01)" in archive.spoken(*place, *given)[1]
    assert "2030-01-01" in archive.spoken(*place, "person", "history", "Iris")[1]


def test_a_role_without_a_last_day_holds_on_any():
    person = Person(name="x", roles=(Role.READER, Role.WOO), until={Role.WOO: date(2026, 1, 1)})
    assert person.roles_on(date.max) == (Role.READER,)
    assert person.roles_on(date(2026, 1, 1)) == (Role.READER, Role.WOO)

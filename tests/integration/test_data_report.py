"""The data protection report tells of the policy in force, the vault, terms, scans and marks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from small_archive import Small, filled

from weerklank import bootstrap
from weerklank.documents.document import Bullets, Paragraph, Table
from weerklank.model.account import Scenario
from weerklank.model.clock import FixedClock
from weerklank.model.hand_in import add_months
from weerklank.model.policy import Change, Choice, FieldClass, Policy, SealedOriginals
from weerklank.services.change.end_terms import end_terms
from weerklank.services.oversee.data_report import data_report
from weerklank.services.oversee.report_facts import KeyFile, report_facts
from weerklank.services.oversee.report_policy import FIELDS, policy_table
from weerklank.services.oversee.report_sections import Sections
from weerklank.services.workplace import Silent, Workplace


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("report") / "small")


def workplace(small: Small) -> Workplace:
    return bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), "Pia")


def report(small: Small, at: Workplace | None = None) -> str:
    """Give all that the report says, in Dutch."""
    place = at or workplace(small)
    told = []
    for block in data_report(place, report_facts(place, bootstrap.connectors()), "nl").blocks:
        if isinstance(block, Table):
            told += [" | ".join(row) for row in (block.head, *block.rows)]
        elif isinstance(block, Bullets):
            told += block.items
        elif isinstance(block, Paragraph):
            told.append(block.text)
    return "\n".join(told)


def test_the_report_tells_what_is_in_force_and_what_was_done(small: Small) -> None:
    until = add_months(small.workplace().today(), 12)
    before = report(small)
    mentions = FIELDS[FieldClass.MENTIONS].nl
    assert f"{mentions} | pseudoniem; origineel verzegeld" in before
    assert str(until.year) in next(one for one in before.splitlines() if "de eerste worden" in one)
    assert "terms/*.key (1) | 600 | alleen eigenaar" in before
    assert "tijdvak 1 heeft blind.key. Wie naast het archief een van beide heeft" in before
    for none in ("Kluis, in de laatste", "zoektocht naar lekken", "vernietigd omdat hun termijn"):
        assert none not in before
    assert "Er is één tijdvak van pseudoniemen, sinds het begin" in before
    asked = ("privacy", "policy", "propose", "--field", "mentions", "--choice", "pseudonymise")
    proposal = small.good(*asked, acting="Pia")["proposal"]
    assert report(small) == before  # nothing is in force yet
    small.good("privacy", "policy", "approve", proposal, acting="Pia")
    small.good("privacy", "scan", acting="Pia")
    sealed = next(one["id"] for one in small.good("search", "prijs", acting="Pia")["hits"])
    case = ("--ground", "woo", "--case", "Z-1")
    small.good("vault", "request", sealed, "--version", "1", *case, acting="Pia")
    after = report(small)
    assert f"{mentions} | pseudoniem; origineel niet bewaard" in after
    assert "eruit; alleen van derden verzegeld" in after
    assert "1 aanvragen om een verzegeld origineel te openen, 0 goedgekeurd" in after
    assert "Laatste zoektocht naar lekken in het hele archief" in after
    assert "0 vondsten" in after


def test_the_report_tells_of_originals_that_are_gone(small: Small, tmp_path) -> None:
    mine = small.copy(tmp_path / "small")
    day = add_months(mine.workplace().today(), 12) + timedelta(days=2)
    clock = FixedClock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    ended = end_terms(replace(mine.workplace(), clock=clock)).ended
    assert ended is not None
    told = report(mine, replace(workplace(mine), clock=clock))
    assert f"vernietigd omdat hun termijn om was: {ended.originals}, het laatst op" in told
    assert "de eerste worden" not in told


def test_the_day_of_the_report_is_the_civil_one(small: Small) -> None:
    facts = report_facts(workplace(small), bootstrap.connectors())
    late = replace(facts, at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert Sections(late, "nl").today == date(2026, 7, 1)
    open_too = replace(late, keys=(KeyFile(name="terms/2027-01-01.key", mode="644"),))
    tables = [one for one in Sections(open_too, "nl").measures() if isinstance(one, Table)]
    assert ("terms/2027-01-01.key", "644", "OOK ANDEREN") in tables[0].rows


def test_each_scenario_has_a_column_of_its_own() -> None:
    made = Policy(version=1, sealed=SealedOriginals(months=12), knows_initials=True).changed_by(
        (
            Change(FieldClass.TEXT, Scenario.B, Choice.DROP),
            Change(FieldClass.INITIALS, Scenario.A, Choice.KEEP),
        )
    )
    table = policy_table(made, (Scenario.B, Scenario.A, Scenario.B), "en")
    assert table.head == ("field class", "scenario A", "scenario B")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows[FIELDS[FieldClass.TEXT].en][1] == "don't come in"
    assert rows[FIELDS[FieldClass.INITIALS].en] == ("kept", "'^[medewerker]'; original sealed")
    assert rows[FIELDS[FieldClass.EXTRAS].en] == (
        "taken out; original sealed",
        "taken out; sealed of the organisation alone",
    )
    assert len(policy_table(made, (), "nl").head) == 1 + len(Scenario)

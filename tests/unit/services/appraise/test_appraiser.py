"""What holds for an item: its row by decision or list, its term, hotspots and holds (G1 to G3)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

from weerklank.appraise.calendar_terms import UNDATED
from weerklank.appraise.choose_row import (
    BY_ACCOUNT,
    BY_DEFAULT,
    BY_ITEM,
    BY_LIST,
    LIST_NOT_FOR,
    NO_DIALOGUE,
    NO_LIST,
    NO_ROW,
    ROW_GONE,
    Decided,
)
from weerklank.appraise.law import REGIMES
from weerklank.appraise.read_list import read_list
from weerklank.appraise.shipped import FILE, shipped_bytes
from weerklank.catalogue.account_items import OPEN, PAGE, THEIRS
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.account import (
    Account,
    AccountKind,
    DatedKind,
    DatedReplies,
    Replies,
)
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.selection import (
    Appraisal,
    Assignment,
    Direction,
    ListKind,
    Outcome,
    SelectionList,
    Share,
    Target,
)
from weerklank.services.appraise.appraise_items import NO_ACCOUNT, Appraiser, Counts
from weerklank.services.appraise.selection_findings import selection_findings
from weerklank.services.find.protection import Protection

BEGIN = date(2020, 1, 1)
NOW = datetime(2026, 11, 27, tzinfo=UTC)
MUNICIPAL = (
    b"code;proces;resultaat;waardering;bewaartermijn;procestermijn;vervallen\n"
    b"6.1;Verzoeken;Ingewilligd;V;P5Y;nihil;\n"
    b"15.1;Meldingen;Gedaan;V;P1Y;bestaansduur_procesobject;\n"
    b"20.1.2;Informeren;Website;B;;;\n"
    b"7.1;Weg;Gedaan;;;;ja\n"
)


def account(name: str, kind: AccountKind, replies: Replies) -> Account:
    return Account(
        id=AccountId(name),
        platform=Platform.X,
        handle=name,
        url=f"https://x.com/{name}",
        kind=kind,
        kinds=(DatedKind(value=kind, start=BEGIN),),
        replies=(DatedReplies(value=replies, start=BEGIN),),
        registered=BEGIN,
    )


#: One way, two way, and one of each that is no corporate account.
ACCOUNTS = {
    one.id: one
    for one in (
        account("a0001", AccountKind.CORPORATE, Replies.CLOSED),
        account("a0002", AccountKind.CORPORATE, Replies.OPEN),
        account("a0003", AccountKind.HYBRID, Replies.CLOSED),
        account("a0004", AccountKind.PERSONAL, Replies.OPEN),
    )
}


def loaded(
    content: bytes,
    name: str = "lijst",
    version: int = 1,
    valid_from: date | None = None,
    valid_until: date | None = None,
    kind: ListKind = ListKind.PROCESS,
) -> SelectionList:
    read = read_list(FILE, content)
    assert not read.wrong
    return SelectionList(
        id=name,
        name=name,
        version=version,
        kind=kind,
        valid_from=valid_from,
        valid_until=valid_until,
        adopted_by="College",
        adopted_on=BEGIN,
        loaded_at=NOW.replace(minute=version),
        loaded_by="Ties",
        rows=read.rows,
        file=read.file,
    )


SHIPPED = loaded(shipped_bytes())
DECIDED_DIALOGUE = loaded(shipped_bytes().replace(b";Dialoog;N;;", b";Dialoog;V;P10Y;"))
THEIR_LIST = loaded(MUNICIPAL, "gemeenten")


def assigned(
    target: Target, row: str, name: str = "gemeenten", starts: date | None = None
) -> Assignment:
    return Assignment(
        target=target,
        list=name,
        version=1,
        row=row,
        starts=starts,
        reason="Zo besloten.",
        body="College",
        decided_on=BEGIN,
        by="Ties",
        at=NOW,
    )


def judge(
    *lists: SelectionList,
    decisions: tuple[Assignment, ...] = (),
    hotspots: Mapping[str, frozenset[str]] = MappingProxyType({}),
    holds: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Appraiser:
    decided = Decided(
        lists=lists, assignments={one.target.name: one for one in decisions}, law_begins={}
    )
    return Appraiser(decided, ACCOUNTS, Protection(hotspots, holds), REGIMES[0])


def item(
    name: str = "a0001", moment: str = "2021-06-01T10:00:00Z", whose: int = OPEN, number: int = 1
) -> HeldItem:
    created = int(datetime.fromisoformat(moment).timestamp())
    return HeldItem(f"vbd-{number}", b"%016d" % number, name, created, whose)


@pytest.mark.parametrize(
    ("name", "whose", "outcome", "row", "until"),
    [
        ("a0001", OPEN, Outcome.KEEP, "1.1", None),
        ("a0001", PAGE, Outcome.KEEP, "1.1", None),
        ("a0001", THEIRS, Outcome.DESTROY, "1.2", date(2026, 6, 1)),
        ("a0002", OPEN, Outcome.DESTROY, "2.1", date(2031, 6, 1)),
        ("a0002", THEIRS, Outcome.DESTROY, "2.1", date(2031, 6, 1)),
        # C follows the row of one way or two way, whichever it was.
        ("a0003", OPEN, Outcome.KEEP, "1.1", None),
        ("a0003", THEIRS, Outcome.DESTROY, "1.2", date(2026, 6, 1)),
        ("a0004", OPEN, Outcome.DESTROY, "2.1", date(2031, 6, 1)),
    ],
)
def test_the_list_in_force_tells_by_scenario_and_share(
    name: str, whose: int, outcome: Outcome, row: str, until: date | None
) -> None:
    found = judge(DECIDED_DIALOGUE).of(item(name, whose=whose))
    assert (found.outcome, found.row, found.until) == (outcome, row, until)
    assert (found.list, found.reason) == ("lijst-v1", BY_LIST)
    assert found.transfer_by == (date(2041, 6, 1) if outcome is Outcome.KEEP else None)


def undecided(found: Appraisal) -> bool:
    return found.outcome is Outcome.UNDECIDED and not found.is_due(date.max)


def test_two_way_content_is_undecided_as_long_as_nobody_decided() -> None:
    dialogue = judge(SHIPPED).of(item("a0002"))
    assert (dialogue.row, dialogue.reason) == ("2.1", BY_LIST)
    assert undecided(dialogue)
    theirs = judge(THEIR_LIST)
    assert theirs.of(item("a0002")).reason is NO_DIALOGUE
    assert theirs.of(item("a0001")).reason is NO_ROW
    assert judge().of(item()).reason is NO_LIST
    assert judge(SHIPPED).of(item("a9999")).reason is NO_ACCOUNT
    assert judge(SHIPPED).of(item(moment="1970-01-01T00:00:00Z")).reason is UNDATED
    for name in ("a0001", "a0002"):
        assert undecided(theirs.of(item(name)))


def test_the_day_of_publication_in_amsterdam_counts() -> None:
    before = judge(DECIDED_DIALOGUE).of(item("a0002", "2020-12-31T22:59:59Z"))
    after = judge(DECIDED_DIALOGUE).of(item("a0002", "2020-12-31T23:00:00Z"))
    assert (before.until, after.until) == (date(2030, 12, 31), date(2031, 1, 1))
    leap = judge(DECIDED_DIALOGUE).of(item("a0001", "2024-02-29T12:00:00Z", THEIRS))
    assert leap.until == date(2029, 2, 28)
    assert not leap.is_due(date(2029, 2, 28))
    assert leap.is_due(date(2029, 3, 1))


def test_the_version_for_the_day_of_publication_holds() -> None:
    old = loaded(shipped_bytes(), valid_until=date(2020, 12, 31))
    new = loaded(shipped_bytes().replace(b"P5Y", b"P7Y"), version=2, valid_from=date(2021, 1, 1))
    newest = loaded(
        shipped_bytes().replace(b"P5Y", b"P8Y"), version=3, valid_from=date(2021, 1, 1)
    )
    both = judge(old, new, newest)
    assert str(both.of(item(moment="2020-12-31T12:00:00Z", whose=THEIRS)).term) == "P5Y"
    assert str(both.of(item(moment="2021-01-01T12:00:00Z", whose=THEIRS)).term) == "P8Y"
    assert str(judge(new, newest).of(item(moment="2020-12-31T12:00:00Z")).reason.nl).startswith(
        "er"
    )


TWO_WAY = Target(direction=Direction.TWO_WAY)


def test_the_narrowest_decision_goes_first() -> None:
    decisions = (
        assigned(TWO_WAY, "20.1.2"),
        assigned(Target(direction=Direction.TWO_WAY, share=Share.OTHERS), "6.1"),
        assigned(Target(direction=Direction.TWO_WAY, scenario="C"), "6.1"),
        assigned(Target(account="a0001"), "6.1"),
        assigned(Target(account="a0001", share=Share.OWN), "20.1.2"),
        assigned(Target(item="vbd-7"), "6.1"),
    )
    by = judge(THEIR_LIST, SHIPPED, decisions=decisions)
    for given, row, reason in (
        (item("a0002"), "20.1.2", BY_DEFAULT),
        (item("a0002", whose=THEIRS), "6.1", BY_DEFAULT),
        (item("a0004"), "6.1", BY_DEFAULT),
        (item("a0001", whose=THEIRS), "6.1", BY_ACCOUNT),
        (item("a0001"), "20.1.2", BY_ACCOUNT),
        (item("a0001", number=7), "6.1", BY_ITEM),
    ):
        found = by.of(given)
        assert (found.row, found.reason) == (row, reason), given
    assert by.decision_of(item("a0001", number=7)) == decisions[-1]


def test_a_decision_whose_row_is_not_there_decides_nothing() -> None:
    late = loaded(MUNICIPAL, "gemeenten", valid_from=date(2022, 1, 1))
    for row, lists, reason in (
        ("9.9", (THEIR_LIST,), ROW_GONE),
        ("7.1", (THEIR_LIST,), ROW_GONE),
        ("6.1", (late,), LIST_NOT_FOR),
    ):
        found = judge(*lists, decisions=(assigned(TWO_WAY, row),)).of(item("a0002"))
        assert found.reason is reason
        assert undecided(found)


def test_no_term_runs_before_there_is_anything_to_keep() -> None:
    """A day that was set for all of an account counts for what came before it alone."""
    decision = assigned(Target(account="a0001"), "6.1", starts=date(2021, 6, 1))
    by = judge(THEIR_LIST, decisions=(decision,))
    for moment, start in (
        ("2020-01-01T12:00:00Z", date(2021, 6, 1)),
        ("2021-05-31T22:00:00Z", date(2021, 6, 1)),
        ("2024-03-01T12:00:00Z", date(2024, 3, 1)),
    ):
        assert by.of(item("a0001", moment)).start == start


def test_a_row_that_asks_for_a_day_waits_for_it() -> None:
    waits = judge(THEIR_LIST, decisions=(assigned(TWO_WAY, "15.1"),)).of(item("a0002"))
    assert (waits.outcome, waits.start, waits.until) == (Outcome.DESTROY, None, None)
    assert not waits.is_due(date.max)
    set_ = (assigned(TWO_WAY, "15.1", starts=date(2024, 2, 29)),)
    assert judge(THEIR_LIST, decisions=set_).of(item("a0002")).until == date(2025, 2, 28)
    # What the platform does not date goes by a decision on it, and by nothing else.
    undated = item("a0002", "1970-01-01T00:00:00Z", number=7)
    by_item = assigned(Target(item="vbd-7"), "15.1", starts=date(2024, 1, 1))
    assert judge(THEIR_LIST, decisions=(by_item,)).of(undated).until == date(2025, 1, 1)
    assert undecided(judge(THEIR_LIST, decisions=set_).of(undated))


def test_a_list_by_key_function_never_goes_by_itself() -> None:
    key = loaded(shipped_bytes(), "sleutel", kind=ListKind.KEY_FUNCTION)
    assert judge(key).of(item()).reason is NO_LIST
    chosen = judge(key, decisions=(assigned(Target(account="a0001"), "1.2", "sleutel"),))
    assert chosen.of(item()).outcome is Outcome.DESTROY


def test_hotspots_lift_and_holds_block() -> None:
    mine = frozenset({"vbd-1"})
    day = date(2030, 1, 1)
    plain = judge(SHIPPED).of(item(whose=THEIRS))
    assert plain.is_due(day)
    lifted = judge(SHIPPED, hotspots={"h0001": mine}).of(item(whose=THEIRS))
    assert (lifted.outcome, lifted.row_outcome, lifted.until, lifted.lifted) == (
        Outcome.KEEP,
        Outcome.DESTROY,
        None,
        ("h0001",),
    )
    assert lifted.transfer_by == date(2041, 6, 1)
    held = judge(SHIPPED, holds={"s0001": mine}).of(item(whose=THEIRS))
    assert (held.outcome, held.until, held.held) == (Outcome.DESTROY, plain.until, ("s0001",))
    other = judge(SHIPPED, hotspots={"h0001": mine}).of(item(whose=THEIRS, number=2))
    assert other == plain
    counts = Counts()
    for one in (plain, lifted, held):
        assert one.is_due(day) is (one is plain)
        counts.take(one, day)
    assert counts.outcomes == {Outcome.KEEP: 1, Outcome.DESTROY: 2, Outcome.UNDECIDED: 0}
    assert (counts.due, counts.lifted, counts.held, counts.without_start) == (1, 1, 1, 0)


def test_what_is_open_is_told_until_it_is_decided() -> None:
    def codes(*lists: SelectionList, decisions: tuple[Assignment, ...] = ()) -> list[str]:
        decided = judge(*lists, decisions=decisions).decided
        return [one.code for one in selection_findings(decided, date(2026, 11, 27))]

    assert codes() == ["no-list"]
    assert codes(SHIPPED) == ["dialogue-undecided"]
    assert codes(DECIDED_DIALOGUE) == []
    assert codes(THEIR_LIST) == ["no-dialogue", "no-one-way", "no-one-way"]
    half = assigned(Target(direction=Direction.TWO_WAY, share=Share.OWN), "20.1.2")
    assert "no-dialogue" in codes(THEIR_LIST, decisions=(half,))
    whole = (assigned(TWO_WAY, "20.1.2"), assigned(Target(direction=Direction.ONE_WAY), "6.1"))
    assert codes(THEIR_LIST, decisions=whole) == []

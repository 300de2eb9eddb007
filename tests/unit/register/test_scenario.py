"""Scenario A, B or C follows from dated facts (requirement A4, whitepaper 2.2 and 4.1)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.account import (
    Account,
    AccountKind,
    DatedKind,
    DatedReplies,
    Intention,
    Replies,
    Scenario,
    Tenure,
    scenario_of,
)
from weerklank.model.errors import WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.platform import REPLIES_ALWAYS_OPEN, Platform
from weerklank.services.register.account_facts import Facts, with_facts
from weerklank.services.register.observe_account import scenario_changes

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
CORPORATE, HYBRID, PERSONAL = AccountKind
OPEN, CLOSED, UNKNOWN = Replies
TENURE = Tenure(name="A. Jansen", start=JAN)


def account(*replies: tuple[Replies, date], **facts) -> Account:
    base = {
        "id": AccountId("a0001"),
        "platform": Platform.X,
        "handle": "minfin",
        "url": "https://x.com/minfin",
        "kind": CORPORATE,
        "registered": JAN,
        "replies": tuple(DatedReplies(value=value, start=start) for value, start in replies),
    }
    return Account(**{**base, **facts})


@pytest.mark.parametrize(
    ("kind", "platform", "replies", "two_way_seen", "scenario"),
    [
        (CORPORATE, Platform.X, CLOSED, False, "A"),
        (CORPORATE, Platform.X, CLOSED, True, "B"),
        (CORPORATE, Platform.X, OPEN, False, "B"),
        (CORPORATE, Platform.X, OPEN, True, "B"),
        (CORPORATE, Platform.X, UNKNOWN, False, "B"),
        (CORPORATE, Platform.X, UNKNOWN, True, "B"),
        (CORPORATE, Platform.MASTODON, CLOSED, False, "B"),
        (CORPORATE, Platform.BLUESKY, CLOSED, False, "B"),
        (HYBRID, Platform.X, CLOSED, False, "C"),
        (HYBRID, Platform.X, OPEN, True, "C"),
        (PERSONAL, Platform.X, CLOSED, False, "C"),
        (PERSONAL, Platform.MASTODON, UNKNOWN, False, "C"),
    ],
)
def test_the_scenario_follows_from_the_facts(kind, platform, replies, two_way_seen, scenario):
    derived = scenario_of(kind=kind, platform=platform, replies=replies, two_way_seen=two_way_seen)
    assert derived == Scenario(scenario)


@pytest.mark.parametrize("platform", [*Platform])
def test_only_a_platform_that_can_close_replies_is_ever_one_way(platform):
    closed = account((CLOSED, JAN), platform=platform)
    assert (closed.scenario_on(FEB) is Scenario.A) == (platform not in REPLIES_ALWAYS_OPEN)
    assert closed.is_one_way_on(FEB) == (platform not in REPLIES_ALWAYS_OPEN)


@pytest.mark.parametrize("intention", [None, *Intention])
def test_intention_decides_nothing(intention):
    assert account((OPEN, JAN), intention=intention).scenario_on(FEB) is Scenario.B
    assert account((CLOSED, JAN), intention=intention).scenario_on(FEB) is Scenario.A


@pytest.mark.parametrize("seen", ["replies_received_since", "answered_since"])
def test_what_was_seen_weighs_more_than_what_was_registered(seen):
    watched = account((CLOSED, JAN), **{seen: MAR})
    assert [watched.scenario_on(day).value for day in (JAN, FEB, MAR, APR)] == list("AABB")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], "BBBB"),
        ([(UNKNOWN, JAN), (CLOSED, MAR)], "BBAA"),
        ([(CLOSED, JAN), (OPEN, FEB)], "ABBB"),
        ([(CLOSED, JAN), (OPEN, FEB), (CLOSED, APR)], "ABBA"),
        ([(CLOSED, JAN), (UNKNOWN, MAR)], "AABB"),
        ([(CLOSED, MAR)], "AAAA"),
    ],
)
def test_a_post_keeps_the_scenario_of_its_day(facts, expected):
    known = account(*facts)
    days = (JAN, FEB, MAR, APR)
    assert "".join(known.scenario_on(day).value for day in days) == expected
    assert [known.is_one_way_on(day) for day in days] == [letter == "A" for letter in expected]


def test_replies_from_before_they_were_closed_do_not_count_after():
    reopened = account((OPEN, JAN), (CLOSED, MAR), replies_received_since=FEB)
    assert [reopened.scenario_on(day).value for day in (JAN, FEB, MAR)] == list("BBA")


YEARS = [date(year, 6, 1) for year in range(2021, 2027)]


def test_a_reply_after_each_closing_ends_scenario_a_again():
    closings = [(OPEN, YEARS[0]), (CLOSED, YEARS[2]), (OPEN, YEARS[3]), (CLOSED, YEARS[4])]
    seen = account(*closings, replies_received_since=YEARS[1], two_way_seen=(YEARS[5],))
    assert "".join(seen.scenario_on(day).value for day in YEARS) == "BBABAB"


@pytest.mark.parametrize(
    ("replies", "seen", "kept"),
    [
        ([], YEARS, []),
        ([(OPEN, YEARS[0])], YEARS, []),
        ([(OPEN, YEARS[0]), (CLOSED, YEARS[2])], YEARS[:2], []),
        ([(OPEN, YEARS[0]), (CLOSED, YEARS[2])], YEARS[::-1], [YEARS[2]]),
        ([(CLOSED, YEARS[0]), (CLOSED, YEARS[3])], YEARS[1:], [YEARS[1], YEARS[3]]),
        ([(CLOSED, YEARS[3])], YEARS[:1], []),
    ],
)
def test_of_all_days_seen_only_the_first_since_each_closing_is_kept(replies, seen, kept):
    assert account(*replies).telling_days(seen) == tuple(kept)


@given(
    st.lists(
        st.tuples(st.sampled_from(Replies), st.sampled_from(YEARS)), unique_by=lambda f: f[1]
    ),
    st.sets(st.sampled_from(YEARS)),
)
def test_the_days_that_are_kept_tell_as_much_as_all(replies, seen):
    known = account(*sorted(replies, key=lambda fact: fact[1]))
    first = min(seen, default=None)
    all_days = replace(known, answered_since=first, two_way_seen=tuple(seen))
    kept = replace(known, answered_since=first, two_way_seen=known.telling_days(seen))
    assert [kept.scenario_on(d) for d in YEARS] == [all_days.scenario_on(d) for d in YEARS]


def kinds(*facts):
    return tuple(DatedKind(value=value, start=start) for value, start in facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], "AAAA"),
        ([(CORPORATE, JAN), (HYBRID, MAR)], "AACC"),
        ([(HYBRID, FEB), (CORPORATE, MAR)], "CCAA"),
        ([(CORPORATE, JAN), (PERSONAL, FEB), (CORPORATE, APR)], "ACCA"),
    ],
)
def test_a_day_keeps_the_scenario_of_the_kind_it_was(facts, expected):
    known = account((CLOSED, JAN), kinds=kinds(*facts))
    days = (JAN, FEB, MAR, APR)
    assert "".join(known.scenario_on(day).value for day in days) == expected


@pytest.mark.parametrize(
    ("before", "kind", "since", "after", "today"),
    [
        ([], CORPORATE, MAR, [], CORPORATE),
        ([], HYBRID, MAR, [(CORPORATE, JAN), (HYBRID, MAR)], HYBRID),
        ([(CORPORATE, JAN)], HYBRID, JAN, [(HYBRID, JAN)], HYBRID),
        ([(CORPORATE, JAN)], HYBRID, APR, [(CORPORATE, JAN), (HYBRID, APR)], CORPORATE),
        ([(CORPORATE, FEB)], HYBRID, JAN, [(HYBRID, JAN), (CORPORATE, FEB)], CORPORATE),
        ([(CORPORATE, JAN), (HYBRID, FEB)], HYBRID, MAR, None, HYBRID),
    ],
)
def test_a_kind_is_stated_from_a_day_on(before, kind, since, after, today):
    known = with_facts(account(kinds=kinds(*before)), Facts(kind=kind, since=since), MAR)
    assert known.kinds == kinds(*(before if after is None else after))
    assert known.kind == today


def test_another_kind_changes_the_scenario_from_its_day_on():
    known = account((OPEN, JAN), kinds=kinds((CORPORATE, JAN)))
    after = with_facts(known, Facts(kind=HYBRID, since=MAR), APR)
    assert scenario_changes(known, after, since=MAR) == [
        {"date": "2026-03-01", "from": "B", "to": "C"}
    ]


def test_scenario_c_knows_one_way_and_two_way():
    one_way, two_way = (account((value, JAN), kind=HYBRID) for value in (CLOSED, OPEN))
    assert one_way.scenario_on(FEB) is two_way.scenario_on(FEB) is Scenario.C
    assert (one_way.is_one_way_on(FEB), two_way.is_one_way_on(FEB)) == (True, False)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (account((UNKNOWN, JAN)), account((UNKNOWN, JAN), (OPEN, FEB)), []),
        (
            account((UNKNOWN, JAN)),
            account((UNKNOWN, JAN), (CLOSED, FEB)),
            [("2026-02-01", "B", "A")],
        ),
        (
            account((CLOSED, JAN)),
            account((CLOSED, JAN), replies_received_since=MAR),
            [("2026-03-01", "A", "B")],
        ),
        (
            account((UNKNOWN, JAN), (CLOSED, FEB)),
            account((UNKNOWN, JAN), (CLOSED, FEB), answered_since=FEB),
            [("2026-02-01", "A", "B")],
        ),
        (account((OPEN, JAN)), account((OPEN, JAN), kind=HYBRID), [("2026-04-01", "B", "C")]),
        (
            account((UNKNOWN, JAN), (CLOSED, MAR)),
            account((CLOSED, JAN), (OPEN, MAR)),
            [("2026-04-01", "B", "A"), ("2026-03-01", "A", "B")],
        ),
    ],
)
def test_each_change_of_scenario_has_its_day(before, after, changes):
    found = scenario_changes(before, after, since=APR)
    assert [(one["date"], one["from"], one["to"]) for one in found] == changes


def test_what_is_learned_later_leaves_earlier_days_alone():
    known = with_facts(account((UNKNOWN, JAN)), Facts(replies=CLOSED, since=MAR), APR)
    assert [known.scenario_on(day).value for day in (JAN, FEB, MAR, APR)] == list("BBAA")


def test_saying_the_same_again_adds_no_fact():
    known = account((CLOSED, JAN))
    assert with_facts(known, Facts(replies=CLOSED), MAR) == known


def test_saying_closed_again_after_replies_were_seen_means_closed_anew():
    seen = account((CLOSED, JAN), replies_received_since=FEB)
    again = with_facts(seen, Facts(replies=CLOSED), APR)
    assert [again.scenario_on(day).value for day in (JAN, FEB, MAR, APR)] == list("ABBA")


def test_a_process_ends_the_day_before_and_the_first_in_force_is_the_default():
    known = with_facts(account(), Facts(processes=("klantcontact", "eigen.code-1")), JAN)
    after = with_facts(
        known, Facts(without_processes=("klantcontact",), processes=("monitoring",)), MAR
    )
    spans = [(p.code, p.start, p.end) for p in after.processes]
    assert spans == [
        ("eigen.code-1", JAN, None),
        ("klantcontact", JAN, date(2026, 2, 28)),
        ("monitoring", MAR, None),
    ]


def test_the_successor_ends_the_tenure_of_the_predecessor():
    def tenure(name, start, end=None):
        return {"tenures": (replace(TENURE, name=name, start=start, end=end),)}

    first = with_facts(account(), Facts(**tenure("A. Jansen", JAN)), JAN)
    both = with_facts(first, Facts(**tenure("B. de Vries", MAR)), MAR)
    assert [(t.name, t.end) for t in both.tenures] == [
        ("A. Jansen", date(2026, 2, 28)),
        ("B. de Vries", None),
    ]
    with pytest.raises(WrongUse):
        with_facts(first, Facts(**tenure("C", MAR, FEB)), MAR)


@pytest.mark.parametrize(
    "facts",
    [
        {"processes": ("Klant contact",)},
        {"group": "webcare"},
        {"managers": (" ",)},
        {"without_managers": ("Jan",)},
        {"without_processes": ("klantcontact",)},
    ],
)
def test_facts_that_cannot_be_are_wrong_use(facts):
    with pytest.raises(WrongUse):
        with_facts(account(), Facts(**facts), JAN)

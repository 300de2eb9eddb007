"""The yardstick as a file: ours is whole, and one that an organisation made hides nothing."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from weerklank.completeness.judge import LONGEST_LOWER
from weerklank.completeness.read_yardstick import (
    UnreadableYardstick,
    ours,
    read_yardstick,
    shipped_bytes,
)
from weerklank.model.completeness import Quality

TODAY = date(2026, 11, 27)
OURS = shipped_bytes().decode()


def changed(lines: str, check: str = "replies", minimum: int = 80, full: int = 100) -> bytes:
    """Give ours with other lines for one check; its source stays where none is given."""
    bars = f'id = "{check}"\nminimum = {minimum}\nfull = {full}\n'
    source = r"source = .*\n" if "source" in lines else ""
    text, count = re.subn(re.escape(bars) + source, f'id = "{check}"\n{lines}\n', OURS)
    assert count == 1
    return text.encode()


def test_ours_has_bars_for_each_check_in_all_six_qualities_and_says_that_it_is_ours():
    yardstick = ours()
    assert (yardstick.is_ours, yardstick.version) == (True, 0)
    assert {one.quality for one in yardstick.checks} == set(Quality)
    assert len({one.id for one in yardstick.checks}) == len(yardstick.checks) == 37
    for one in yardstick.checks:
        assert all((one.name.nl, one.name.en, one.what.nl, one.what.en, one.source.nl)), one.id
    assert "OUR" in OURS


def test_a_file_that_is_as_ours_asks_the_same_and_is_no_longer_ours():
    read = read_yardstick(shipped_bytes(), 3, TODAY)
    assert read.checks == ours().checks
    assert (read.is_ours, read.version) == (False, 3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name = ", "it is no TOML"),
        (b"\xff", "it is no TOML"),
        (b"[" * 3000, "it is no TOML"),
        (b'name = "X"', "check 'register' is missing"),
        (OURS.replace('name = "Weerklank"', 'name = ""').encode(), "'name' is no name of 60"),
        (OURS.replace('name = "Weerklank"', "name = 3").encode(), "'name' is no name of 60"),
        (("extra = 1\n" + OURS).encode(), "'extra' does not belong"),
        (changed("minimum = 80\nfull = 100\nweight = 2"), "'weight' does not belong"),
        (
            (OURS + '\n[[check]]\nid = "replies"\nfull = 100\n').encode(),
            "'replies' does not exist",
        ),
        (OURS.replace('id = "replies"', 'id = "likes"').encode(), "'likes' does not exist"),
        (changed("minimum = 80"), "'full' does not fit"),
        (changed("minimum = 101\nfull = 101"), "'minimum' does not fit"),
        (changed('minimum = "80"\nfull = 100'), "'minimum' does not fit"),
        (changed("minimum = true\nfull = 100"), "'minimum' does not fit"),
        (changed("minimum = nan\nfull = 100"), "'minimum' does not fit"),
        (changed("minimum = 80\nfull = inf"), "'full' does not fit"),
        (changed(f"minimum = 1{'0' * 400}\nfull = 100"), "'minimum' does not fit"),
        (changed(f"minimum = 1{'0' * 9000}\nfull = 100"), "a line is longer"),
        (changed("minimum = 80\nfull = 100\nsource = 3"), "'source' is no text"),
        (changed('minimum = 80\nfull = 100\nsource = {nl = 3, en = "x"}'), "'source' is no text"),
        (("a." * 60_000 + "b = 1").encode(), "a line is longer"),
        (
            changed('minimum = 50\nfull = 100\nuntil = 2027-01-01\nreason = " \u200b "'),
            "asks less",
        ),
        # A bar that asks less needs a last day after today, and a reason that names nobody.
        (changed("minimum = 79.9\nfull = 100"), "asks less"),
        (changed("full = 100"), "asks less"),
        (changed("minimum = 80\nfull = 99"), "asks less"),
        (changed("minimum = 50\nfull = 100\nuntil = 2027-01-01"), "asks less"),
        (changed('minimum = 50\nfull = 100\nreason = "Zo."'), "asks less"),
        (changed('minimum = 50\nfull = 100\nuntil = 2026-11-27\nreason = "Zo."'), "asks less"),
        (changed('minimum = 50\nfull = 100\nuntil = "2027-01-01"\nreason = "Zo."'), "asks less"),
        (
            changed('minimum = 50\nfull = 100\nuntil = 2027-01-01\nreason = "voor @iemand"'),
            "asks less",
        ),
        # Nor is for ever a while.
        *(
            (changed(f'minimum = 50\nfull = 100\nuntil = {until}\nreason = "Zo."'), "four years")
            for until in (TODAY + LONGEST_LOWER + timedelta(days=1), "2999-12-31", date.max)
        ),
        (changed("minimum = 40\nfull = 7", "deletions", 31, 7), "asks less"),
        (changed("minimum = 5\nfull = 7", "deletions", 31, 7), "asks more than full"),
    ],
)
def test_what_is_no_yardstick_is_refused_with_the_reason(content: bytes, reason: str):
    with pytest.raises(UnreadableYardstick) as refused:
        read_yardstick(content, 1, TODAY)
    assert reason in refused.value.reason.en


def test_a_bar_that_asks_less_for_a_while_keeps_ours_beside_it():
    told = (
        'minimum = 50\nfull = 90\nuntil = 2027-06-30\nreason = "Recht gevraagd"\nsource = "Eigen"'
    )
    found = read_yardstick(changed(told), 1, TODAY).find("replies")
    assert found is not None
    assert found.lowered is not None
    assert (found.minimum, found.full, found.source.nl) == (80, 100, "Eigen")
    lowered = found.lowered
    assert (lowered.minimum, lowered.full, lowered.until) == (50, 90, date(2027, 6, 30))
    # Decided on before, it is read whatever day it is.
    assert read_yardstick(changed(told), 1, None).find("replies") == found


def test_a_bar_that_asks_more_has_no_end():
    found = read_yardstick(changed("minimum = 95\nfull = 100"), 1, TODAY).find("replies")
    assert found is not None
    assert (found.minimum, found.lowered) == (95, None)


def test_one_that_was_decided_on_is_read_by_a_program_with_other_checks():
    before = OURS.replace('id = "replies"', 'id = "of-before"').encode()
    read = read_yardstick(before, 1, None)
    assert [one.id for one in read.checks] == [one.id for one in ours().checks]
    ours_of_it = ours().find("replies")
    assert ours_of_it is not None
    # Nobody took it over: the bars are ours, and by them nothing is judged (ADR 0148).
    assert read.find("replies") == replace(ours_of_it, is_adopted=False)
    assert all(one.is_adopted for one in read.checks if one.id != "replies")


def test_one_that_was_decided_on_holds_under_a_program_that_asks_more():
    # As if 70 was what the program asked when this was loaded.
    before = changed("minimum = 70\nfull = 100")
    found = read_yardstick(before, 1, None).find("replies")
    assert found is not None
    assert (found.minimum, found.lowered) == (70, None)

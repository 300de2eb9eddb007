"""What an event of the journal is about stands in words."""

import pytest

from weerklank.model.text import Text
from weerklank.services.share.share_items import Form
from weerklank.web.journal_subjects import CALLED, subject_said


@pytest.mark.parametrize(
    ("kind", "subject", "nl"),
    [
        ("export.written", "sip", "SIP voor een overbrenging"),
        ("export.begun", "woo", "stukken van een Woo-verzoek"),
        ("transfer.decided", "all//", "alle accounts"),
        (
            "transfer.decided",
            "all/2025-01-01/2025-12-31",
            "alle accounts, 1 januari 2025 tot en met 31 december 2025",
        ),
        ("transfer.decided", "a0001+a0002/2025-01-01/", "a0001, a0002, vanaf 1 januari 2025"),
        ("transfer.decided", "a0001//2025-12-31", "a0001, tot en met 31 december 2025"),
        ("selection.assigned", "two-way:A:own", "tweerichting, scenario A, van het account zelf"),
        ("selection.assigned", "a0001:others", "a0001, van anderen"),
        ("hour.skipped", "account", "eerste account"),
        ("platform.status", "youtube", "YouTube"),
    ],
)
def test_a_subject_is_said_in_words(kind: str, subject: str, nl: str) -> None:
    said = subject_said(kind, subject)
    assert isinstance(said, Text)
    assert said.nl == nl


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("export.written", "later"), ("transfer.decided", "all/gisteren/"),
        ("transfer.made", "sip-0001"), ("selection.assigned", "vbd-2026-01-01-abcde"),
        ("account.changed", "a0001"),
    ],
)  # fmt: skip
def test_a_number_and_what_nobody_knows_stay_as_they_are(kind: str, subject: str) -> None:
    said = subject_said(kind, subject)
    assert (said.nl if isinstance(said, Text) else said) == subject


def test_each_form_in_which_items_go_out_has_words() -> None:
    assert all(isinstance(subject_said("export.written", form), Text) for form in Form)


def test_the_words_that_are_shown_may_be_asked() -> None:
    assert CALLED["sip voor een overbrenging"] == "sip"
    assert CALLED["all accounts"] == "all/"
    assert CALLED["eenrichting, scenario b"] == "one-way:B"

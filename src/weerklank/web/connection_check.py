"""What a look at a permission found, as three questions with three answers each."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from weerklank import bootstrap
from weerklank.model.account import Account
from weerklank.model.connection import Connection, Finding, Weight
from weerklank.model.connection_words import (
    ENDS_SOON,
    PERMISSION_ENDED,
    PERMISSION_REFUSED,
    findings_at,
    words_of,
)
from weerklank.model.errors import WeerklankError
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.services.harvest.held_connection import connection_of
from weerklank.services.workplace import Workplace


@cache
def platforms_to_connect() -> frozenset[Platform]:
    """Give the platforms of which an account can be read by an API that asks for permission."""
    return frozenset(
        one.manifest.platform
        for one in bootstrap.connectors()
        if Technique.API in one.manifest.techniques and not one.manifest.is_open
    )


def held_if_readable(workplace: Workplace, account: Account) -> Connection | None:
    """Give the permission of an account, where a page is about more than that."""
    try:
        return connection_of(workplace, account)
    except WeerklankError:  # told where the permission itself is shown
        return None


def is_refused(connection: Connection | None) -> bool:
    """Tell whether the server refused a permission when it was last shown."""
    return connection is not None and any(
        one.kind == PERMISSION_REFUSED for one in connection.findings
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what came of it, and the next step where there is one."""

    #: `right`, `wrong`, `not_checked` or `note`.
    mark: str
    message: Text
    next: Text | None = None


#: What holds when nothing of these kinds was found.
_QUESTIONS: tuple[tuple[frozenset[str], Text], ...] = (
    (
        frozenset({PERMISSION_REFUSED, PERMISSION_ENDED}),
        Text(
            "De server neemt de toestemming aan, en zij is van dit account.",
            "The server takes the permission, and it is of this account.",
        ),
    ),
    (
        frozenset({PERMISSION_REFUSED, PERMISSION_ENDED, "scope_missing"}),
        Text(
            "Profiel, berichten en reacties zijn ermee te lezen.",
            "Profile, posts and replies can be read with it.",
        ),
    ),
    (
        frozenset({PERMISSION_REFUSED, PERMISSION_ENDED, "scope_too_wide", "scope_unknown"}),
        Text("Zij mag niet meer dan nodig is.", "It allows no more than is needed."),
    ),
)


def checks_of(connection: Connection, now: datetime) -> tuple[Check, ...]:
    """Give what was looked at: what is right, and each finding with its next step."""
    findings = findings_at(connection, now)
    found = {one.kind for one in findings}
    right = [Check("right", text) for kinds, text in _QUESTIONS if not kinds & found]
    return (*map(_check, findings), *right)


def ending_of(connection: Connection | None, now: datetime) -> Check | None:
    """Give that a permission has ended, or does soon, where a page is about more than that."""
    found = findings_at(connection, now) if connection else ()
    ending = [one for one in found if one.kind in {PERMISSION_ENDED, ENDS_SOON}]
    return _check(ending[0]) if ending else None


def _check(finding: Finding) -> Check:
    words = words_of(finding)
    mark = {Weight.WRONG: "wrong", Weight.NOT_CHECKED: "not_checked", Weight.NOTE: "note"}
    return Check(mark[words.weight], words.message, words.next)

"""The form of an account: what someone filled in, as facts for the register.

Managers and processes stand in it whole; what is gone from them ends. A field that was left as it
was states nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict

from weerklank.model.account import (
    OLDEST_DAY,
    PROCESSES,
    Account,
    AccountKind,
    AccountStatus,
    Intention,
    NamedAfter,
    Openness,
    Replies,
)
from weerklank.model.text import Text
from weerklank.services.register.account_facts import Facts

E = TypeVar("E", bound=StrEnum)

NO_DATE = Text("Dit is geen datum.", "This is no date.")
NO_ADDRESS = Text(
    "Vul het adres van het account in, zoals https://social.example/@gemeente.",
    "Fill in the address of the account, such as https://social.example/@gemeente.",
)
NO_KIND = Text("Kies van wie het account is.", "Choose whose account it is.")


@dataclass(slots=True)
class Form:
    """What stands in the fields, and what is wrong with them by field."""

    values: dict[str, str] = field(default_factory=dict)
    processes: list[str] = field(default_factory=list)
    problems: dict[str, Text] = field(default_factory=dict)
    #: Fields that were sent with nothing in them; one that was not sent says nothing.
    emptied: frozenset[str] = frozenset()


_CHOICES: dict[str, type[StrEnum]] = {
    "kind": AccountKind,
    "named_after": NamedAfter,
    "replies": Replies,
    "intention": Intention,
    "openness": Openness,
    "status": AccountStatus,
}


def filled(account: Account, today: date) -> Form:
    """Give the form with what the register knows now."""
    return Form(
        values={
            "url": account.url,
            "kind": str(account.kind_on(today)),
            "named_after": str(account.named_after),
            "unit": account.unit or "",
            "replies": str(account.replies_on(today)),
            "intention": str(account.intention or ""),
            "openness": str(account.openness),
            "status": str(account.status),
            "managers": "\n".join(manager.name for manager in account.managers),
        },
        processes=[one.code for one in account.processes if one.end is None],
    )


def sent(posted: QueryDict) -> Form:
    """Give the form as someone sent it."""
    names = (*_CHOICES, "url", "unit", "managers", "since")
    values = {name: posted.get(name, "").strip() for name in names}
    form = Form(
        values=values,
        processes=posted.getlist("processes"),
        emptied=frozenset(
            name for name in names if name in posted and not posted.get(name, "").strip()
        ),
    )
    since = day(form.values["since"])
    if form.values["since"] and (since is None or since < OLDEST_DAY):
        form.problems["since"] = NO_DATE
    return form


def new_facts(form: Form) -> Facts:
    """Give what a form states of a new account; notes what is missing."""
    if not form.values["url"]:
        form.problems["url"] = NO_ADDRESS
    if _choice(form, "kind", AccountKind) is None:
        form.problems["kind"] = NO_KIND
    return Facts(
        kind=_choice(form, "kind", AccountKind),
        named_after=_choice(form, "named_after", NamedAfter),
        unit=form.values["unit"] or None,
        replies=_choice(form, "replies", Replies),
        intention=_choice(form, "intention", Intention),
        openness=_choice(form, "openness", Openness),
        managers=_lines(form.values["managers"]),
        processes=tuple(form.processes),
        since=day(form.values["since"]),
    )


def new_address(form: Form, before: Form) -> str | None:
    """Give the address that a form states, where it is another than it was."""
    given = form.values["url"]
    return given if given and given != before.values["url"] else None


def changed_facts(form: Form, before: Form) -> Facts:
    """Give what a form states that was not so before."""
    managers, known = set(_lines(form.values["managers"])), set(_lines(before.values["managers"]))
    processes, running = set(form.processes), set(before.processes)
    return Facts(
        kind=_news(form, before, "kind", AccountKind),
        named_after=_news(form, before, "named_after", NamedAfter),
        unit=form.values["unit"] if form.values["unit"] != before.values["unit"] else None,
        replies=_news(form, before, "replies", Replies),
        intention=_news(form, before, "intention", Intention),
        without_intention=_is_emptied(form, before, "intention"),
        openness=_news(form, before, "openness", Openness),
        status=_news(form, before, "status", AccountStatus),
        managers=tuple(sorted(managers - known)),
        without_managers=tuple(sorted(known - managers)),
        processes=tuple(code for code in PROCESSES if code in processes - running),
        without_processes=tuple(sorted(running - processes)),
        since=day(form.values["since"]),
    )


def states_something(facts: Facts) -> bool:
    """Tell whether anything but a day is stated."""
    return any(
        getattr(facts, name) not in (None, ())
        for name in Facts.__dataclass_fields__
        if name != "since"
    )


def _choice(form: Form, name: str, kind: type[E]) -> E | None:
    return next((one for one in kind if str(one) == form.values[name]), None)


def _news(form: Form, before: Form, name: str, kind: type[E]) -> E | None:
    return _choice(form, name, kind) if form.values[name] != before.values[name] else None


def _is_emptied(form: Form, before: Form, name: str) -> bool | None:
    """Tell that a field that said something says nothing now; None where that is not so."""
    return True if before.values[name] and name in form.emptied else None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def day(text: str) -> date | None:
    """Read a day as a browser sends it; None for none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

"""The facts of an account as cells: the other way round of `stated`."""

from collections.abc import Callable, Iterable
from datetime import date

from weerklank.model.account import Account
from weerklank.model.account_words import REPLIES, WORDS
from weerklank.model.platform import TITLES
from weerklank.model.sheet_cell import guarded
from weerklank.model.text import Language, Text
from weerklank.register.cells import Entry, write_bracketed, write_entry

_APART = "; "


def account_cells(account: Account, day: date, language: Language) -> dict[str, str]:
    """Give what stands in each column; the scenario is that of a day."""
    texts = {
        "account": account.id,
        "url": account.url,
        "platform": TITLES[account.platform],
        "handle": account.handle,
        "scenario": account.scenario_on(day).value,
        "named_after": _word(account.named_after, WORDS, language),
        "unit": account.unit or "",
        "status": _word(account.status, WORDS, language),
        "status_since": _day(account.status_since),
        "openness": _word(account.openness, WORDS, language),
        "managers": _APART.join(write_bracketed(m.name, m.group) for m in account.managers),
        "intention": _word(account.intention, WORDS, language) if account.intention else "",
        "intention_since": _day(account.intention_since),
        "handin_term": "" if account.handin_term is None else str(account.handin_term),
        "managed_by": _APART.join(account.managed_by),
        "former_handles": _APART.join(
            write_bracketed(had.handle, TITLES[had.platform]) for had in account.former_handles
        ),
        "replies_received_since": _day(account.replies_received_since),
        "answered_since": _day(account.answered_since),
        "two_way_seen": _APART.join(map(_day, account.two_way_seen)),
        "registered": _day(account.registered),
        **_dated(account, language),
    }
    return {code: guarded(text) for code, text in texts.items()}


def _dated(account: Account, language: Language) -> dict[str, str]:
    def several(entries: Iterable[Entry]) -> str:
        return _APART.join(write_entry(entry, language) for entry in entries)

    def said(words: dict[str, Text]) -> Callable[[str], str]:
        return lambda value: _word(value, words, language)

    kind, replies = said(WORDS), said(REPLIES)
    kinds = [Entry(kind(fact.value), fact.start) for fact in account.kinds]
    return {
        "kinds": several(kinds or [Entry(kind(account.kind))]),
        "replies": several(Entry(replies(fact.value), fact.start) for fact in account.replies),
        "processes": several(Entry(one.code, one.start, one.end) for one in account.processes),
        "tenures": several(Entry(one.name, one.start, one.end) for one in account.tenures),
    }


def _word(value: str, words: dict[str, Text], language: Language) -> str:
    return words[value].say(language)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

"""Checks of profiles, as the journal tells them."""

from collections.abc import Iterator, Mapping

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.profile_check import (
    LinkedPage,
    ProfileAnswer,
    ProfileCheck,
    ProfileFinding,
    ProfilePlace,
    ProfileStatement,
)
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

CHECKED = "profile.checked"


def read_profile_checks(workplace: Workplace) -> Mapping[AccountId, tuple[ProfileCheck, ...]]:
    """Give the checks of each account whose profile was ever checked, newest first."""
    return workplace.events.fold(Book.JOURNAL, _ChecksFold)


def checks_of_profile(workplace: Workplace, account: AccountId) -> tuple[ProfileCheck, ...]:
    """Give the checks of one account, newest first."""
    return read_profile_checks(workplace).get(account, ())


def check_to_json(check: ProfileCheck) -> JsonObject:
    """Write a check as the journal keeps it; nothing of a page but its address and our words."""
    return {
        "accounts_linked": check.accounts_linked,
        "captured_at": check.captured_at,
        "findings": [_finding_to_json(one) for one in check.findings],
        "ok": check.is_ok,
        "pages": [
            {"address": one.address, "reason": _pair(one.reason), "was_read": one.was_read}
            for one in check.pages
        ],
        "profile": check.profile,
        "version": check.version,
    }


class _ChecksFold:
    """The checks that the journal so far tells of."""

    def __init__(self) -> None:
        self._checks: dict[AccountId, list[ProfileCheck]] = {}

    def take(self, event: Event) -> None:
        if event.kind == CHECKED:
            check = _read(event)
            self._checks.setdefault(check.account, []).append(check)

    def result(self) -> dict[AccountId, tuple[ProfileCheck, ...]]:
        return {
            account: tuple(sorted(some, key=lambda one: one.at, reverse=True))
            for account, some in self._checks.items()
        }


def _read(event: Event) -> ProfileCheck:
    told = event.data
    version, linked = told.get("version"), told.get("accounts_linked")
    return ProfileCheck(
        account=AccountId(event.subject),
        at=event.at,
        by=event.actor.known_as,
        profile=str(told.get("profile", "")),
        version=version if isinstance(version, int) else 1,
        captured_at=str(told.get("captured_at", "")),
        findings=tuple(_findings(told.get("findings"))),
        pages=tuple(_pages(told.get("pages"))),
        accounts_linked=linked if isinstance(linked, int) else 0,
    )


def _finding_to_json(finding: ProfileFinding) -> JsonObject:
    return {
        "address": finding.address,
        "look": finding.look.value,
        "post": finding.post,
        "reason": _pair(finding.reason),
        "statement": finding.statement.value,
        "where": finding.where.value if finding.where else None,
        "words": [*finding.words],
    }


def _findings(value: Json) -> Iterator[ProfileFinding]:
    """Read findings; one of a kind that is not known here any more says nothing."""
    for one in _objects(value):
        where, words = one.get("where"), one.get("words")
        if one.get("statement") not in {*ProfileStatement}:
            continue
        yield ProfileFinding(
            statement=ProfileStatement(str(one["statement"])),
            look=ProfileAnswer(str(one["look"])),
            where=ProfilePlace(str(where)) if where in {*ProfilePlace} else None,
            post=_text(one.get("post")),
            address=_text(one.get("address")),
            words=tuple(map(str, words)) if isinstance(words, list) else (),
            reason=_read_pair(one.get("reason")),
        )


def _pages(value: Json) -> Iterator[LinkedPage]:
    for one in _objects(value):
        yield LinkedPage(
            address=str(one.get("address", "")),
            was_read=one.get("was_read") is True,
            reason=_read_pair(one.get("reason")),
        )


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _pair(text: Text | None) -> Json:
    return {"en": text.en, "nl": text.nl} if text else None


def _read_pair(value: Json) -> Text | None:
    if not isinstance(value, dict):
        return None
    return Text(nl=str(value.get("nl", "")), en=str(value.get("en", "")))

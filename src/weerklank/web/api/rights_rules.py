"""Rights: what is recorded or missing of texts and media, and rules for all that was made."""

from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec

from weerklank.appraise.rights_file import MOST_BYTES
from weerklank.model.rights import MEDIA, TEXT, Covers, part_key
from weerklank.model.text import Text
from weerklank.services.appraise.list_rights import Asked, list_rights, listed_json
from weerklank.services.appraise.set_rights import (
    end_rights,
    read_entry,
    set_from_sent,
    set_rule,
)
from weerklank.services.find.read_rights import entry_json, read_rights
from weerklank.web.api.asked import Line, Word
from weerklank.web.api.files import FILE, as_sent, sent_file
from weerklank.web.api.operation import Call, Listed, Paging, paged
from weerklank.web.api.read_posts import POSTS
from weerklank.web.api.shapes import Moment, Shape


class RightsQuery(Paging, frozen=True, kw_only=True):
    """Of which posts; `missing`: only where something is not recorded."""

    account: Word | None = None
    since: date | None = None
    until: date | None = None
    missing: bool = True


class NewRule(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all that an account made itself, or every account."""

    covers: Covers
    account: Word | None = None
    status: Line | None = None
    licence: Line | None = None
    holder: Line | None = None
    source: Line | None = None
    portrait: Line | None = None


class EndRule(msgspec.Struct, frozen=True, kw_only=True):
    """Of which account a rule ends, or that for every account, and why."""

    reason: Line
    account: Word | None = None


class PartShape(Shape, frozen=True, kw_only=True):
    """A text or file with what holds for it; `lacks` what is not recorded."""

    id: str
    account: str
    kind: str
    part: str
    medium: str | None
    number: int | None
    type: str | None
    status: str
    licence: str | None
    holder: str | None
    source: str | None
    portrait: str | None
    lacks: list[str]
    by: str | None
    at: Moment | None


class RuleShape(Shape, frozen=True, kw_only=True):
    """A rule; without an account it holds for every one."""

    account: str | None
    covers: str
    copyright: dict[str, Any] | None
    portrait: dict[str, Any] | None


class PartsSet(Shape, frozen=True, kw_only=True):
    """Of how many parts rights were recorded."""

    parts: int


class FileSet(Shape, frozen=True, kw_only=True):
    """Of how many parts rights were recorded, and which columns of the file were not read."""

    parts: int
    passed: list[str]


class RuleSet(Shape, frozen=True, kw_only=True):
    """That a rule was recorded or ended, and of how many parts."""

    account: str | None
    parts: int


def parts(call: Call) -> Listed:
    """List texts and files with what is recorded of them."""
    asked = call.query
    if not isinstance(asked, RightsQuery):
        raise TypeError(type(asked))
    accounts = frozenset({call.visit.account(asked.account).id}) if asked.account else frozenset()
    wanted = Asked(missing=asked.missing, accounts=accounts, since=asked.since, until=asked.until)
    begin, shown, total = (asked.page - 1) * asked.page_size, [], 0
    for one in list_rights(call.visit.workplace, wanted):
        if begin <= total < begin + asked.page_size:
            shown.append(listed_json(one, call.visit.language))
        total += 1
    return Listed(shown, total, -(-total // asked.page_size))


def from_file(call: Call) -> dict[str, Any]:
    """Record what a file says, whole or not at all; its wrong rows are told."""
    content = sent_file(call, MOST_BYTES)
    with as_sent(call):
        made = set_from_sent(call.visit.workplace, content)
    return {"parts": sum(len(of) for _, of in made.entries), "passed": [*made.passed]}


def rules(call: Call) -> Listed:
    """List what was decided of all that an account made, or every account."""
    known = read_rights(call.visit.workplace)
    found: list[dict[str, Any]] = []
    for target in ("", *call.visit.accounts):
        for part, covers in ((TEXT, Covers.TEXT), (MEDIA, Covers.MEDIA)):
            key = part_key(target, part)
            told, seen = known.copyrights.get(key), known.portraits.get(key)
            if told or seen:
                found.append(
                    {
                        "account": target or None,
                        "covers": covers.value,
                        "copyright": entry_json(told.entry) if told else None,
                        "portrait": entry_json(seen.entry) if seen else None,
                    }
                )
    return paged(found, call.query, lambda one: one)


def new_rule(call: Call) -> dict[str, Any]:
    """Decide what holds."""
    given, workplace = call.body, call.visit.workplace
    account = call.visit.account(given.account).id if given.account else None
    names = ("status", "licence", "holder", "source", "portrait")
    entry = read_entry({name: getattr(given, name) for name in names})
    made = set_rule(workplace, account, given.covers, entry)
    return {"account": account, "parts": sum(len(of) for _, of in made.entries)}


def end_rule(call: Call) -> dict[str, Any]:
    """End what was decided."""
    given = call.body
    account = call.visit.account(given.account).id if given.account else None
    ended = end_rights(call.visit.workplace, None, account, given.reason)
    return {"account": account, "parts": ended}


ROWS = (
    POSTS.read(
        "listRights",
        "/rechten",
        "rights",
        Text("Wat aan rechten is vastgelegd of ontbreekt", "Which rights are recorded or missing"),
        parts,
        PartShape,
        RightsQuery,
    ),
    POSTS.send(
        "sendRights",
        "/rechten",
        "rights-file",
        Text("Leg rechten uit een CSV vast", "Record rights from a CSV"),
        from_file,
        FileSet,
        FILE,
    ),
    POSTS.read(
        "listRightsRules",
        "/rechtenregels",
        "rights",
        Text(
            "De regels voor wat de organisatie zelf maakte",
            "The rules for what the organisation made",
        ),
        rules,
        RuleShape,
        Paging,
    ),
    POSTS.do(
        "setRightsRule",
        "/rechtenregels",
        "rights-rule",
        Text("Leg een regel vast", "Record a rule"),
        new_rule,
        RuleSet,
        NewRule,
        status=HTTPStatus.CREATED,
    ),
    POSTS.do(
        "endRightsRule",
        "/rechtenregels/beeindigingen",
        "rights-end",
        Text("Beëindig een regel", "End a rule"),
        end_rule,
        RuleSet,
        EndRule,
    ),
)

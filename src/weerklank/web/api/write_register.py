"""Acts on accounts: register one, ask for a harvest, take in an export, and follow that work."""

import os
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from django.http.request import UnreadablePostError

from weerklank.model.account import (
    AccountKind,
    Intention,
    NamedAfter,
    Openness,
    Replies,
)
from weerklank.model.text import Text
from weerklank.services.register.edit_account import Facts
from weerklank.services.register.register_account import register
from weerklank.services.schedule.ask_harvest import ask_harvest
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.seal.seal_events import seal_events
from weerklank.web import site
from weerklank.web.api.operation import NO_NUL, Call, NotThere, Query
from weerklank.web.api.problems import TOO_LARGE, WRONG_TYPE, WRONG_VALUES, ApiError, Wrong
from weerklank.web.api.read_register import Word, told_account
from weerklank.web.harvestable import platforms
from weerklank.web.permissions import may
from weerklank.web.upload import MemoryUpload, TooLarge, largest_upload, taken_in
from weerklank.web.views.work import PAGE_OF
from weerklank.web.work import WORKS, Work

NO_FILE = Text("Stuur het bestand mee.", "Send the file along.")
_BROKEN_OFF = Wrong(
    "body", "", Text("Het bestand kwam niet heel aan.", "The file did not arrive whole.")
)
FILE = "application/octet-stream"
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=NO_NUL)]
Lines = Annotated[tuple[Line, ...], msgspec.Meta(max_length=50)]


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account to be registered; its scenario follows from what is stated."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=NO_NUL)]
    kind: AccountKind
    unit: Line | None = None
    named_after: NamedAfter | None = None
    openness: Openness | None = None
    replies: Replies | None = None
    intention: Intention | None = None
    managers: Lines = ()
    processes: Lines = ()


class ImportQuery(Query, frozen=True, kw_only=True):
    """Of which account the export is, where the file does not say so."""

    account: Word | None = None


def add_account(call: Call) -> dict[str, Any]:
    """Register an account, as the form does."""
    given = call.body
    facts = Facts(
        kind=given.kind,
        unit=given.unit,
        named_after=given.named_after,
        openness=given.openness,
        replies=given.replies,
        intention=given.intention,
        managers=given.managers,
        processes=given.processes,
    )
    added = register(call.visit.workplace, given.url, facts)
    finish_change(call.visit.workplace)
    return told_account(added.account, call.visit)


def ask(call: Call) -> dict[str, Any]:
    """Ask for a harvest: it begins when the schedule comes to it; 403 with the reason if never."""
    account = call.visit.account(call.path["account"])
    stands = ask_harvest(call.visit.workplace, platforms(), account.id)
    seal_events(call.visit.workplace)
    return {"account": stands.account, "why": stands.why}


def take_in(call: Call) -> dict[str, Any]:
    """Take in an export that comes as it is; the file reaches no disk (docs/adr/0030)."""
    if call.request.content_type != FILE:
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, WRONG_TYPE, type=FILE)
    asked = call.query.account if isinstance(call.query, ImportQuery) else None
    account = call.visit.account(asked).id if asked else ""
    most = largest_upload()
    try:
        file = taken_in(call.request.read, most)
    except TooLarge:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE, most=most) from None
    except UnreadablePostError:
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (_BROKEN_OFF,)) from None
    if not file.size:
        file.close()
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (Wrong("body", "", NO_FILE),))
    if file.size != _told_size(call):  # whoever sent it went away: half an export is none
        file.close()
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (_BROKEN_OFF,))
    work = Work(
        id=call.visit.workplace.new_run(),
        kind="import",
        by=call.visit.name,
        started=call.visit.workplace.clock.now(),
        account=account,
    )
    _start(work, file, account)
    return told_work(work, call)


def _told_size(call: Call) -> int:
    told = str(call.request.META.get("CONTENT_LENGTH") or "")
    return int(told) if told.isascii() and told.isdecimal() else 0


def work(call: Call) -> dict[str, Any]:
    """Tell how far a work is that this server does."""
    found = WORKS.find(call.path["work"])
    if found is None or not may(call.visit.roles, PAGE_OF[found.kind]):
        raise NotThere
    if found.kind == "choices" and found.by != call.visit.name:
        raise NotThere
    return told_work(found, call)


def told_work(found: Work, call: Call) -> dict[str, Any]:
    """Write a work: its steps, and how it ended."""
    result = found.result
    is_error = bool(result.get("error"))
    said = str(result.get(call.visit.language, "")) if is_error else ""
    return {
        "work": found.id,
        "kind": found.kind,
        "started": found.started,
        "ended": found.ended,
        "ok": not is_error if found.ended else None,
        "code": str(result["code"]) if is_error and result.get("code") else None,
        "detail": said or None,
        "run": str(result["run"]) if result.get("run") else None,
        "steps": [
            {"text": call.visit.say(one.text), "done": one.done, "total": one.total}
            for one in found.steps
        ],
        "_links": {"self": {"href": f"/api/v1/werk/{found.id}"}},
    }


def _start(work: Work, file: MemoryUpload, account: str) -> None:
    """Give the file to the process of the work, and let go of it here."""
    descriptor = os.dup(file.descriptor)  # without the flag that would close it at the start
    try:
        arguments = ["--file", str(descriptor)]
        arguments += ["--account", account] if account else []
        WORKS.start(site.current(), work, arguments, descriptor)
    finally:
        os.close(descriptor)
        file.close()

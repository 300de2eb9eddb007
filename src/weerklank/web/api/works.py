"""Long works that this server does: begun, followed, and stopped."""

import threading
from http import HTTPStatus
from typing import Any

from weerklank.model.text import Text
from weerklank.web import site
from weerklank.web.api.operation import Call, NotThere
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes_of_register import Work as WorkShape
from weerklank.web.permissions import may
from weerklank.web.views.work import PAGE_OF
from weerklank.web.work import WORKS, Kind, Work

#: Two programs that ask at one moment begin one work.
_ONE_AT_A_TIME = threading.Lock()
_WORKS = Rows(Text("Werk dat loopt", "Work that goes on"))


def begun(
    call: Call,
    kind: Kind,
    arguments: list[str],
    *,
    beside: tuple[Kind, ...] = (),
    about: str = "",
    account: str = "",
    told: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Begin a work, as the button of its page does; what goes on of its kind is given instead."""
    with _ONE_AT_A_TIME:
        for one in WORKS.running():
            if one.kind in {kind, *beside} and one.about == about:
                return told_work(one, call)
        made = new_work(call, kind, about=about, account=account)
        WORKS.start(site.current(), made, arguments, told=told)
    return told_work(made, call)


def new_work(call: Call, kind: Kind, *, about: str = "", account: str = "") -> Work:
    """Give a work that is still to be begun."""
    return Work(
        id=call.visit.workplace.new_run(),
        kind=kind,
        by=call.visit.name,
        started=call.visit.workplace.clock.now(),
        about=about,
        account=account,
    )


def work(call: Call) -> dict[str, Any]:
    """Tell how far a work is that this server does."""
    return told_work(_found(call), call)


def stop(call: Call) -> dict[str, Any]:
    """Stop a work; what it closed stays."""
    found = _found(call)
    WORKS.stop(found)
    return told_work(found, call)


def _found(call: Call) -> Work:
    found = WORKS.find(call.path["work"])
    if found is None or not may(call.visit.roles, PAGE_OF[found.kind]):
        raise NotThere
    if found.kind == "choices" and found.by != call.visit.name:
        raise NotThere
    return found


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


ROWS = (
    _WORKS.read(
        "getWork",
        "/werk/{work}",
        "work",
        Text("Hoe ver werk is dat loopt", "How far a work is"),
        work,
        WorkShape,
    ),
    _WORKS.do(
        "stopWork",
        "/werk/{work}/stops",
        "work-stop",
        Text("Stop werk; wat af is, blijft", "Stop a work; what it closed stays"),
        stop,
        WorkShape,
        status=HTTPStatus.ACCEPTED,
    ),
)

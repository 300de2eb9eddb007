"""Decisions: legal holds, rights, and Woo dossiers; each as its form on the screen does it."""

from datetime import date, timedelta
from typing import Annotated, Any

import msgspec

from weerklank.model.clock import begin_of
from weerklank.model.dossier import Disclosure, Dossier
from weerklank.model.errors import WrongUse
from weerklank.model.hotspot import Hold
from weerklank.model.question import Question
from weerklank.services.appraise.legal_hold import add_hold, find_hold, hold_json, lift_hold
from weerklank.services.appraise.set_rights import read_entry, set_rights
from weerklank.services.disclose.dossier_json import dossier_json
from weerklank.services.disclose.gather import add_documents
from weerklank.services.disclose.judge import freeze, judge, review
from weerklank.services.disclose.list_dossiers import list_dossiers, show_dossier
from weerklank.services.disclose.open_dossier import open_dossier
from weerklank.services.find.read_hotspots import read_holds
from weerklank.services.find.read_rights import rights_json, rights_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, paged
from weerklank.web.api.read_posts import found_post
from weerklank.web.api.write_register import Line, Lines
from weerklank.web.permissions import sight_of

_ONE_DAY = timedelta(days=1)
Long = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=NO_NUL)]
Words = Annotated[str, msgspec.Meta(max_length=1000, pattern=NO_NUL)]


class NewHold(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """A hold on posts that are named, and on what accounts, period and words say together."""

    ground: Line
    case: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=NO_NUL)]
    accounts: Lines = ()
    since: date | None = None
    until: date | None = None
    query: Words = ""
    items: Lines = ()


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why, in one sentence; it stays in the archive."""

    reason: Line


class NewRights(msgspec.Struct, frozen=True, kw_only=True):
    """Copyright and portraits of a post: of text and media, or of the media that are named."""

    status: Line | None = None
    licence: Line | None = None
    holder: Line | None = None
    source: Line | None = None
    portrait: Line | None = None
    media: Lines = ()


class NewDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A Woo request; who asks is not named."""

    request: Long
    received: date
    case: Annotated[str, msgspec.Meta(max_length=60, pattern=NO_NUL)] = ""


class NewDocuments(
    msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}
):
    """What a search finds, and posts that are named; with the rest of their threads if asked."""

    query: Words = ""
    accounts: Lines = ()
    since: date | None = None
    until: date | None = None
    items: Lines = ()
    threads: bool = False


class NewJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided on a document; `looked` is the day on which it was still public."""

    judgement: Disclosure
    grounds: Lines = ()
    looked: date | None = None


# --- legal holds --------------------------------------------------------------------------------


def holds(call: Call) -> Listed:
    """List the holds, the newest first, those that were lifted too."""
    return paged([*read_holds(call.visit.workplace).values()][::-1], call.query, _hold)


def new_hold(call: Call) -> dict[str, Any]:
    """Put a hold on."""
    given = call.body
    made = add_hold(
        call.visit.workplace,
        given.ground,
        given.case,
        accounts=given.accounts,
        since=given.since,
        until=given.until,
        query=given.query,
        items=given.items,
    )
    seal_events(call.visit.workplace)
    return _hold(made)


def end_hold(call: Call) -> dict[str, Any]:
    """Lift a hold."""
    try:
        found = find_hold(call.visit.workplace, call.path["hold"])
    except WrongUse as error:
        raise NotThere from error
    lifted = lift_hold(call.visit.workplace, found.id, call.body.reason)
    seal_events(call.visit.workplace)
    return _hold(lifted)


def _hold(found: Hold) -> dict[str, Any]:
    return {
        **hold_json(found),
        "_links": {"self": {"href": "/api/v1/bewaarplichten"}},
    }


# --- rights -------------------------------------------------------------------------------------


def rights(call: Call) -> object:
    """Give what is recorded of a post."""
    found = found_post(call)
    versions = [*(one.item for one in found.versions), found.item]
    return rights_json(rights_of(call.visit.workplace, versions), call.visit.language)


def new_rights(call: Call) -> object:
    """Record rights of a post."""
    given, workplace = call.body, call.visit.workplace
    names = ("status", "licence", "holder", "source", "portrait")
    entry = read_entry({name: getattr(given, name) for name in names})
    found = found_post(call)
    made = set_rights(workplace, (found.item.id,), given.media, entry)
    seal_events(workplace)
    return {"post": found.item.id, "parts": sum(len(parts) for _, parts in made.entries)}


# --- Woo dossiers -------------------------------------------------------------------------------


def dossiers(call: Call) -> Listed:
    """List the dossiers, what waits first."""
    today = call.visit.workplace.today()
    return paged(list_dossiers(call.visit.workplace), call.query, lambda one: _line(one, today))


def dossier(call: Call) -> dict[str, Any]:
    """Give one dossier, without a word of what is kept back."""
    return _dossier(_found(call), call.visit.workplace.today())


def new_dossier(call: Call) -> dict[str, Any]:
    """Record a request."""
    given, workplace = call.body, call.visit.workplace
    made = open_dossier(workplace, given.request, given.received, case=given.case)
    return _done(call, made)


def new_documents(call: Call) -> dict[str, Any]:
    """Add documents to a dossier."""
    found, given = _found(call), call.body
    question = None
    if given.query or given.accounts or given.since or given.until:
        until = given.until
        question = Question(
            words=given.query,
            tags=tuple(f"account:{one}" for one in given.accounts),
            since=begin_of(given.since) if given.since and given.since > date.min else None,
            until=begin_of(until + _ONE_DAY) if until and until < date.max else None,
            sight=sight_of(call.visit.roles),
        )
    return _done(
        call,
        add_documents(
            call.visit.workplace, found.id, given.items, question, with_threads=given.threads
        ),
    )


def new_judgement(call: Call) -> dict[str, Any]:
    """Judge a document of a dossier."""
    found, given = _found(call), call.body
    if call.path["post"] not in found.documents:
        raise NotThere
    made = judge(
        call.visit.workplace,
        found.id,
        call.path["post"],
        given.judgement,
        grounds=given.grounds,
        looked=given.looked,
    )
    return _done(call, made)


def read(call: Call) -> dict[str, Any]:
    """Record that the second reader read all of it."""
    return _done(call, review(call.visit.workplace, _found(call).id))


def settle(call: Call) -> dict[str, Any]:
    """Freeze what was read."""
    return _done(call, freeze(call.visit.workplace, _found(call).id))


def _found(call: Call) -> Dossier:
    try:
        return show_dossier(call.visit.workplace, call.path["dossier"])
    except WrongUse as error:
        raise NotThere from error


def _done(call: Call, made: Dossier) -> dict[str, Any]:
    seal_events(call.visit.workplace)
    return _dossier(made, call.visit.workplace.today())


def _line(found: Dossier, today: date) -> dict[str, Any]:
    return {
        **_dossier(found, today),
        "documents": len(found.documents),
        "redactions": len(found.redactions),
    }


def _dossier(found: Dossier, today: date) -> dict[str, Any]:
    here = f"/api/v1/woo-verzoeken/{found.id}"
    return {**dossier_json(found, today), "_links": {"self": {"href": here}}}

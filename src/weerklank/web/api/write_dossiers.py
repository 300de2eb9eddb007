"""Woo dossiers: opened, gathered, judged, read and frozen; each as its form does it."""

from datetime import date, timedelta
from http import HTTPStatus
from itertools import islice
from typing import Annotated, Any

import msgspec

from weerklank.model.clock import begin_of
from weerklank.model.dossier import Disclosure, Dossier
from weerklank.model.errors import WrongUse
from weerklank.model.question import Question
from weerklank.model.text import Text
from weerklank.services.disclose.dossier_json import (
    disagreement_json,
    document_json,
    facts_json,
    redaction_json,
)
from weerklank.services.disclose.gather import add_documents
from weerklank.services.disclose.judge import freeze, judge, review
from weerklank.services.disclose.list_dossiers import list_dossiers, show_dossier
from weerklank.services.disclose.open_dossier import open_dossier
from weerklank.web.api import shapes_of_woo as shapes
from weerklank.web.api.asked import Count, Lines, Long, Words
from weerklank.web.api.operation import MOST_ON_PAGE, NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.permissions import sight_of

_ONE_DAY = timedelta(days=1)


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
    """What is decided on a document; `looked` is the day on which it was still public.

    `seen` is its `acts` as it was given: refused when somebody did anything with it since.
    """

    judgement: Disclosure
    grounds: Lines = ()
    looked: date | None = None
    seen: Count | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """After how many acts the dossier was read: its `acts`, as it was given."""

    seen: Count


def dossiers(call: Call) -> Listed:
    """List the dossiers, what waits first."""
    today = call.visit.workplace.today()
    return paged(list_dossiers(call.visit.workplace), call.query, lambda one: _line(one, today))


def dossier(call: Call) -> dict[str, Any]:
    """Give one dossier, without a word of what is kept back."""
    return _dossier(found_dossier(call), call.visit.workplace.today())


def new_dossier(call: Call) -> dict[str, Any]:
    """Record a request."""
    given, workplace = call.body, call.visit.workplace
    made = open_dossier(workplace, given.request, given.received, case=given.case)
    return told_dossier(call, made)


def new_documents(call: Call) -> dict[str, Any]:
    """Add documents to a dossier."""
    found, given = found_dossier(call), call.body
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
    return told_dossier(
        call,
        add_documents(
            call.visit.workplace, found.id, given.items, question, with_threads=given.threads
        ),
    )


def new_judgement(call: Call) -> dict[str, Any]:
    """Judge a document of a dossier."""
    found, given = found_dossier(call), call.body
    if call.path["post"] not in found.documents:
        raise NotThere
    made = judge(
        call.visit.workplace,
        found.id,
        call.path["post"],
        given.judgement,
        grounds=given.grounds,
        looked=given.looked,
        seen=given.seen,
    )
    return told_dossier(call, made)


def read(call: Call) -> dict[str, Any]:
    """Record that the second reader read all of it."""
    return told_dossier(
        call, review(call.visit.workplace, found_dossier(call).id, seen=call.body.seen)
    )


def settle(call: Call) -> dict[str, Any]:
    """Freeze what was read."""
    return told_dossier(call, freeze(call.visit.workplace, found_dossier(call).id))


def found_dossier(call: Call) -> Dossier:
    """Give the dossier of a path; NotThere for none."""
    try:
        return show_dossier(call.visit.workplace, call.path["dossier"])
    except WrongUse as error:
        raise NotThere from error


def told_dossier(call: Call, made: Dossier) -> dict[str, Any]:
    """Write what became of a dossier."""
    return _dossier(made, call.visit.workplace.today())


def documents(call: Call) -> Listed:
    """List the documents of a dossier."""
    return paged([*found_dossier(call).documents.values()], call.query, document_json)


def redactions(call: Call) -> Listed:
    """List what is kept back of a dossier, in the order of its numbers."""
    return paged([*found_dossier(call).redactions], call.query, redaction_json)


def _line(found: Dossier, today: date) -> dict[str, Any]:
    return {
        **_facts(found, today),
        "documents": len(found.documents),
        "redactions": _kept_back(found),
    }


def _dossier(found: Dossier, today: date) -> dict[str, Any]:
    """Write a dossier with the first page of what it holds: of each act it is the answer."""
    first = islice(found.documents.values(), MOST_ON_PAGE)
    return {
        **_facts(found, today),
        "acts": found.acts,
        "documents": [document_json(one) for one in first],
        "redactions": [redaction_json(one) for one in found.redactions[:MOST_ON_PAGE]],
        "disagreements": [disagreement_json(one) for one in found.disagreements[:MOST_ON_PAGE]],
        "disagreement_count": len(found.disagreements),
        "standing": len(found.standing),
        "document_count": len(found.documents),
        "redaction_count": _kept_back(found),
    }


def _facts(found: Dossier, today: date) -> dict[str, Any]:
    here = f"/api/v1/woo-verzoeken/{found.id}"
    return {**facts_json(found, today), "_links": {"self": {"href": here}}}


def _kept_back(found: Dossier) -> int:
    return sum(len(one.redactions) for one in found.documents.values())


WOO = Rows(Text("Woo-verzoeken", "Woo requests"))
ROWS = (
    WOO.read(
        "listDossiers",
        "/woo-verzoeken",
        "dossiers",
        Text("Woo-verzoeken, wat wacht het eerst", "Woo requests, what waits first"),
        dossiers,
        shapes.DossierLine,
        Paging,
    ),
    WOO.read(
        "getDossier",
        "/woo-verzoeken/{dossier}",
        "dossier",
        Text(
            "Eén Woo-verzoek, met zijn eerste 100 stukken",
            "One Woo request, with its first 100 documents",
        ),
        dossier,
        shapes.Dossier,
    ),
    WOO.read(
        "listDossierDocuments",
        "/woo-verzoeken/{dossier}/stukken",
        "dossier",
        Text("De stukken van een Woo-verzoek", "The documents of a Woo request"),
        documents,
        shapes.DocumentLine,
        Paging,
    ),
    WOO.read(
        "listDossierRedactions",
        "/woo-verzoeken/{dossier}/laksels",
        "dossier",
        Text("Wat van een Woo-verzoek wordt achtergehouden", "What of a Woo request is kept back"),
        redactions,
        shapes.RedactionLine,
        Paging,
    ),
    WOO.do(
        "addDossier",
        "/woo-verzoeken",
        "dossier-new",
        Text("Leg een Woo-verzoek vast", "Record a Woo request"),
        new_dossier,
        shapes.Dossier,
        NewDossier,
        HTTPStatus.CREATED,
    ),
    WOO.do(
        "addDocuments",
        "/woo-verzoeken/{dossier}/stukken",
        "dossier-add",
        Text("Voeg stukken toe", "Add documents"),
        new_documents,
        shapes.Dossier,
        NewDocuments,
    ),
    WOO.do(
        "judgeDocument",
        "/woo-verzoeken/{dossier}/stukken/{post}/oordelen",
        "dossier-judge",
        Text("Beoordeel een stuk", "Judge a document"),
        new_judgement,
        shapes.Dossier,
        NewJudgement,
    ),
    WOO.do(
        "reviewDossier",
        "/woo-verzoeken/{dossier}/lezingen",
        "dossier-read",
        Text("Leg vast dat alles is gelezen", "Record that all of it was read"),
        read,
        shapes.Dossier,
        Seen,
    ),
    WOO.do(
        "freezeDossier",
        "/woo-verzoeken/{dossier}/vaststellingen",
        "dossier-freeze",
        Text("Stel vast wat is gelezen", "Freeze what was read"),
        settle,
        shapes.Dossier,
    ),
)

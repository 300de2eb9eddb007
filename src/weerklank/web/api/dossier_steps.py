"""Woo dossiers: their term, documents that are taken out or say the same, and the set."""

from http import HTTPStatus
from typing import Any

from django.http.response import HttpResponseBase

from weerklank.model.dossier import DossierState
from weerklank.model.errors import Refused
from weerklank.model.text import Text
from weerklank.services.disclose.export_dossier import NOT_FROZEN
from weerklank.services.disclose.gather import remove_document
from weerklank.services.disclose.open_dossier import extend_term, resume_term, suspend_term
from weerklank.services.disclose.twins import Twin, find_twins, judge_twins
from weerklank.web.api import shapes_of_woo as shapes
from weerklank.web.api.asked import Reason, SeenReason
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.works import told_work
from weerklank.web.api.write_dossiers import WOO, found_dossier, told_dossier
from weerklank.web.views.dossier_set import begin_set, made_set


def extend(call: Call) -> dict[str, Any]:
    """Extend the term, with the reason."""
    name = found_dossier(call).id
    return told_dossier(call, extend_term(call.visit.workplace, name, call.body.reason))


def suspend(call: Call) -> dict[str, Any]:
    """Let the term stand still, with the reason."""
    name = found_dossier(call).id
    return told_dossier(call, suspend_term(call.visit.workplace, name, call.body.reason))


def resume(call: Call) -> dict[str, Any]:
    """Let the term go on."""
    return told_dossier(call, resume_term(call.visit.workplace, found_dossier(call).id))


def remove(call: Call) -> dict[str, Any]:
    """Take a document out, with the reason."""
    found, post = found_dossier(call), call.path["post"]
    if post not in found.documents:
        raise NotThere
    made = remove_document(
        call.visit.workplace, found.id, post, call.body.reason, seen=call.body.seen
    )
    return told_dossier(call, made)


def twins(call: Call) -> Listed:
    """List the documents that say what an earlier one says."""
    return paged([*find_twins(call.visit.workplace, found_dossier(call).id)], call.query, _twin)


def _twin(pair: Twin) -> dict[str, Any]:
    one, first = pair
    return {"id": one.id, "first": first.id, "judgement": one.judgement.value}


def leave_twins(call: Call) -> dict[str, Any]:
    """Leave the later ones out."""
    return told_dossier(call, judge_twins(call.visit.workplace, found_dossier(call).id))


def give(call: Call) -> dict[str, Any]:
    """Begin to make the set of a frozen dossier."""
    found = found_dossier(call)
    if found.state is not DossierState.FROZEN:
        raise Refused(NOT_FROZEN, dossier=found.id)
    return told_work(begin_set(call.visit, found), call)


def fetch(call: Call) -> HttpResponseBase:
    """Give the set that a work made."""
    made = made_set(call.visit, found_dossier(call), call.path["work"])
    if made is None:
        raise NotThere
    return made


ROWS = (
    WOO.do(
        "extendTerm",
        "/woo-verzoeken/{dossier}/verlengingen",
        "dossier-term",
        Text("Verleng de termijn", "Extend the term"),
        extend,
        shapes.Dossier,
        Reason,
    ),
    WOO.do(
        "suspendTerm",
        "/woo-verzoeken/{dossier}/opschortingen",
        "dossier-term",
        Text("Schort de termijn op", "Suspend the term"),
        suspend,
        shapes.Dossier,
        Reason,
    ),
    WOO.do(
        "resumeTerm",
        "/woo-verzoeken/{dossier}/hervattingen",
        "dossier-term",
        Text("Hervat de termijn", "Resume the term"),
        resume,
        shapes.Dossier,
    ),
    WOO.do(
        "removeDocument",
        "/woo-verzoeken/{dossier}/stukken/{post}/verwijderingen",
        "dossier-remove",
        Text("Haal een stuk uit het dossier", "Take a document out"),
        remove,
        shapes.Dossier,
        SeenReason,
    ),
    WOO.read(
        "listTwins",
        "/woo-verzoeken/{dossier}/dubbelen",
        "dossier-twins",
        Text("Stukken die hetzelfde zeggen als een eerder stuk", "Documents that say the same"),
        twins,
        shapes.Twin,
        Paging,
    ),
    WOO.do(
        "leaveTwinsOut",
        "/woo-verzoeken/{dossier}/dubbelen",
        "dossier-twins-judge",
        Text("Laat dubbele stukken weg", "Leave documents out that say the same"),
        leave_twins,
        shapes.Dossier,
    ),
    WOO.do(
        "makeSet",
        "/woo-verzoeken/{dossier}/sets",
        "dossier-give",
        Text("Maak de set om uit te geven", "Make the set to give out"),
        give,
        Work,
        status=HTTPStatus.ACCEPTED,
    ),
    WOO.file(
        "getSet",
        "/woo-verzoeken/{dossier}/sets/{work}",
        "dossier-fetch",
        Text("De set die werk maakte, als ZIP", "The set that a work made, as ZIP"),
        fetch,
        "application/zip",
    ),
)

"""A dossier as JSON: what commands tell of one, without a word of what is kept back."""

from datetime import date

from weerklank.model.clock import iso
from weerklank.model.disagreement import Disagreement
from weerklank.model.dossier import Dossier, DossierDocument, LapsedJudgement, Redaction
from weerklank.model.json_value import JsonObject
from weerklank.model.span import said_span
from weerklank.services.disclose.suggest import Suggestion


def dossier_json(found: Dossier, today: date) -> JsonObject:
    """Write a dossier as JSON."""
    return {
        **facts_json(found, today),
        "disagreements": [disagreement_json(one) for one in found.disagreements],
        "documents": [document_json(one) for one in found.documents.values()],
        "redactions": [redaction_json(one) for one in found.redactions],
    }


def facts_json(found: Dossier, today: date) -> JsonObject:
    """Write what a dossier is, without its documents, of which there may be thousands."""
    return {
        "by": found.by,
        "case": found.case,
        "dossier": found.id,
        "due": found.due(today).isoformat(),
        "extended": found.extended or None,
        "frozen_at": iso(found.frozen_at) if found.frozen_at else None,
        "frozen_by": found.frozen_by,
        "keeps_until": found.keeps_until.isoformat() if found.keeps_until else None,
        "received": found.received.isoformat(),
        "request": found.request,
        "reviewer": found.reviewer,
        "state": str(found.state),
        "suspended": [
            {
                "from": one.since.isoformat(),
                "reason": one.reason,
                "until": one.until.isoformat() if one.until else None,
            }
            for one in found.suspensions
        ],
    }


def suggestion_json(document: DossierDocument, one: Suggestion) -> JsonObject:
    """Write what is proposed as JSON; with its words, for who works on the dossier."""
    return {
        "confidence": one.confidence,
        "end": one.end,
        "ground": one.ground,
        "id": document.id,
        "kind": str(one.kind),
        "place": str(one.place),
        "public": one.public.say("nl") if one.public else None,
        "start": one.start,
        "words": one.words,
    }


def document_json(one: DossierDocument) -> JsonObject:
    """Write a document of a dossier as JSON, without its words."""
    judged = one.judged
    return {
        "account": one.account,
        "acts": one.acts,
        "film_along": one.film_along,
        "grounds": list(one.grounds),
        "id": one.id,
        "judged_by": judged.by if judged else None,
        "judgement": str(one.judgement),
        "lapsed": lapsed_json(one.lapsed),
        "looked": judged.looked.isoformat() if judged and judged.looked else None,
        "number": one.number,
        "redactions": len(one.redactions),
        "version": one.version,
    }


def lapsed_json(one: LapsedJudgement | None) -> JsonObject | None:
    """Write as JSON what was decided on a document before, and by whom it lapsed."""
    if one is None:
        return None
    return {
        "at": iso(one.at),
        "by": one.by,
        "judged_by": one.judged.by,
        "judgement": str(one.judged.judgement),
    }


def redaction_json(one: Redaction) -> JsonObject:
    """Write where something is kept back as JSON, and not what."""
    return {
        "allowed": one.allowed or None,
        "allowed_by": one.allowed_by,
        "area": one.area.json() if one.area else None,
        "at": iso(one.at),
        "by": one.by,
        "end": one.end,
        "ground": one.ground,
        "id": one.id,
        "number": one.number,
        "place": str(one.place),
        "start": one.start,
    }


def disagreement_json(one: Disagreement) -> JsonObject:
    """Write with what a second reader does not agree as JSON, and what came of it."""
    return {
        "answer": one.answer or None,
        "answered_at": iso(one.answered_at) if one.answered_at else None,
        "answered_by": one.answered_by,
        "at": iso(one.at),
        "by": one.by,
        "document": one.document,
        "ended_at": iso(one.ended_at) if one.ended_at else None,
        "ended_by": one.ended_by,
        "id": one.id,
        "number": one.number,
        "reason": one.reason,
        "span": said_span(one.span) if one.span else None,
        "state": str(one.state),
    }

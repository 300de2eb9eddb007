"""One document of a Woo dossier: its words, what is proposed, and what is kept back of it."""

from http import HTTPStatus
from typing import Any

import msgspec

from weerklank.model.errors import WrongUse
from weerklank.model.span import Place, Span, read_span
from weerklank.model.text import Text
from weerklank.services.disclose.dossier_json import lapsed_json, suggestion_json
from weerklank.services.disclose.film_along import let_film_along
from weerklank.services.disclose.look_at_document import LookedAt, look_at_document
from weerklank.services.disclose.redact import allow_elsewhere, redact, undo_redaction
from weerklank.services.disclose.suggest import let_stand, offer_again
from weerklank.web.api import shapes_of_woo as shapes
from weerklank.web.api.asked import Count, Line, Long, OneSpan, SeenQuery, SeenReason
from weerklank.web.api.operation import Call, NotThere
from weerklank.web.api.problems import WRONG_VALUES, ApiError, Wrong
from weerklank.web.api.write_dossiers import WOO, found_dossier, told_dossier

_ONE_OF_THREE = Text(
    "Geef één van de drie: een plaats, een passage of een veld.",
    "Give one of the three: a span, a passage or a field.",
)


class NewRedaction(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept back, and on which ground: a span, a passage, or all of a field.

    `seen` is the `acts` of the document as it was given: refused when anything was done since.
    """

    ground: Line
    span: OneSpan | None = None
    passage: Long | None = None
    field: Place | None = None
    seen: Count | None = None


class GivenSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a document, as `text:12-20`; `seen` as of a redaction."""

    span: OneSpan
    seen: Count | None = None


class FilmAlong(msgspec.Struct, frozen=True, kw_only=True):
    """Whether what the films of a document say goes along as text; `seen` as of a redaction."""

    along: bool
    seen: Count | None = None


def document(call: Call) -> dict[str, Any]:
    """Give a document with its words, and with what is proposed."""
    found = _found(call)
    item = found.item
    return {
        "id": found.document.id,
        "number": found.document.number,
        "acts": found.document.acts,
        "judgement": found.document.judgement.value,
        "lapsed": lapsed_json(found.document.lapsed),
        "grounds": [*found.document.grounds],
        "title": str(item.title) if item and item.title else None,
        "text": str(item.text) if item and item.text else None,
        "files": len(item.media) if item else 0,
        "text_in_film": "".join(one.text for one in found.words.get(Place.FILM, ())) or None,
        "film_along": found.document.film_along,
        "unreadable": found.why.code if found.why else None,
        "redactions": [
            {
                "number": one.number,
                "place": one.place.value,
                "start": one.start,
                "end": one.end,
                "ground": one.ground,
                "allowed": one.allowed or None,
            }
            for one in found.document.redactions
        ],
        "suggestions": [
            {**suggestion_json(found.document, one), "left": one.is_left}
            for one in found.suggestions
        ],
        "previous": found.before,
        "next": found.after,
        "_links": {
            "self": {
                "href": f"/api/v1/woo-verzoeken/{found.dossier.id}/stukken/{found.document.id}"
            }
        },
    }


def mark(call: Call) -> dict[str, Any]:
    """Keep something back."""
    found, given = _found(call), call.body
    if sum(one is not None for one in (given.span, given.passage, given.field)) != 1:
        wrong = tuple(Wrong("body", one, _ONE_OF_THREE) for one in ("span", "passage", "field"))
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, wrong)
    span = None if given.span is None else span_of(given.span)
    part = next(one for one in (span, given.passage, given.field) if one is not None)
    about = call.visit.workplace, found.dossier.id, found.document.id
    return told_dossier(call, redact(*about, [part], given.ground, seen=given.seen))


def undo(call: Call) -> dict[str, Any]:
    """Take a redaction away again."""
    about, asked = (call.visit.workplace, found_dossier(call).id, _number(call)), call.query
    seen = asked.seen if isinstance(asked, SeenQuery) else None
    return told_dossier(call, undo_redaction(*about, seen=seen))


def allow(call: Call) -> dict[str, Any]:
    """Let the words of a redaction stay readable elsewhere, with the reason."""
    about, given = (call.visit.workplace, found_dossier(call).id, _number(call)), call.body
    return told_dossier(call, allow_elsewhere(*about, given.reason, seen=given.seen))


def leave(call: Call) -> dict[str, Any]:
    """Let what is proposed stand as it is."""
    found = _found(call)
    about = call.visit.workplace, found.dossier.id, found.document.id
    return told_dossier(call, let_stand(*about, [span_of(call.body.span)], seen=call.body.seen))


def offer(call: Call) -> dict[str, Any]:
    """Propose it once more."""
    found = _found(call)
    about = call.visit.workplace, found.dossier.id, found.document.id
    return told_dossier(call, offer_again(*about, [span_of(call.body.span)], seen=call.body.seen))


def film(call: Call) -> dict[str, Any]:
    """Let what the films of a document say go along as text, or not after all."""
    found, given = _found(call), call.body
    about = call.visit.workplace, found.dossier.id, found.document.id
    return told_dossier(call, let_film_along(*about, along=given.along, seen=given.seen))


def _found(call: Call) -> LookedAt:
    try:
        return look_at_document(call.visit.workplace, call.path["dossier"], call.path["post"])
    except WrongUse as error:
        raise NotThere from error


def span_of(given: str) -> Span:
    """Read a span; wrong values where it is none."""
    found = read_span(given)
    if found is None:
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES)
    return found


def _number(call: Call) -> int:
    """Give the number of a redaction; NotThere for what is none of this document."""
    given, found = call.path["redaction"], found_dossier(call)
    numbers = {str(one.number): one for one in found.redactions}
    if given not in numbers or numbers[given].id != call.path["post"]:
        raise NotThere
    return numbers[given].number


_HERE = "/woo-verzoeken/{dossier}/stukken/{post}"
ROWS = (
    WOO.read(
        "getDocument",
        _HERE,
        "dossier-document",
        Text(
            "Eén stuk, met zijn woorden en wat wordt voorgesteld te lakken",
            "One document, with its words and what is proposed to be redacted",
        ),
        document,
        shapes.Document,
    ),
    WOO.do(
        "redactDocument",
        f"{_HERE}/laksels",
        "dossier-redact",
        Text("Lak een plaats, een passage of een veld", "Redact a span, a passage or a field"),
        mark,
        shapes.Dossier,
        NewRedaction,
    ),
    WOO.do(
        "undoRedaction",
        f"{_HERE}/laksels/{{redaction}}/intrekkingen",
        "dossier-undo",
        Text("Haal een laksel weer weg", "Take a redaction away again"),
        undo,
        shapes.Dossier,
        query=SeenQuery,
    ),
    WOO.do(
        "allowElsewhere",
        f"{_HERE}/laksels/{{redaction}}/toelatingen",
        "dossier-allow",
        Text(
            "Laat de woorden van een laksel elders staan, met de reden",
            "Let the words of a redaction stay readable elsewhere, with the reason",
        ),
        allow,
        shapes.Dossier,
        SeenReason,
    ),
    WOO.do(
        "letFilmAlong",
        f"{_HERE}/tekst-in-film",
        "dossier-film",
        Text(
            "Laat wat in een film wordt gezegd meegaan als tekst, of toch niet",
            "Let what is said in a film go along as text, or not after all",
        ),
        film,
        shapes.Dossier,
        FilmAlong,
    ),
    WOO.do(
        "leaveSuggestion",
        f"{_HERE}/voorstellen/weg",
        "dossier-redact",
        Text("Laat een voorstel om te lakken rusten", "Let a proposal stand"),
        leave,
        shapes.Dossier,
        GivenSpan,
    ),
    WOO.do(
        "offerSuggestion",
        f"{_HERE}/voorstellen/terug",
        "dossier-redact",
        Text("Stel het opnieuw voor", "Propose it once more"),
        offer,
        shapes.Dossier,
        GivenSpan,
    ),
)

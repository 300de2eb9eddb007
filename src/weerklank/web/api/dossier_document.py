"""One document of a Woo dossier: its words, what is proposed, and what is kept back of it."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from django.http.response import HttpResponseBase

from weerklank.model.area import area_of
from weerklank.model.errors import WrongUse
from weerklank.model.span import Place, Span, read_span
from weerklank.model.text import Text
from weerklank.services.disclose.covered_picture import why_whole
from weerklank.services.disclose.dossier_json import lapsed_json, suggestion_json
from weerklank.services.disclose.film_along import let_film_along
from weerklank.services.disclose.hide_part import hide_part, see_picture
from weerklank.services.disclose.look_at_document import LookedAt, look_at_document
from weerklank.services.disclose.redact import allow_elsewhere, redact, undo_redaction
from weerklank.services.disclose.suggest import let_stand, offer_again
from weerklank.web.api import shapes_of_woo as shapes
from weerklank.web.api.asked import Count, Line, Long, OneSpan, SeenQuery, SeenReason
from weerklank.web.api.operation import Call, NotThere
from weerklank.web.api.problems import WRONG_VALUES, ApiError, Wrong
from weerklank.web.api.write_dossiers import WOO, found_dossier, told_dossier
from weerklank.web.picture_sent import sent_picture

_DIGITS = 6
_TOO_SMALL = Text(
    "Een deel van het beeld, hoe klein ook.", "A part of the picture, however small."
)
_ONE_OF_THREE = Text(
    "Geef één van de drie: een plaats, een passage of een veld.",
    "Give one of the three: a span, a passage or a field.",
)


#: In per cent.
Begins = Annotated[float, msgspec.Meta(ge=0, lt=100)]
Reaches = Annotated[float, msgspec.Meta(gt=0, le=100)]


class NewRedaction(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept back, and on which ground: a span, a passage, or all of a field.

    `seen` is the `acts` of the document as it was given: refused when anything was done since.
    """

    ground: Line
    span: OneSpan | None = None
    passage: Long | None = None
    field: Literal["title", "text", "film", "author", "medium"] | None = None
    seen: Count | None = None


class GivenSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a document, as `text:12-20`; `seen` as of a redaction."""

    span: OneSpan
    seen: Count | None = None


class HiddenPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a picture that is kept back, in per cent of it upright, and on which ground.

    `file` is its number among the files of the document, from 1; `seen` as of a redaction.
    """

    file: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    left: Begins
    top: Begins
    width: Reaches
    height: Reaches
    ground: Line
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
        "file_list": [_file(found, at) for at in range(len(item.media) if item else 0)],
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
                "area": one.area.json() if one.area else None,
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


def _file(found: LookedAt, at: int) -> dict[str, Any]:
    path = found.media[at].path if at < len(found.media) else None
    whole = why_whole(path)
    here = f"/api/v1/woo-verzoeken/{found.dossier.id}/stukken/{found.document.id}"
    return {
        "number": at + 1,
        "whole": whole.value if whole else None,
        "_links": None if whole else {"self": {"href": f"{here}/beelden/{at + 1}"}},
    }


def mark(call: Call) -> dict[str, Any]:
    """Keep something back."""
    found, given = _found(call), call.body
    if sum(one is not None for one in (given.span, given.passage, given.field)) != 1:
        wrong = tuple(Wrong("body", one, _ONE_OF_THREE) for one in ("span", "passage", "field"))
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, wrong)
    span = None if given.span is None else span_of(given.span)
    field = None if given.field is None else Place(given.field)
    part = next(one for one in (span, given.passage, field) if one is not None)
    about = call.visit.workplace, found.dossier.id, found.document.id
    return told_dossier(call, redact(*about, [part], given.ground, seen=given.seen))


def hide(call: Call) -> dict[str, Any]:
    """Keep a part of a picture back."""
    found, given = _found(call), call.body
    places = (given.left, given.top, given.width, given.height)
    area = area_of(*(format(one, "f") for one in places))
    if area is None:  # smaller than what is told apart
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (Wrong("body", "width", _TOO_SMALL),))
    about = call.visit.workplace, found.dossier.id, found.document.id, given.file
    return told_dossier(call, hide_part(*about, [area], given.ground, seen=given.seen))


def picture(call: Call) -> HttpResponseBase:
    """Give a picture upright, as parts of it are told; without the bars over it."""
    given = call.path["file"]
    if not (given.isascii() and given.isdecimal() and len(given) < _DIGITS):
        raise NotThere
    made = see_picture(_found(call), int(given))
    return sent_picture(made)


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
        "hidePart",
        f"{_HERE}/beelddelen",
        "dossier-hide",
        Text("Lak een deel van een beeld", "Redact a part of a picture"),
        hide,
        shapes.Dossier,
        HiddenPart,
    ),
    WOO.file(
        "getPicture",
        f"{_HERE}/beelden/{{file}}",
        "dossier-picture-shown",
        Text(
            "Een beeld zoals het rechtop staat, om delen van te lakken",
            "A picture as it stands upright, to redact parts of",
        ),
        picture,
        "*/*",
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

"""Woo dossiers: with what a second reader does not agree, what is answered, and agreeing anew."""

from http import HTTPStatus
from typing import Any

import msgspec

from weerklank.model.text import Text
from weerklank.services.disclose.disagree import agree, answer, disagree
from weerklank.services.disclose.dossier_json import disagreement_json
from weerklank.web.api import shapes_of_woo as shapes
from weerklank.web.api.asked import Count, Line, Many, OneSpan, Reason
from weerklank.web.api.dossier_document import span_of
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.problems import WRONG_VALUES, ApiError, Wrong
from weerklank.web.api.write_dossiers import WOO, found_dossier, told_dossier

#: Of the number of a disagreement, fewer than these.
_DIGITS = 10
_OF_ONE = Text("Geef dit bij één stuk.", "Give this with one document.")


class NewDisagreement(msgspec.Struct, frozen=True, kw_only=True):
    """Documents with which a second reader does not agree, and why.

    Of one document `span` is the place that is pointed at, as `text:12-20`, and `seen` its `acts`
    as it was given: refused when anything was done with it since.
    """

    items: Many
    reason: Line
    span: OneSpan | None = None
    seen: Count | None = None


def disagreements(call: Call) -> Listed:
    """List what second readers did not agree with, in the order in which they said so."""
    return paged([*found_dossier(call).disagreements], call.query, disagreement_json)


def new_disagreement(call: Call) -> dict[str, Any]:
    """Record with which documents the second reader does not agree."""
    found, given = found_dossier(call), call.body
    of_one = {"span": given.span, "seen": given.seen}
    if len(given.items) > 1 and any(one is not None for one in of_one.values()):
        wrong = (Wrong("body", name, _OF_ONE) for name, one in of_one.items() if one is not None)
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, tuple(wrong))
    made = disagree(
        call.visit.workplace,
        found.id,
        given.items,
        given.reason,
        span=None if given.span is None else span_of(given.span),
        seen=None if given.seen is None else {given.items[0]: given.seen},
    )
    return told_dossier(call, made)


def explain(call: Call) -> dict[str, Any]:
    """Explain why a document stays as it is."""
    name, number = found_dossier(call).id, _number(call)
    return told_dossier(call, answer(call.visit.workplace, name, number, call.body.reason))


def settle(call: Call) -> dict[str, Any]:
    """Agree after all."""
    name, number = found_dossier(call).id, _number(call)
    return told_dossier(call, agree(call.visit.workplace, name, number))


def _number(call: Call) -> int:
    given = call.path["disagreement"]
    if not (given.isascii() and given.isdecimal()) or len(given) >= _DIGITS:
        raise NotThere
    number = int(given)
    if all(one.number != number for one in found_dossier(call).disagreements):
        raise NotThere
    return number


ROWS = (
    WOO.read(
        "listDisagreements",
        "/woo-verzoeken/{dossier}/tegenspraken",
        "dossier-disagreements",
        Text("Waarmee een tweede lezer niet akkoord is", "What a second reader disagrees with"),
        disagreements,
        shapes.Disagreement,
        Paging,
    ),
    WOO.do(
        "disagree",
        "/woo-verzoeken/{dossier}/tegenspraken",
        "dossier-disagree",
        Text("Ga niet akkoord met stukken", "Do not agree with documents"),
        new_disagreement,
        shapes.Dossier,
        NewDisagreement,
        HTTPStatus.CREATED,
    ),
    WOO.do(
        "answerDisagreement",
        "/woo-verzoeken/{dossier}/tegenspraken/{disagreement}/antwoorden",
        "dossier-answer",
        Text("Leg uit waarom een stuk zo blijft", "Explain why a document stays so"),
        explain,
        shapes.Dossier,
        Reason,
    ),
    WOO.do(
        "agreeAfterAll",
        "/woo-verzoeken/{dossier}/tegenspraken/{disagreement}/akkoorden",
        "dossier-agree",
        Text("Ga alsnog akkoord", "Agree after all"),
        settle,
        shapes.Dossier,
    ),
)

"""One document of a dossier: read it, keep passages back with their ground, judge it (5.18)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.dossier import DISCLOSURES, OPEN, Disclosure, DossierDocument, DossierState
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.item_words import KINDS
from weerklank.model.part_of_picture import NOT_IN_PART
from weerklank.model.platform import TITLES
from weerklank.model.span import PLACES, RUNNING, Place, read_span, said_span
from weerklank.model.text import Text
from weerklank.model.woo_grounds import WOO_GROUNDS
from weerklank.services.disclose.covered_picture import why_whole
from weerklank.services.disclose.film_along import let_film_along
from weerklank.services.disclose.gather import remove_document
from weerklank.services.disclose.judge import judge
from weerklank.services.disclose.look_at_document import LookedAt, look_at_document
from weerklank.services.disclose.read_document import words_at
from weerklank.services.disclose.redact import Part, allow_elsewhere, redact, undo_redaction
from weerklank.services.disclose.suggest import KINDS as KIND_WORDS
from weerklank.services.disclose.suggest import let_stand, offer_again
from weerklank.services.find.item_json import author_name
from weerklank.services.find.show_item import ShownMedium
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_form import day
from weerklank.web.dossier_rows import undecided_after
from weerklank.web.error_words import message_of, next_of
from weerklank.web.grounds_offered import RARE, USUAL
from weerklank.web.medium_told import medium_told
from weerklank.web.open_pages import OPEN_PAGES
from weerklank.web.permissions import may
from weerklank.web.seen_acts import seen
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossier_disagree import disagreement_rows, is_second
from weerklank.web.views.dossier_picture import bars_of
from weerklank.web.views.dossiers import DOSSIERS
from weerklank.web.visit import Visit, the_visit

_NOTHING = Text(
    "Kies zinnen, geef een passage of kies alle tekst.",
    "Choose sentences, give a passage or choose all text.",
)
_NO_JUDGEMENT = Text("Kies een beoordeling.", "Choose a judgement.")
#: What is done with a proposal besides redacting it.
_ACTS = {"leave": let_stand, "offer": offer_again}
#: Of the number of a mark, fewer than these.
_DIGITS = 10


@require_safe
def document(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Show one document with what is kept back of it."""
    return _page(request, the_visit(request), number, post)


def _page(
    request: HttpRequest,
    visit: Visit,
    number: str,
    post: str,
    error: WeerklankError | Text | None = None,
) -> HttpResponse:
    found = _find(visit, number, post)
    one, item, files = found.document, found.item, _files(visit, found)
    told = error if isinstance(error, Text) else message_of(error) if error else None
    is_open = found.dossier.state is not DossierState.FROZEN
    return page(
        request,
        "dossier/document.html",
        {
            "dossier": found.dossier,
            "document": one,
            "item": item,
            "author": author_name(item.author) if item else "",
            "author_grounds": [m.ground for m in one.redactions if m.place is Place.AUTHOR],
            "kind": KINDS[item.kind] if item else "",
            "platform": TITLES.get(item.platform, item.platform) if item else "",
            "why": message_of(found.why) if found.why else None,
            "words": [
                (place.value, PLACES[place], stretches)
                for place, stretches in found.words.items()
                if place in RUNNING
            ],
            "sentences": found.sentences,
            "offered": [one for one in _offered(found) if not one["is_left"]],
            "left": [one for one in _offered(found) if one["is_left"]],
            "last_left": ":".join((one.left[-1][0].value, f"{one.left[-1][1]}-{one.left[-1][2]}"))
            if one.left
            else "",
            "last_is_left": one.left_at is not None
            and all(mark.at < one.left_at for mark in one.redactions),
            "files": files,
            "has_pictures": any(one["goes"] and not one["whole"] for one in files),
            "around": [(one, DISCLOSURES[one.judgement], _state(one)) for one in found.around],
            "beside_me": OPEN_PAGES.others(visit, found.dossier.id, one.id) if is_open else (),
            "judgement": DISCLOSURES[one.judgement],
            "judged": one.judged,
            # Of who judged that nothing is left out: a redaction is told to lapse that.
            "would_lapse": one.judged if one.judged and one.judgement in OPEN else None,
            "lapsed": one.lapsed,
            "lapsed_said": DISCLOSURES[one.lapsed.judged.judgement] if one.lapsed else None,
            "is_undecided": is_open and not one.is_decided,
            "judgements": [
                (value.value, text, value is one.judgement) for value, text in DISCLOSURES.items()
            ],
            "grounds": [(code, ground.text) for code, ground in WOO_GROUNDS.items()],
            "usual": USUAL,
            "rare": RARE,
            "wholes": [(place.value, PLACES[place]) for place in found.words],
            "marks": [
                {"mark": mark, "place": mark.where, "ground": WOO_GROUNDS[mark.ground]}
                for mark in one.redactions
            ],
            "disagreements": disagreement_rows(
                visit,
                found.dossier,
                [said for said in found.dossier.disagreements if said.id == one.id],
            ),
            "may_disagree": is_second(visit, found.dossier)
            and may(visit.roles, "dossier-disagree"),
            "places": _places(visit, found),
            "before": found.before,
            "after": found.after,
            "waits": undecided_after(found.dossier, one) if is_open else None,
            "may_work": is_open and may(visit.roles, "dossier-redact"),
            "problem": told,
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
        },
        crumbs=(
            Crumb(DOSSIERS, reverse("dossiers")),
            Crumb(found.dossier.id, reverse("dossier", args=[found.dossier.id])),
            Crumb(f"{one.number:04d}"),
        ),
        status=422 if told else 200,
    )


def _offered(found: LookedAt) -> list[dict[str, object]]:
    """Give what is proposed as a template draws it, by the number that stands in the text."""
    return [
        {
            "number": number,
            "span": f"{one.place}:{one.start}-{one.end}",
            "words": one.words,
            "kind": KIND_WORDS[one.kind][0],
            "is_doubtful": one.is_doubtful,
            "public": one.public,
            "is_left": one.is_left,
        }
        for number, one in enumerate(found.suggestions)
    ]


def _files(visit: Visit, found: LookedAt) -> list[dict[str, object]]:
    """Give the files as a template shows them, with what of a picture is kept back."""
    if found.item is None:
        return []
    kept, item = found.document.media_kept_back, found.item.id
    shown = dict(enumerate(found.media))
    return [
        {
            "span": f"{Place.MEDIUM}:{at}-{at + 1}",
            "number": at + 1,
            "alt": str(one.alt or ""),
            "goes": at not in kept,
            "one": medium_told(visit, item, shown[at]) if at in shown else None,
            "bars": bars_of(found.document, at),
            "whole": _why_whole(shown.get(at)),
        }
        for at, one in enumerate(found.item.media)
    ]


def _why_whole(one: ShownMedium | None) -> Text | None:
    """Tell why no part of a file can be kept back; None of a picture."""
    why = why_whole(one.path if one else None)
    return NOT_IN_PART[why] if why else None


def _places(visit: Visit, found: LookedAt) -> list[tuple[str, Text, str]]:
    """Give at what a second reader can point without selecting letters: span, what, its words."""
    if found.item is None:
        return []
    every = [
        (
            (one.place, one.start, one.end),
            Text(f"lakking {one.number}", f"redaction {one.number}"),
            words_at(visit.workplace, found.item, one),
        )
        for one in found.document.redactions
        if one.area is None
    ]
    for at in range(len(found.item.media)):
        numbers = ", ".join(str(one.number) for one in found.document.parts_of(at))
        if numbers:
            what = Text(
                f"gelakte delen van beeld {at + 1} ({numbers})",
                f"redacted parts of picture {at + 1} ({numbers})",
            )
            every.append(((Place.PICTURE, at, at + 1), what, ""))
    every += [
        ((Place.TEXT, one.start, one.start + len(one.text)), Text("zin", "sentence"), one.text)
        for one in found.sentences
    ]
    every += [
        ((Place.MEDIUM, at, at + 1), Text(f"bestand {at + 1}", f"file {at + 1}"), "")
        for at in range(len(found.item.media))
    ]
    return [(said_span(span), what, shorten(words)) for span, what, words in every]


def shorten(words: str, most: int = 60) -> str:
    """Give the begin of words for a list."""
    said = " ".join(words.split())
    return said if len(said) <= most else f"{said[:most].rstrip()}…"


def _state(one: DossierDocument) -> str:
    """Tell by which sign the list shows how far a document is."""
    if not one.is_decided:
        return "open"
    return "half" if one.judgement is Disclosure.PARTLY else "done"


def _find(visit: Visit, number: str, post: str) -> LookedAt:
    try:
        return look_at_document(visit.workplace, number, post)
    except WrongUse as error:
        raise Http404 from error


@require_POST
def mark(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Keep back the sentences that were chosen, a passage that was typed, or all of a place."""
    visit = the_visit(request)
    found = _find(visit, number, post)
    ground = request.POST.get("ground", "")
    typed = request.POST.get("passage", "").strip()
    chosen = request.POST.getlist("sentence")
    passages = [one.text for at, one in enumerate(found.sentences) if str(at) in chosen]
    passages += [typed] if typed else []
    whole = [place for place in Place if place.value in request.POST.getlist("whole")]
    spans = [span for one in request.POST.getlist("span") if (span := read_span(one))]
    act = _ACTS.get(request.POST.get("act", ""))
    parts: list[Part] = [*spans, *whole, *passages]
    if not (spans if act else parts):
        return _page(request, visit, number, post, _NOTHING)
    about, acts = (visit.workplace, number, post), seen(request)
    try:
        if act:
            act(*about, spans, seen=acts)
        else:
            redact(*about, parts, ground, seen=acts)
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def film(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Let what the films of a document say go along as text, or not after all."""
    visit = the_visit(request)
    _find(visit, number, post)
    along = request.POST.get("along") == "1"
    try:
        let_film_along(visit.workplace, number, post, along=along, seen=seen(request))
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def undo(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Take a mark away again."""
    visit = the_visit(request)
    _find(visit, number, post)
    given = request.POST.get("number", "")
    try:
        undo_redaction(visit.workplace, number, _count(given), seen=seen(request))
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    if file := _count(request.POST.get("file", "")):  # undone where the picture is worked on
        seal_events(visit.workplace)
        return redirect("dossier-picture", number=number, post=post, file=file)
    return _done(visit, number, post)


@require_POST
def allow(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Let the words of a mark stay readable elsewhere, with the reason."""
    visit = the_visit(request)
    _find(visit, number, post)
    given, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    try:
        allow_elsewhere(visit.workplace, number, _count(given), reason, seen=seen(request))
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def judged(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Judge the whole document, and stay with it or go on to the next that waits."""
    visit = the_visit(request)
    found = _find(visit, number, post)
    value = next((one for one in Disclosure if one == request.POST.get("judgement")), None)
    if value is None:
        return _page(request, visit, number, post, _NO_JUDGEMENT)
    ground = request.POST.get("ground", "")
    looked = day(request.POST.get("looked", ""))
    needs = value in (Disclosure.REFUSED, Disclosure.PARTLY)
    try:
        judge(
            visit.workplace,
            number,
            post,
            value,
            grounds=(ground,) if needs and ground else (),
            looked=looked if value is Disclosure.ALREADY_PUBLIC else None,
            seen=seen(request),
        )
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    onward = undecided_after(found.dossier, found.document)
    return _done(visit, number, (request.POST.get("go") == "next" and onward) or post)


@require_POST
def remove(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Take the document out of the dossier, with the reason."""
    visit = the_visit(request)
    _find(visit, number, post)
    try:
        reason = request.POST.get("reason", "")
        remove_document(visit.workplace, number, post, reason, seen=seen(request))
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    seal_events(visit.workplace)
    return redirect("dossier", number=number)


def _count(given: str) -> int:
    """Give the number of a mark; 0, which none has, for what is no number."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < _DIGITS else 0


def _done(visit: Visit, number: str, post: str) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect("dossier-document", number=number, post=post)

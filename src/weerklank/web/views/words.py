"""*Twijfelgevallen*: what a detector is not sure of, for the privacy officer to say (D4)."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.found_mark import KINDS, MARKS
from weerklank.model.text import Text
from weerklank.services.appraise.words_in_doubt import WordInDoubt, judge_word, words_in_doubt
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.error_words import message_of
from weerklank.web.foreign import shown
from weerklank.web.shell import page
from weerklank.web.visit import the_visit

if TYPE_CHECKING:
    from django.core.paginator import Page

_A_PAGE = 20
_STATES = {
    "waiting": Text("wacht op u", "waits for you"),
    "person": Text("is iemand", "is a person"),
    "nobody": Text("is niemand", "is nobody"),
}
_JUDGED = {"person": True, "nobody": False}


def words(request: HttpRequest) -> HttpResponse:
    """List the words in doubt, those that stand in most posts first."""
    workplace = the_visit(request).workplace
    with_decided = request.GET.get("alles") == "ja"
    waiting = words_in_doubt(workplace, limit=0).total
    total = (
        words_in_doubt(workplace, with_decided=True, limit=0).total if with_decided else waiting
    )
    pages: Page[int] = Paginator(range(total), _A_PAGE).get_page(request.GET.get("blad"))
    found = words_in_doubt(
        workplace,
        with_decided=with_decided,
        limit=_A_PAGE,
        offset=max(pages.start_index() - 1, 0),
    )
    return page(
        request,
        "words/list.html",
        {
            "rows": [_told(one) for one in found.words],
            "pages": pages,
            "query_before": "alles=ja" if with_decided else "",
            "waiting": waiting,
            "with_decided": with_decided,
            "is_settled": "vastgelegd" in request.GET,
        },
    )


@require_POST
def judge(request: HttpRequest, word: str) -> HttpResponse:
    """Record whether a word is a person."""
    workplace = the_visit(request).workplace
    said = request.POST.get("state", "")
    if said not in _JUDGED:
        raise Http404
    try:
        judge_word(workplace, word, is_person=_JUDGED[said])
    except WrongUse as error:
        raise Http404 from error
    except Refused as error:
        told = {"title": _STATES[said], "what": message_of(error), "next": "", "code": error.code}
        return page(request, "error/error.html", told, status=422)
    seal_events(workplace)
    more = "&alles=ja" if request.POST.get("alles") == "ja" else ""
    return redirect(f"{reverse('words')}?vastgelegd=ja{more}")


def _told(word: WordInDoubt) -> dict[str, object]:
    return {
        "word": word,
        "kind": KINDS[word.mark.kind],
        "mark": MARKS[word.mark.kind],
        "sure": round(word.mark.confidence * 100),
        "state": _STATES[word.state],
        "may_be": [said for said in _JUDGED if said != word.state],
        "around": [
            {
                "id": one.id,
                "before": None if one.before is None else shown(one.before),
                "after": shown(one.after or ""),
            }
            for one in word.around
        ],
    }

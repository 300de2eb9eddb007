"""*Beleid en handleidingen*: the policy draft, one-page guides and recommendations (J3, J4)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weerklank.model.text import Text
from weerklank.services.guide.check_recommendations import ANSWERS, Answer
from weerklank.services.guide.user_group import POLICY
from weerklank.services.guide.write_guides import RECOMMENDED, guide, guides
from weerklank.web.document_shown import FORMS, as_file, told_blocks
from weerklank.web.foreign import shown
from weerklank.web.permissions import may
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit

_TABS = (
    ("guides", Text("Beleid en handleidingen", "Policy and guides")),
    ("recommendations", Text("Aanbevelingen", "Recommendations")),
)
#: Mark of each answer; the third shares its sign with nothing.
_MARKS = {Answer.MET: "right", Answer.NOT_MET: "wrong", Answer.NOT_CHECKED: "not_checked"}
_FILES = {POLICY: "socialmediabeleid-concept", RECOMMENDED: "aanbevelingen"}


@require_safe
def policy_and_guides(request: HttpRequest) -> HttpResponse:
    """Show the documents that settings give, one of them whole, or give that as a file."""
    visit = the_visit(request)
    made = guides(visit.workplace, visit.language)
    asked, form = request.GET.get("document", POLICY), request.GET.get("vorm")
    chosen = next((one for one in made if one.name == asked), None)
    if chosen is None or form not in (None, *FORMS):
        raise Http404
    if form is not None:
        return as_file(chosen.document, _file(visit, chosen.name), form)
    return page(
        request,
        "guides.html",
        {
            "archive_tabs": _tabs(visit, "guides"),
            "documents": [
                {
                    "name": one.name,
                    "title": one.document.title,
                    "open": len(one.open),
                    "is_chosen": one is chosen,
                }
                for one in made
            ],
            "chosen": chosen.name,
            "title": chosen.document.title,
            "facts": [(name, shown(value)) for name, value in chosen.document.facts],
            "open": chosen.open,
            "blocks": told_blocks(chosen.document),
        },
    )


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show each recommendation of module 3 and how it stands, or give that as a file."""
    visit = the_visit(request)
    form = request.GET.get("vorm")
    if form not in (None, *FORMS):
        raise Http404
    made = guide(visit.workplace, RECOMMENDED, visit.language)
    if form is not None:
        return as_file(made.document, _file(visit, RECOMMENDED), form)
    return page(
        request,
        "recommendations.html",
        {
            "archive_tabs": _tabs(visit, "recommendations"),
            "title": made.document.title,
            "recommendations": [
                {
                    "is": one.recommendation,
                    "answer": ANSWERS[one.answer],
                    "mark": _MARKS[one.answer],
                    "seen": [(seen.said, seen.answer is Answer.MET) for seen in one.seen],
                }
                for one in made.checked
            ],
        },
    )


def _file(visit: Visit, name: str) -> str:
    return f"{_FILES.get(name, f'handleiding-{name}')}-{visit.workplace.today()}"


def _tabs(visit: Visit, here: str) -> list[dict[str, object]]:
    """Give the tabs that one may open, none where there is but one."""
    tabs: list[dict[str, object]] = [
        {"address": reverse(name), "text": text, "is_current": name == here}
        for name, text in _TABS
        if may(visit.roles, name)
    ]
    return tabs if len(tabs) > 1 else []

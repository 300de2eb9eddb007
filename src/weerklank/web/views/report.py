"""*Verslag*: the data protection report of the organisation or one account, and as a file (D5)."""

from django.http import Http404, HttpRequest, HttpResponse

from weerklank import bootstrap
from weerklank.model.errors import WrongUse
from weerklank.services.oversee.data_report import data_report
from weerklank.services.oversee.report_facts import report_facts
from weerklank.web.account_facts import name_of
from weerklank.web.document_shown import FORMS, as_file, told_blocks
from weerklank.web.foreign import shown
from weerklank.web.shell import page
from weerklank.web.visit import the_visit


def report(request: HttpRequest) -> HttpResponse:
    """Show the report, or give it as a file."""
    visit = the_visit(request)
    account = request.GET.get("account") or None
    form = request.GET.get("vorm")
    if form is not None and form not in FORMS:
        raise Http404
    try:
        facts = report_facts(visit.workplace, bootstrap.connectors(), account)
    except WrongUse as error:
        raise Http404 from error
    document = data_report(visit.workplace, facts, visit.language)
    if form is not None:
        of = facts.of.id if facts.of else "alle"
        name = f"verslag-gegevensbescherming-{of}-{visit.workplace.today()}"
        return as_file(document, name, form)
    return page(
        request,
        "privacy/report.html",
        {
            "title": document.title,
            "facts": [(name, shown(value)) for name, value in document.facts],
            "blocks": told_blocks(document),
            "accounts": [
                (one.id, name_of(one, visit.workplace.organisation.name))
                for one in visit.accounts.values()
            ],
            "account": facts.of.id if facts.of else "",
        },
    )

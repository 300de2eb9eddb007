"""*Verslag*: the data protection report of the organisation or one account, and as a file (D5)."""

from django.http import Http404, HttpRequest, HttpResponse

from weerklank import bootstrap
from weerklank.documents.document import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Passages,
    Table,
    Tone,
)
from weerklank.documents.odt import write_odt
from weerklank.documents.pdf import write_pdf
from weerklank.model.errors import WrongUse
from weerklank.services.oversee.data_report import data_report
from weerklank.services.oversee.report_facts import report_facts
from weerklank.web.account_facts import name_of
from weerklank.web.foreign import shown
from weerklank.web.shell import page
from weerklank.web.visit import the_visit

_FORMS = {
    "odt": (write_odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (write_pdf, "application/pdf"),
}


def report(request: HttpRequest) -> HttpResponse:
    """Show the report, or give it as a file."""
    visit = the_visit(request)
    account = request.GET.get("account") or None
    form = request.GET.get("vorm")
    if form is not None and form not in _FORMS:
        raise Http404
    try:
        facts = report_facts(visit.workplace, bootstrap.connectors(), account)
    except WrongUse as error:
        raise Http404 from error
    document = data_report(visit.workplace, facts, visit.language)
    if form is not None:
        write, kind = _FORMS[form]
        answer = HttpResponse(write(document), content_type=kind)
        of = facts.of.id if facts.of else "alle"
        name = f"verslag-gegevensbescherming-{of}-{visit.workplace.today()}.{form}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return page(
        request,
        "privacy/report.html",
        {
            "title": document.title,
            "facts": [(name, shown(value)) for name, value in document.facts],
            "blocks": [_told(block) for block in document.blocks],
            "accounts": [
                (one.id, name_of(one, visit.workplace.organisation.name))
                for one in visit.accounts.values()
            ],
            "account": facts.of.id if facts.of else "",
        },
    )


def _told(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level + 1, "text": block.text}
        case Paragraph():
            return {"is": block.tone.value, "text": block.text}
        case Bullets():
            return {"is": "bullets", "items": [shown(item) for item in block.items]}
        case Passages():
            return {"is": Tone.PLAIN.value, "text": block.text}
        case Table():
            rows = [
                [(shown(cell), at in block.numbers) for at, cell in enumerate(row)]
                for row in block.rows
            ]
            head = [(cell, at in block.numbers) for at, cell in enumerate(block.head)]
            return {"is": "table", "caption": block.caption, "head": head, "rows": rows}

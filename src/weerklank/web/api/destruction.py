"""Destruction lists: proposed, reviewed, authorised, executed and certified, by three persons.

What a page has typed, a program sends along: the word, and how many items it was shown.
"""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpResponse

from weerklank.documents.pdf import write_pdf
from weerklank.model.destruction import DestructionList, Ground, ListState
from weerklank.model.errors import WrongUse
from weerklank.model.text import Text
from weerklank.services.appraise.count_due import DueGroup, count_due, due_by_rows
from weerklank.services.appraise.refuse_undue import refuse_list_undue, refuse_undue
from weerklank.services.change.certificate_document import certificate_document
from weerklank.services.change.certify_list import certify, kept_xml
from weerklank.services.change.destruction_json import list_json
from weerklank.services.change.destruction_lists import (
    bring_to,
    check_step,
    propose,
    refuse_other_count,
)
from weerklank.services.change.discuss_list import answer_changes, ask_changes, except_items
from weerklank.services.change.propose_due import listed_already, propose_due
from weerklank.services.seal.read_destructions import find_list, read_lists
from weerklank.web.api.asked import Count, Line, Long, Many, Word
from weerklank.web.api.operation import MOST_ON_PAGE, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes_of_destruction import (
    DestructionLine,
    DestructionShape,
    DueRow,
    OnList,
)
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.works import begun


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a selection list."""

    list: Line
    row: Line


class NewDueList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of what is due by these rows, of one account or of all."""

    rows: Annotated[tuple[Row, ...], msgspec.Meta(min_length=1, max_length=500)]
    reason: Line
    account: Word | None = None


class NewNamedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of posts that are named."""

    items: Many
    ground: Literal["not-government", "unlawful", "court"]
    reason: Line


class TakenOff(msgspec.Struct, frozen=True, kw_only=True):
    """Items that are taken off, with the reason."""

    items: Many
    reason: Line


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """How many items the list had when it was looked at."""

    count: Count


class Authorised(Agreed, frozen=True, kw_only=True):
    """The word in full, how many items, and the first day on which it may be executed."""

    word: Literal["vernietigen", "destroy"]
    not_before: date | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a list, or answered to that."""

    reason: Long


class BackupsUntil(msgspec.Struct, frozen=True, kw_only=True):
    """The last day on which backups still hold what was destroyed, where there are any."""

    backups_until: date | None = None


class DueQuery(Paging, frozen=True, kw_only=True):
    """Of which account."""

    account: Word | None = None


def lists(call: Call) -> Listed:
    """List the destruction lists, the newest first."""
    found = [*read_lists(call.visit.workplace).values()][::-1]
    return paged(found, call.query, _line)


def items(call: Call) -> Listed:
    """List the items of a list."""
    return paged([*_found(call).items], call.query, lambda one: {"id": one})


def one(call: Call) -> dict[str, Any]:
    """Give one list."""
    return _told(_found(call))


def due(call: Call) -> Listed:
    """List what is due by row of a selection list and is on no list yet."""
    workplace = call.visit.workplace
    asked = call.query.account if isinstance(call.query, DueQuery) else None
    accounts = (call.visit.account(asked).id,) if asked else ()
    counts = count_due(workplace, workplace.today(), accounts, listed_already(workplace))
    return paged([*counts.groups], call.query, _due)


def new_due(call: Call) -> dict[str, Any]:
    """Make a list of what is due by the rows that are named."""
    given, workplace = call.body, call.visit.workplace
    accounts = (call.visit.account(given.account).id,) if given.account else ()
    today, rows = workplace.today(), {(one.list, one.row) for one in given.rows}
    found = due_by_rows(workplace, today, rows, accounts, listed_already(workplace))
    return _told(propose_due(workplace, found, today, given.reason))


def new_named(call: Call) -> dict[str, Any]:
    """Make a list of posts that are named."""
    given, workplace = call.body, call.visit.workplace
    items, ground = tuple(dict.fromkeys(given.items)), Ground(given.ground)
    refuse_undue(workplace, items, ground)
    return _told(propose(workplace, items, ground, given.reason))


def take_off(call: Call) -> dict[str, Any]:
    """Take items off, with the reason."""
    given = call.body
    name = _found(call).id
    return _told(except_items(call.visit.workplace, name, given.items, given.reason))


def review(call: Call) -> dict[str, Any]:
    """Review a list as it was shown."""
    name, workplace = _found(call).id, call.visit.workplace
    return _told(bring_to(workplace, name, ListState.REVIEWED, None, call.body.count))


def send_back(call: Call) -> dict[str, Any]:
    """Send a list back as its reviewer, with the reason."""
    name, workplace = _found(call).id, call.visit.workplace
    return _told(ask_changes(workplace, name, ListState.REVIEWED, call.body.reason))


def authorise(call: Call) -> dict[str, Any]:
    """Authorise a list as it was shown."""
    given, name, workplace = call.body, _found(call).id, call.visit.workplace
    return _told(bring_to(workplace, name, ListState.APPROVED, given.not_before, given.count))


def refuse(call: Call) -> dict[str, Any]:
    """Send a list back instead of authorising it, with the reason."""
    name, workplace = _found(call).id, call.visit.workplace
    return _told(ask_changes(workplace, name, ListState.APPROVED, call.body.reason))


def answer(call: Call) -> dict[str, Any]:
    """Propose a list once more, with the answer to what was asked."""
    name = _found(call).id
    return _told(answer_changes(call.visit.workplace, name, call.body.reason))


def execute(call: Call) -> dict[str, Any]:
    """Begin to destroy what is on a list, or go on with it, in a process of its own."""
    found, workplace = _found(call), call.visit.workplace
    refuse_other_count(found, call.body.count)
    if not found.is_open:
        check_step(workplace, found, ListState.EXECUTED)
        refuse_list_undue(workplace, found)
    given = ["--list", found.id, "--count", str(len(found.items))]
    return begun(call, "destroy", given, about=found.id)


def make_certificate(call: Call) -> dict[str, Any]:
    """Make the certificate of a list that was executed."""
    certify(call.visit.workplace, _found(call).id, call.body.backups_until)
    return _told(_found(call))


def certificate(call: Call) -> HttpResponse:
    """Give the certificate, as XML or PDF."""
    found, form = _found(call), call.path["form"]
    if found.state is not ListState.CERTIFIED or form not in {"pdf", "xml"}:
        raise NotThere
    if form == "xml":
        content = kept_xml(call.visit.workplace, found).encode()
        return HttpResponse(content, content_type="application/xml")
    made = certificate_document(certify(call.visit.workplace, found.id), call.visit.language)
    return HttpResponse(write_pdf(made), content_type="application/pdf")


def _found(call: Call) -> DestructionList:
    try:
        return find_list(call.visit.workplace, call.path["list"])
    except WrongUse as error:
        raise NotThere from error


def _told(found: DestructionList) -> dict[str, Any]:
    here = f"/api/v1/vernietigingslijsten/{found.id}"
    return {
        **list_json(found, MOST_ON_PAGE),
        "count": len(found.items),
        "_links": {"self": {"href": here}},
    }


def _line(found: DestructionList) -> dict[str, Any]:
    here = f"/api/v1/vernietigingslijsten/{found.id}"
    return {**list_json(found, 0), "count": len(found.items), "_links": {"self": {"href": here}}}


def _due(group: DueGroup) -> dict[str, Any]:
    return {
        "list": group.list,
        "row": group.row,
        "process": group.process,
        "result": group.result,
        "items": group.items,
        "until_first": group.until_first,
        "until_last": group.until_last,
    }


_LISTS = Rows(Text("Vernietigen", "Destruction"))
ROWS = (
    _LISTS.read(
        "listDestructions",
        "/vernietigingslijsten",
        "destruction",
        Text("De vernietigingslijsten, de nieuwste eerst", "Destruction lists, newest first"),
        lists,
        DestructionLine,
        Paging,
    ),
    _LISTS.read(
        "listDue",
        "/te-vernietigen",
        "destruction-add",
        Text(
            "Wat te vernietigen is, per rij van een selectielijst",
            "What is due, by row of a selection list",
        ),
        due,
        DueRow,
        DueQuery,
    ),
    _LISTS.read(
        "getDestruction",
        "/vernietigingslijsten/{list}",
        "destruction-one",
        Text(
            "Eén vernietigingslijst, met haar eerste 100 stukken",
            "One destruction list, with its first 100 items",
        ),
        one,
        DestructionShape,
    ),
    _LISTS.read(
        "listDestructionItems",
        "/vernietigingslijsten/{list}/stukken",
        "destruction-one",
        Text("De stukken van een vernietigingslijst", "The items of a destruction list"),
        items,
        OnList,
        Paging,
    ),
    _LISTS.do(
        "proposeDue",
        "/te-vernietigen/lijsten",
        "destruction-add",
        Text("Maak een lijst van wat te vernietigen is", "Make a list of what is due"),
        new_due,
        DestructionShape,
        NewDueList,
        status=HTTPStatus.CREATED,
    ),
    _LISTS.do(
        "proposeNamed",
        "/vernietigingslijsten",
        "destruction-add",
        Text("Maak een lijst van genoemde berichten", "Make a list of posts that are named"),
        new_named,
        DestructionShape,
        NewNamedList,
        status=HTTPStatus.CREATED,
    ),
    _LISTS.do(
        "exceptItems",
        "/vernietigingslijsten/{list}/uitzonderingen",
        "destruction-except",
        Text("Haal stukken van de lijst", "Take items off"),
        take_off,
        DestructionShape,
        TakenOff,
    ),
    _LISTS.do(
        "reviewDestruction",
        "/vernietigingslijsten/{list}/beoordelingen",
        "destruction-review",
        Text("Beoordeel de lijst zoals u haar zag", "Review the list as it was shown"),
        review,
        DestructionShape,
        Agreed,
    ),
    _LISTS.do(
        "returnDestruction",
        "/vernietigingslijsten/{list}/beoordelingen/terug",
        "destruction-review",
        Text("Stuur de lijst terug", "Send the list back"),
        send_back,
        DestructionShape,
        Answer,
    ),
    _LISTS.do(
        "authoriseDestruction",
        "/vernietigingslijsten/{list}/machtigingen",
        "destruction-approve",
        Text("Machtig de vernietiging", "Authorise the destruction"),
        authorise,
        DestructionShape,
        Authorised,
    ),
    _LISTS.do(
        "refuseDestruction",
        "/vernietigingslijsten/{list}/machtigingen/terug",
        "destruction-approve",
        Text("Stuur de lijst terug in plaats van te machtigen", "Send the list back instead"),
        refuse,
        DestructionShape,
        Answer,
    ),
    _LISTS.do(
        "answerDestruction",
        "/vernietigingslijsten/{list}/antwoorden",
        "destruction-answer",
        Text(
            "Stel de lijst opnieuw voor, met het antwoord",
            "Propose the list anew, with the answer",
        ),
        answer,
        DestructionShape,
        Answer,
    ),
    _LISTS.do(
        "executeDestruction",
        "/vernietigingslijsten/{list}/uitvoeringen",
        "destruction-execute",
        Text(
            "Voer de lijst uit: dit is niet terug te draaien",
            "Execute the list: this can't be undone",
        ),
        execute,
        Work,
        Agreed,
        status=HTTPStatus.ACCEPTED,
    ),
    _LISTS.do(
        "certifyDestruction",
        "/vernietigingslijsten/{list}/verklaringen",
        "destruction-certify",
        Text("Maak de verklaring van vernietiging", "Make the certificate of destruction"),
        make_certificate,
        DestructionShape,
        BackupsUntil,
    ),
    _LISTS.file(
        "getCertificate",
        "/vernietigingslijsten/{list}/verklaringen/{form}",
        "destruction-certificate",
        Text("De verklaring, als pdf of xml", "The certificate, as pdf or xml"),
        certificate,
        "*/*",
    ),
)

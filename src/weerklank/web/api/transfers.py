"""Transfer to an archive: what is in its way, decided by two, made, and its receipt."""

from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec

from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.text import Text
from weerklank.model.transfer import SealedChoice, Transfer, TransferScope
from weerklank.services.transfer.check_before import check_before
from weerklank.services.transfer.decide_sealed import decide_sealed, scope_of, votes_json
from weerklank.services.transfer.find_sip import find_sip
from weerklank.services.transfer.read_transfers import (
    find_transfer,
    open_choices,
    read_transfers,
    transfer_json,
)
from weerklank.services.transfer.take_receipt import Difference, hold_receipt
from weerklank.transfer.receipt import MOST_BYTES
from weerklank.web import site
from weerklank.web.api.asked import Lines, Word
from weerklank.web.api.files import FILE, as_sent, sent_file
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, SelfLink, Shape
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.works import begun

NO_FOLDER = fault(
    "API-011",
    Text(
        nl="Deze server heeft geen map voor wat wordt overgebracht.",
        en="This server has no folder for what is transferred.",
    ),
    Text(
        nl="Laat de technisch beheerder haar instellen, of maak de SIP met een opdracht.",
        en="Let the operator set it, or make the SIP by a command.",
    ),
)


class Scope(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What is transferred: no accounts is all."""

    accounts: Lines = ()
    since: date | None = None
    until: date | None = None


class NewVote(Scope, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What becomes of the sealed originals of what is transferred."""

    sealed: SealedChoice


class NewTransfer(Scope, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What is transferred, to whom, and who can be asked about it."""

    contact: Word = ""
    target: Word = ""


class ScopeShape(Shape, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """What is transferred."""

    accounts: list[str]
    since: date | None
    until: date | None


class Votes(Shape, frozen=True, kw_only=True):
    """What was decided on sealed originals; `decided` where two persons decided alike."""

    scope: ScopeShape
    decided: str | None
    decisions: list[dict[str, Any]]


class Checked(Votes, frozen=True, kw_only=True):
    """What would go along, and what stands in the way."""

    posts: int
    outcomes: dict[str, int]
    restricted: int
    destroying: int
    limited: int
    listed: int
    held: int


class TransferShape(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A transfer; without a receipt nothing is known to have arrived."""

    sip: str
    state: str
    scope: ScopeShape
    sealed: str
    by: str
    begun: Moment
    objects: int
    files: int
    bytes: int
    digest: str | None
    keys_digest: str | None
    originals_digest: str | None
    originals_destroyed: int
    certificates: list[str]
    receipt: str | None
    received: Moment | None
    ended: Moment | None
    links: SelfLink


class Receipt(Shape, frozen=True, kw_only=True):
    """Whether all fits that a depot received, and what does not."""

    sip: str
    state: str
    ok: bool
    total: int
    differences: list[dict[str, str]]


def transfers(call: Call) -> Listed:
    """List the transfers, the newest first."""
    found = [*read_transfers(call.visit.workplace).values()][::-1]
    return paged(found, call.query, _told)


def transfer(call: Call) -> dict[str, Any]:
    """Give one transfer."""
    return _told(_found(call))


def choices(call: Call) -> Listed:
    """List what is being prepared."""
    found = open_choices(call.visit.workplace)
    return paged(found, call.query, lambda pair: votes_json(*pair))


def check(call: Call) -> dict[str, Any]:
    """Tell what would go along by a choice, and what stands in its way."""
    scope = _scope(call)
    found = check_before(call.visit.workplace, scope)
    counted = found.counted
    return {
        **votes_json(scope, [*found.votes]),
        "posts": counted.posts,
        "outcomes": {one.value: count for one, count in counted.outcomes.items()},
        "restricted": counted.restricted,
        "destroying": counted.destroying,
        "limited": counted.limited,
        "listed": counted.listed,
        "held": counted.held,
    }


def decide(call: Call) -> dict[str, Any]:
    """Decide on sealed originals, as archivist or as privacy officer."""
    scope = _scope(call)
    return votes_json(scope, decide_sealed(call.visit.workplace, scope, call.body.sealed))


def make(call: Call) -> dict[str, Any]:
    """Make a SIP in the folder of the server, in a process of its own; one at a time."""
    folder, given, scope = site.current().sips, call.body, _scope(call)
    if folder is None:
        raise NotNow(NO_FOLDER)
    told = {
        "accounts": [*scope.accounts],
        "contact": given.contact.strip(),
        "since": scope.since.isoformat() if scope.since else None,
        "target": given.target.strip(),
        "until": scope.until.isoformat() if scope.until else None,
    }
    out = str(folder / f"sip-{call.visit.workplace.new_run()}")
    return begun(call, "transfer", ["--out", out], told=told)


def receive(call: Call) -> dict[str, Any]:
    """Hold the receipt of a depot against what was made."""
    found, workplace = _found(call), call.visit.workplace
    name = call.visit.say(Text("Dit bestand", "This file"))
    content = sent_file(call, MOST_BYTES)
    with as_sent(call):
        taken = hold_receipt(workplace, content, name, find_sip(workplace, found), found.id)
    return {
        "sip": taken.transfer.id,
        "state": taken.transfer.state.value,
        "ok": not taken.total,
        "total": taken.total,
        "differences": [_difference(one) for one in taken.differences],
    }


def _difference(one: Difference) -> dict[str, str]:
    return {"kind": one.kind, "name": one.name}


def _scope(call: Call) -> TransferScope:
    given = call.body
    return scope_of(call.visit.workplace, given.accounts, given.since, given.until)


def _found(call: Call) -> Transfer:
    try:
        return find_transfer(call.visit.workplace, call.path["transfer"])
    except WrongUse as error:
        raise NotThere from error


def _told(found: Transfer) -> dict[str, Any]:
    here = f"/api/v1/overbrengingen/{found.id}"
    return {**transfer_json(found), "_links": {"self": {"href": here}}}


_TRANSFER = Rows(Text("Overbrengen", "Transfer"))
ROWS = (
    _TRANSFER.read(
        "listTransfers",
        "/overbrengingen",
        "transfer",
        Text("De overbrengingen, de nieuwste eerst", "Transfers, newest first"),
        transfers,
        TransferShape,
        Paging,
    ),
    _TRANSFER.read(
        "getTransfer",
        "/overbrengingen/{transfer}",
        "transfer-one",
        Text("Eén overbrenging", "One transfer"),
        transfer,
        TransferShape,
    ),
    _TRANSFER.read(
        "listTransferDecisions",
        "/overbrengbesluiten",
        "transfer",
        Text(
            "Wat over originelen is besloten en nog niet overgebracht",
            "What was decided and not transferred yet",
        ),
        choices,
        Votes,
        Paging,
    ),
    _TRANSFER.do(
        "checkTransfer",
        "/overbrengcontroles",
        "transfer-new",
        Text(
            "Wat mee zou gaan, en wat ervoor in de weg staat",
            "What would go along, and what is in its way",
        ),
        check,
        Checked,
        Scope,
    ),
    _TRANSFER.do(
        "decideTransfer",
        "/overbrengbesluiten",
        "transfer-decide",
        Text("Besluit over verzegelde originelen", "Decide on sealed originals"),
        decide,
        Votes,
        NewVote,
    ),
    _TRANSFER.do(
        "makeTransfer",
        "/overbrengingen",
        "transfer-make",
        Text("Maak een SIP in de map van de server", "Make a SIP in the folder of the server"),
        make,
        Work,
        NewTransfer,
        status=HTTPStatus.ACCEPTED,
    ),
    _TRANSFER.send(
        "receiveTransfer",
        "/overbrengingen/{transfer}/ontvangsten",
        "transfer-receipt",
        Text("Leg de ontvangst van een depot vast", "Record the receipt of a depot"),
        receive,
        Receipt,
        FILE,
        status=HTTPStatus.OK,
    ),
)

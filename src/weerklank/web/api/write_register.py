"""Acts on accounts: register one, ask for a harvest, take in an export, and follow that work."""

import os
from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank.model.account import AccountKind, Intention, NamedAfter, Openness, Replies
from weerklank.model.text import Text
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.schedule.ask_harvest import ask_harvest
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web import site
from weerklank.web.api import shapes_of_register as shapes
from weerklank.web.api.asked import Line, Lines, Word
from weerklank.web.api.files import FILE, sent_upload
from weerklank.web.api.operation import NO_NUL, Call, Query
from weerklank.web.api.read_register import REGISTER, told_account
from weerklank.web.api.works import told_work
from weerklank.web.harvestable import platforms
from weerklank.web.upload import MemoryUpload, largest_upload
from weerklank.web.work import WORKS, Work


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account to be registered; its scenario follows from what is stated."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=NO_NUL)]
    kind: AccountKind
    unit: Line | None = None
    named_after: NamedAfter | None = None
    openness: Openness | None = None
    replies: Replies | None = None
    intention: Intention | None = None
    managers: Lines = ()
    processes: Lines = ()


class ImportQuery(Query, frozen=True, kw_only=True):
    """Of which account the export is, where the file does not say so."""

    account: Word | None = None


def add_account(call: Call) -> dict[str, Any]:
    """Register an account, as the form does."""
    given = call.body
    facts = Facts(
        kind=given.kind,
        unit=given.unit,
        named_after=given.named_after,
        openness=given.openness,
        replies=given.replies,
        intention=given.intention,
        managers=given.managers,
        processes=given.processes,
    )
    added = register(call.visit.workplace, given.url, facts)
    finish_change(call.visit.workplace)
    return told_account(added.account, call.visit)


def ask(call: Call) -> dict[str, Any]:
    """Ask for a harvest: it begins when the schedule comes to it; 403 with the reason if never."""
    account = call.visit.account(call.path["account"])
    stands = ask_harvest(call.visit.workplace, platforms(), account.id)
    return {"account": stands.account, "why": stands.why}


def take_in(call: Call) -> dict[str, Any]:
    """Take in an export that comes as it is; the file reaches no disk (docs/adr/0030)."""
    asked = call.query.account if isinstance(call.query, ImportQuery) else None
    account = call.visit.account(asked).id if asked else ""
    file = sent_upload(call, largest_upload())
    work = Work(
        id=call.visit.workplace.new_run(),
        kind="import",
        by=call.visit.name,
        started=call.visit.workplace.clock.now(),
        account=account,
    )
    _start(work, file, account)
    return told_work(work, call)


def _start(work: Work, file: MemoryUpload, account: str) -> None:
    """Give the file to the process of the work, and let go of it here."""
    descriptor = os.dup(file.descriptor)  # without the flag that would close it at the start
    try:
        arguments = ["--file", str(descriptor)]
        arguments += ["--account", account] if account else []
        WORKS.start(site.current(), work, arguments, descriptor)
    finally:
        os.close(descriptor)
        file.close()


ROWS = (
    REGISTER.do(
        "addAccount",
        "/accounts",
        "account-add",
        Text("Registreer een account", "Register an account"),
        add_account,
        shapes.Account,
        NewAccount,
        HTTPStatus.CREATED,
    ),
    REGISTER.do(
        "askHarvest",
        "/accounts/{account}/oogstverzoeken",
        "harvest-ask",
        Text("Vraag een oogst; de planning doet haar", "Ask for a harvest; the schedule does it"),
        ask,
        shapes.Asked,
        status=HTTPStatus.ACCEPTED,
    ),
    REGISTER.send(
        "importExport",
        "/exports",
        "import",
        Text(
            "Lees een export van een platform in, als bestand zoals het kwam",
            "Take in an export of a platform, as the file that came",
        ),
        take_in,
        shapes.Work,
        FILE,
        ImportQuery,
        HTTPStatus.ACCEPTED,
    ),
)

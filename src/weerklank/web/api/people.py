"""Access to what is not for everyone, leak scans, and the pages that profiles lead to."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank import bootstrap
from weerklank.model.access import Looked
from weerklank.model.errors import NotNow, fault
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.people.access import (
    THE_JOURNAL,
    access_requests,
    answer_access,
    ask_access,
    note_seen,
    read_seen,
    request_json,
    seen_json,
)
from weerklank.services.profile.check_profile import check_profile, profile_check_json
from weerklank.services.profile.past_checks import checks_of_profile
from weerklank.services.profile.profile_pages import name_pages, pages_json
from weerklank.services.scan.ask_scan import ask_scan
from weerklank.services.scan.read_scans import PastScan, read_scans
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web import site
from weerklank.web.api.asked import Line, Word
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, Shape
from weerklank.web.help import TITLES
from weerklank.web.permissions import MATRIX, may

ELSEWHERE = fault(
    "API-012",
    Text(
        nl="Rollen komen hier mee met het aanmelden: ze zijn hier niet te geven.",
        en="Roles come along with signing in here: they can't be given.",
    ),
    Text(
        nl="Geef de rol bij de aanmelddienst van uw organisatie.",
        en="Give the role at the sign-in service of your organisation.",
    ),
)
Address = Annotated[str, msgspec.Meta(max_length=2000, pattern=NO_NUL)]


class NewAccess(msgspec.Struct, frozen=True, kw_only=True):
    """The page that is asked for, by its name in the matrix of permissions."""

    page: Line


class AnswerAccess(msgspec.Struct, frozen=True, kw_only=True):
    """A role; or none, with the reason."""

    role: Role | None = None
    reason: Word = ""


class NewPages(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses of pages of the organisation; an empty one takes it out, null leaves it."""

    privacy: Address | None = None
    contact: Address | None = None
    landing: Address | None = None


class AccessShape(Shape, frozen=True, kw_only=True):
    """Somebody who asks for access, and the answer."""

    request: str
    state: str
    page: str
    by: str
    at: Moment
    answer: str | None
    answered_by: str | None


class SeenShape(Shape, frozen=True, kw_only=True):
    """Who opened what is not for everyone."""

    at: Moment
    by: str
    roles: list[str]
    what: str
    subject: str
    why: str | None


class ScanShape(Shape, frozen=True, kw_only=True):
    """A leak scan: how much was read and found; never where or whom."""

    scan: str
    at: Moment
    by: str
    accounts: list[str]
    files: int
    records: int
    findings: dict[str, int]
    not_checked: dict[str, int]


class Waits(Shape, frozen=True, kw_only=True):
    """That it was asked for; the schedule does it."""

    asked: bool


class PagesShape(Shape, frozen=True, kw_only=True):
    """The pages of the organisation that its profiles lead to."""

    privacy: str | None
    contact: str | None
    landing: str | None


class ProfileShape(Shape, frozen=True, kw_only=True):
    """A check of a profile: what it says, and what it should say."""

    account: str
    at: Moment
    by: str
    ok: bool
    accounts_linked: Any
    profile: dict[str, Any]
    findings: list[dict[str, Any]]
    pages: list[dict[str, Any]]
    changes: list[dict[str, Any]]


def seen(call: Call) -> Listed:
    """List who opened what; that somebody looks here is recorded as well."""
    workplace = call.visit.workplace
    note_seen(workplace, Looked.JOURNAL, THE_JOURNAL)
    return paged([*read_seen(workplace)], call.query, seen_json)


def asked(call: Call) -> Listed:
    """List who asks for access, the newest first."""
    return paged(access_requests(call.visit.workplace)[::-1], call.query, request_json)


def ask(call: Call) -> object:
    """Ask for access to a page that the role of the token may not."""
    name = call.body.page
    if name not in TITLES or name not in MATRIX or may(call.visit.roles, name):
        raise NotThere
    made = ask_access(call.visit.workplace, name)
    finish_change(call.visit.workplace)
    return request_json(made)


def answer(call: Call) -> object:
    """Give a role to who asks, or say why not."""
    given, workplace, name = call.body, call.visit.workplace, call.path["request"]
    if all(one.id != name for one in access_requests(workplace)):
        raise NotThere
    if given.role is not None and site.current().sign_in is not None:
        raise NotNow(ELSEWHERE)
    made = answer_access(workplace, name, given.role, "" if given.role else given.reason)
    finish_change(workplace)
    return request_json(made)


def scans(call: Call) -> Listed:
    """List the leak scans, the newest first."""
    return paged([*read_scans(call.visit.workplace)], call.query, _scan)


def new_scan(call: Call) -> dict[str, bool]:
    """Ask for a leak scan of the whole archive."""
    ask_scan(call.visit.workplace)
    return {"asked": True}


def _scan(one: PastScan) -> dict[str, Any]:
    return {
        "scan": one.name,
        "at": one.at,
        "by": one.by,
        "accounts": [*one.accounts],
        "files": one.files,
        "records": one.records,
        "findings": one.findings,
        "not_checked": one.not_checked,
    }


def set_pages(call: Call) -> object:
    """Record to which pages of the organisation its profiles lead."""
    given = call.body
    return pages_json(
        name_pages(
            call.visit.workplace,
            privacy=given.privacy,
            contact=given.contact,
            landing=given.landing,
        )
    )


def profiles(call: Call) -> Listed:
    """List the checks of the profile of an account, the newest first."""
    account = call.visit.account(call.path["account"])
    found = checks_of_profile(call.visit.workplace, account.id)
    before = (*found[1:], None)
    return paged(
        [*zip(found, before, strict=False)],
        call.query,
        lambda pair: profile_check_json(*pair, call.visit.language),
    )


def new_check(call: Call) -> object:
    """Check the profile that is held, and the pages that it leads to."""
    workplace, account = call.visit.workplace, call.visit.account(call.path["account"])
    made = check_profile(workplace, account.id, bootstrap.transport_for(workplace))
    before = next(iter(checks_of_profile(workplace, account.id)[1:]), None)
    return profile_check_json(made, before, call.visit.language)


_PEOPLE = Rows(Text("Inzage en toegang", "Access"))
ROWS = (
    _PEOPLE.read(
        "listSeen",
        "/inzages",
        "access",
        Text("Wie inzag wat niet voor iedereen is", "Who looked at what is not for everyone"),
        seen,
        SeenShape,
        Paging,
    ),
    _PEOPLE.read(
        "listAccessRequests",
        "/toegangsvragen",
        "access-requests",
        Text("Wie toegang vraagt", "Who asks for access"),
        asked,
        AccessShape,
        Paging,
    ),
    _PEOPLE.do(
        "askAccess",
        "/toegangsvragen",
        "access-ask",
        Text("Vraag toegang tot een pagina", "Ask for access to a page"),
        ask,
        AccessShape,
        NewAccess,
        status=HTTPStatus.CREATED,
    ),
    _PEOPLE.do(
        "answerAccess",
        "/toegangsvragen/{request}/antwoorden",
        "access-requests",
        Text("Geef een rol, of zeg waarom niet", "Give a role, or say why not"),
        answer,
        AccessShape,
        AnswerAccess,
    ),
    _PEOPLE.read(
        "listScans",
        "/lekscans",
        "scan",
        Text("De lekscans, de nieuwste eerst", "Leak scans, newest first"),
        scans,
        ScanShape,
        Paging,
    ),
    _PEOPLE.do(
        "askScan",
        "/lekscans",
        "scan-ask",
        Text(
            "Vraag een lekscan; de planning doet haar", "Ask for a leak scan; the schedule does it"
        ),
        new_scan,
        Waits,
        status=HTTPStatus.ACCEPTED,
    ),
    _PEOPLE.do(
        "setProfilePages",
        "/profielpaginas",
        "profile-pages",
        Text(
            "Leg vast naar welke pagina's profielen leiden", "Record to which pages profiles lead"
        ),
        set_pages,
        PagesShape,
        NewPages,
    ),
    _PEOPLE.read(
        "listProfileChecks",
        "/accounts/{account}/profielchecks",
        "account-profile",
        Text("De controles van een profiel", "The checks of a profile"),
        profiles,
        ProfileShape,
        Paging,
    ),
    _PEOPLE.do(
        "checkProfile",
        "/accounts/{account}/profielchecks",
        "account-profile-check",
        Text("Kijk een profiel na", "Check a profile"),
        new_check,
        ProfileShape,
    ),
)

"""The register as it stands: every event of the book, folded in order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec

from weerklank.model.account import Account, ReportedHandle
from weerklank.model.agreement import Agreement
from weerklank.model.change_report import ChangeReport, ReportState
from weerklank.model.clock import civil_day
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Event
from weerklank.model.host_form import handle_form, host_form
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.own_sites import NO_SITES, OwnSites
from weerklank.model.person import DatedOffice, Person, Role
from weerklank.model.platform import Platform
from weerklank.model.profile_template import NO_PAGES, ProfilePages
from weerklank.model.review import USUAL_REVIEW_TERM, Review
from weerklank.model.text import Text

UNKNOWN_ACCOUNT = fault(
    "REGISTER-001",
    Text(
        nl="Er is geen account '{account}' in het accountoverzicht.",
        en="There is no account '{account}' in the register.",
    ),
    Text(
        nl="Kijk met 'weerklank account list' welke er zijn; een nummer, adres of naam is goed.",
        en="See with 'weerklank account list' which there are; number, address or handle will do.",
    ),
)
AMBIGUOUS_ACCOUNT = fault(
    "REGISTER-002",
    Text(
        nl="'{account}' past op meer dan één account: {found}.",
        en="'{account}' fits more than one account: {found}.",
    ),
    Text(nl="Noem het nummer.", en="Name the number."),
)
#: Kind of the event that somebody's e-mail address was set or taken out.
CONTACT = "person.contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformStatus:
    """What the organisation decided on a platform (requirement A7)."""

    platform: Platform
    #: designated, experimental, not-allowed or ended.
    status: str
    decided: date
    #: Where the decision can be found, as the organisation names it.
    document: str | None = None
    #: Why it was ended without a last harvest of its accounts.
    without_harvest: str | None = None


@dataclass(slots=True)
class Register:
    """Accounts, persons and platforms as they are now."""

    accounts: dict[AccountId, Account] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    #: The decision that holds of each platform: the last by its own date.
    platforms: dict[Platform, PlatformStatus] = field(default_factory=dict)
    #: Every decision on each platform, in order of date.
    platform_history: dict[Platform, list[PlatformStatus]] = field(default_factory=dict)
    #: In the order in which they were recorded.
    agreements: dict[str, Agreement] = field(default_factory=dict)
    reports: dict[str, ChangeReport] = field(default_factory=dict)
    #: The last review of each account.
    reviews: dict[AccountId, Review] = field(default_factory=dict)
    #: Calendar months within which each account is to be reviewed.
    review_term: int = USUAL_REVIEW_TERM
    #: Pages of the organisation that its profiles lead to.
    pages: ProfilePages = NO_PAGES
    #: The organisation's own sites, and what of them is harvested along.
    sites: OwnSites = NO_SITES
    #: Code of the organisation (TOOI) that was given after the archive was made.
    tooi: str | None = None

    def copy(self) -> "Register":
        """Give a register of its own, which what is applied to this one leaves as it is."""
        return Register(
            accounts=dict(self.accounts),
            persons=dict(self.persons),
            platforms=dict(self.platforms),
            platform_history={name: [*all_] for name, all_ in self.platform_history.items()},
            agreements=dict(self.agreements),
            reports=dict(self.reports),
            reviews=dict(self.reviews),
            review_term=self.review_term,
            pages=self.pages,
            sites=self.sites,
            tooi=self.tooi,
        )

    def find(self, name: str) -> Account:
        """Find an account by number, address or handle; WrongUse when there is not just one."""
        wanted = _bare(name.strip().removeprefix("@"))
        exact = self.accounts.get(AccountId(wanted))
        if exact:
            return exact
        found = [
            account
            for account in self.accounts.values()
            if wanted in {_bare(account.url), account.handle.lower(), _local(account.handle)}
        ]
        if not found:
            raise WrongUse(UNKNOWN_ACCOUNT, account=name)
        if len(found) > 1:
            raise WrongUse(AMBIGUOUS_ACCOUNT, account=name, found=", ".join(a.id for a in found))
        return found[0]

    def next_account(self) -> AccountId:
        """Give the number of the next account."""
        highest = max((int(number[1:]) for number in self.accounts), default=0)
        return AccountId(f"a{highest + 1:04d}")

    def holders(self, role: Role) -> list[Person]:
        """Give the persons to whom a role was given, those too for whom it ended."""
        return [person for person in self.persons.values() if role in person.roles]

    def apply(self, event: Event) -> None:
        """Take one event of the register into account; others are passed over."""
        noun = event.kind.partition(".")[0]
        read = {
            "account": self._apply_account,
            "agreement": self._apply_agreement,
            "organisation": self._apply_organisation,
            "person": self._apply_person,
            "platform": self._apply_platform,
            "report": self._apply_change_report,
            "review": self._apply_term,
        }.get(noun)
        if read:
            read(event)

    def _apply_organisation(self, event: Event) -> None:
        if event.kind == "organisation.pages":
            self.pages = msgspec.convert(event.data, ProfilePages)
        elif event.kind == "organisation.sites":
            self.sites = msgspec.convert(event.data, OwnSites)
        elif event.kind == "organisation.code":
            self.tooi = msgspec.convert(event.data["tooi"], str)

    def _apply_platform(self, event: Event) -> None:
        status = msgspec.convert({"platform": event.subject, **event.data}, PlatformStatus)
        history = self.platform_history.setdefault(status.platform, [])
        history.append(status)
        history.sort(key=lambda one: one.decided)  # of one day, the last one recorded holds
        self.platforms[status.platform] = history[-1]

    def _apply_agreement(self, event: Event) -> None:
        if event.kind == "agreement.added":
            facts = {"id": event.subject, **event.data}
            self.agreements[event.subject] = msgspec.convert(facts, Agreement)
        known, changes = self.agreements.get(event.subject), event.data.get("changes")
        if event.kind == "agreement.changed" and known:
            if not isinstance(changes, dict):
                raise TypeError(event.kind)
            facts = {name: one["to"] for name, one in changes.items() if isinstance(one, dict)}
            whole = {**msgspec.to_builtins(known), **facts}
            self.agreements[known.id] = msgspec.convert(whole, Agreement)

    def _apply_change_report(self, event: Event) -> None:
        if event.kind == "report.made":
            facts = {"id": event.subject, "reported": event.at, **event.data}
            self.reports[event.subject] = msgspec.convert(facts, ChangeReport)
        known = self.reports.get(event.subject)
        if event.kind == "report.settled" and known:
            reason = event.data.get("reason")
            self.reports[event.subject] = replace(
                known,
                state=ReportState(str(event.data["state"])),
                reason=None if reason is None else str(reason),
                settled=event.at,
                settled_by=event.actor.known_as,
            )

    def _apply_term(self, event: Event) -> None:
        if event.kind == "review.term":
            self.review_term = msgspec.convert(event.data["months"], int)

    def _apply_person(self, event: Event) -> None:
        if event.kind == CONTACT:
            return  # the address itself lies beside the keys
        known = self.persons.get(event.subject, Person(name=event.subject, roles=()))
        if event.kind == "person.office":
            changes = event.data["changes"]
            offices = changes["offices"] if isinstance(changes, dict) else None
            if not isinstance(offices, dict):
                raise TypeError(event.kind)
            held = msgspec.convert(offices["to"], tuple[DatedOffice, ...])
            person = replace(known, offices=held)
        else:
            roles = msgspec.convert(event.data["roles"], tuple[Role, ...])
            until = msgspec.convert(event.data.get("until", {}), dict[Role, date])
            person = replace(known, roles=roles, until=until)
        self.persons[person.name] = person

    def _apply_account(self, event: Event) -> None:
        number = AccountId(event.subject)
        if event.kind == "account.registered":
            self.accounts[number] = account_from_json(event.data)
        if event.kind == "account.reviewed" and number in self.accounts:
            self.reviews[number] = Review(day=civil_day(event.at), by=event.actor.known_as)
        if event.kind not in {"account.changed", "account.reported"}:
            return  # such as account.scenario: it follows from the facts, and is derived again
        if number not in self.accounts:
            return  # its registration is gone: nothing is done by it, and `verify` names the file
        if event.kind == "account.reported":
            self._apply_report(event)
            return
        facts = account_to_json(self.accounts[number])
        changes = event.data["changes"]
        if not isinstance(changes, dict):
            raise TypeError(event.kind)
        for name, change in changes.items():
            facts[name] = change["to"] if isinstance(change, dict) else change
        self.accounts[number] = account_from_json(facts)

    def _apply_report(self, event: Event) -> None:
        """Keep what a run found beside what is registered: a report changes nothing by itself."""
        account = self.accounts[AccountId(event.subject)]
        changes = event.data["changes"]
        found = changes["handle"] if isinstance(changes, dict) else None
        if not isinstance(found, dict):
            raise TypeError(event.kind)
        report = ReportedHandle(
            handle=str(found["to"]), run=str(event.data["run"]), reported=civil_day(event.at)
        )
        reports = (*account.reported_handles, report)
        self.accounts[account.id] = replace(account, reported_handles=reports)


def _bare(address: str) -> str:
    """Give an address as people say it: without scheme, `www.` and what follows the path.

    What stays is the number in `profile.php?id=123`, which is whose profile it is.
    """
    text = re.split(r"(?<!/profile\.php)\?|[#&]", address.lower(), maxsplit=1)[0].rstrip("/")
    said = re.sub(r"^(?:https?://)?(?:www\.)?", "", text)
    host, slash, path = said.partition("/")
    return (handle_form(host) if "@" in host else host_form(host)) + slash + path


def _local(handle: str) -> str:
    return handle.partition("@")[0]


def read_register(events: Iterable[Event]) -> Register:
    """Fold the events of the register in order."""
    register = Register()
    for event in events:
        register.apply(event)
    return register


class RegisterFold:
    """The register as the events so far tell it."""

    def __init__(self) -> None:
        self._register = Register()

    def take(self, event: Event) -> None:
        """Take one event into account."""
        self._register.apply(event)

    def result(self) -> Register:
        """Give the register so far."""
        return self._register.copy()


def account_to_json(account: Account) -> JsonObject:
    """Write all facts of an account as JSON."""
    # By way of JSON, as `to_builtins` leaves tuples, which no JSON text gives back.
    facts: JsonObject = msgspec.json.decode(msgspec.json.encode(account))
    return facts


def account_from_json(facts: JsonObject) -> Account:
    """Read the facts of an account; ValidationError when one is not as it should be."""
    return msgspec.convert(facts, Account)


def differences(before: Account, after: Account) -> JsonObject:
    """Give what changed between two states of an account, field by field, from and to."""
    old, new = account_to_json(before), account_to_json(after)
    return {
        name: changed(old.get(name), value)
        for name, value in new.items()
        if old.get(name) != value
    }


def changed(before: Json, after: Json) -> Json:
    """Write one change."""
    return {"from": before, "to": after}

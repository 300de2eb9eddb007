"""Hand in: take single posts of a hybrid or personal account from a file (requirement A5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.harvest.asked import by_form
from weerklank.harvest.choices import Companions, PassedBy, addresses, own_posts
from weerklank.harvest.port import Connector, Export
from weerklank.harvest.proposed import digests
from weerklank.harvest.stated_owner import says_whose
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.preview import USUAL, Preview
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.hand_in import HandIn, HandInState, period_of
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text
from weerklank.services.intake.export_owner import whose
from weerklank.services.intake.fetch_linked import WayOut
from weerklank.services.intake.import_export import import_export
from weerklank.services.intake.refuse_direct_messages import refuse_direct_messages
from weerklank.services.register.account_facts import require_code
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.register.admit_import import open_export, refuse_undecided
from weerklank.services.register.read_hand_ins import find_hand_in, read_hand_ins
from weerklank.services.register.record_hand_in import record_new, require_judge, require_waiting
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.seal.read_judged import free_words
from weerklank.services.workplace import Workplace

WHOLE_ACCOUNT = fault(
    "HANDIN-004",
    Text(
        nl="Account {account} valt onder scenario {scenario} en wordt als geheel gearchiveerd; "
        "aanleveren is voor hybride en persoonlijke accounts.",
        en="Account {account} falls under scenario {scenario} and is archived as a whole; "
        "hand-ins are for hybrid and personal accounts.",
    ),
    Text(
        nl="Neem de hele export op met 'weerklank import', of wijzig van wie het account is.",
        en="Take in the whole export by 'weerklank import', or change whose account it is.",
    ),
)
NO_PERIOD = fault(
    "HANDIN-005",
    Text(nl="'{period}' is geen periode.", en="'{period}' is no period."),
    Text(
        nl="Noem een maand, een kwartaal of een jaar: 2026-10, 2026-Q4 of 2026.",
        en="Name a month, a quarter or a year: 2026-10, 2026-Q4 or 2026.",
    ),
)
NOT_BEGUN = fault(
    "HANDIN-006",
    Text(
        nl="Periode {period} is nog niet begonnen; wat er dan komt, is nog niet bekend.",
        en="Period {period} has not begun; what will come then is not known yet.",
    ),
    Text(
        nl="Meld het als de periode er is.",
        en="State it when the period is there.",
    ),
)
NOT_IN_FILE = fault(
    "HANDIN-007",
    Text(
        nl="Van de genoemde berichten {count:staat|staan} er {count} niet in de export; er is "
        "niets gebeurd.",
        en="Of the posts that were named {count} {count:is|are} not in the export; nothing was "
        "done.",
    ),
    Text(
        nl="Kijk met 'weerklank handin {account} --file BESTAND' welke er in de export staan.",
        en="See with 'weerklank handin {account} --file FILE' which the export holds.",
    ),
)
OTHER_WORDS = fault(
    "HANDIN-009",
    Text(
        nl="In dit bestand {count:zegt|zeggen} {count} {count:bericht|berichten} van aanlevering "
        "{handin} iets anders dan toen "
        "zij werd voorgesteld; er is niets gebeurd.",
        en="In this file {count} {count:post|posts} of hand-in {handin} {count:says|say} "
        "something else than when it was "
        "proposed; nothing was done.",
    ),
    Text(
        nl="Bevestig met het bestand waaruit is voorgesteld, of stel opnieuw voor wat er nu "
        "staat: 'weerklank handin undo {handin}' zolang zij wacht, en dan 'weerklank handin "
        "{account} --file BESTAND --post ADRES --process CODE --propose'.",
        en="Confirm with the file that was proposed from, or propose anew what is there now: "
        "'weerklank handin undo {handin}' as long as it waits, and then 'weerklank handin "
        "{account} --file FILE --post URL --process CODE --propose'.",
    ),
)

_DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A hand-in and, where its posts were taken in, the run that did so."""

    #: None when none of the posts that were named was there.
    hand_in: HandIn | None
    report: RunReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A post that can be picked: enough to recognise it by."""

    key: str
    url: str
    created_at: str
    #: Start of the text, without third parties.
    text: str
    visibility: str
    #: What became of it: proposed, confirmed or destroyed; None when it was not handed in.
    state: str | None


class Choices:
    """The posts of an export that can be picked, one after another; nothing of them is kept."""

    def __init__(
        self, workplace: Workplace, account: Account, export: Export, longest: int
    ) -> None:
        self.account = account
        self._export = export
        self._keys = ItemKeys(workplace.keys.ids)
        listed = listed_accounts(workplace.register())
        self._preview = Preview(export.owner, listed, longest, free_words(workplace))
        self._states: dict[str, str] = {}
        for hand_in in read_hand_ins(workplace).values():
            if hand_in.state in {HandInState.PROPOSED, HandInState.CONFIRMED}:
                self._states.update(dict.fromkeys(hand_in.posts, hand_in.state))
        self._states.update(dict.fromkeys(destroyed_keys(workplace), _DESTROYED))
        #: What was passed by; whole when the posts were read to the end.
        self.passed = PassedBy()

    def __iter__(self) -> Iterator[Choice]:
        companions = Companions(self._export)
        for raw in own_posts(self._export, self.passed):
            if self.account.scenario_on(civil_day(raw.created_at)) is not Scenario.C:
                self.passed.out_of_scope += 1  # it comes in with the account as a whole
                continue
            key = self._keys.key(raw.platform, raw.native_id)
            yield Choice(
                key=key,
                url=raw.url or raw.native_id,
                created_at=raw.created_at,
                text=str(self._preview.start_of(raw, companions.of(raw))),
                visibility=raw.visibility,
                state=self._states.get(key),
            )

    @property
    def gaps(self) -> list[Shortfall]:
        """Tell what is missing in the file as a whole, once it was read."""
        return self._export.findings()


def list_choices(
    workplace: Workplace,
    connectors: list[Connector],
    name: str,
    file: Path,
    *,
    longest: int = USUAL,
) -> Choices:
    """Open an export to pick from; nothing of it is stored. `longest`: characters of each text.

    Refused for an account that is archived as a whole, and for whom may not hand in.
    """
    account = demand_by_hand(workplace, name)
    _, export = open_export(connectors, file, account.platform)
    whose(workplace.register(), export, account.id)
    return Choices(workplace, account, export, longest)


def hand_in(
    workplace: Workplace,
    connectors: list[Connector],
    name: str,
    file: Path,
    *,
    posts: tuple[str, ...],
    process: str,
    way_out: WayOut | None = None,
) -> HandedIn:
    """Hand in posts and confirm them at once: who acts judges them government information.

    `way_out` leads to media that the file only links to.
    """
    account = demand_by_hand(workplace, name)
    require_code(process)
    report = import_export(
        workplace,
        connectors,
        file,
        account=account.id,
        posts=posts,
        process=process,
        way_out=way_out,
    )
    number = report.hand_in
    return HandedIn(find_hand_in(workplace, number) if number else None, report)


def propose(
    workplace: Workplace,
    connectors: list[Connector],
    name: str,
    file: Path,
    *,
    posts: tuple[str, ...],
    process: str,
) -> HandedIn:
    """Hand in posts that somebody is still to judge.

    Of each its key is noted, with a keyed digest of what it says, and no more. WrongUse when
    one of them is not in the file.
    """
    account = demand_by_hand(workplace, name)
    require_code(process)
    refuse_undecided(account, workplace.policy(), workplace.today())
    _, export = open_export(connectors, file, account.platform)
    whose(workplace.register(), export, account.id)
    keys = ItemKeys(workplace.keys.ids)
    wanted = frozenset(posts)
    asked = by_form(wanted, export.owner)
    direct: list[str] = []
    found = {
        address: native
        for native, url in addresses(export, lambda native: direct.extend(asked.get(native, ())))
        for form in (native, item_address(url or ""))
        for address in asked.get(form, ())
    }
    refuse_direct_messages(len(direct))
    _refuse_missing(account, len(wanted) - len(found))
    said: dict[str, str] = {
        keys.key(account.platform, native): digest
        for native, digest in digests(export, workplace.keys.ids, set(found.values())).items()
    }
    told: JsonObject = {
        "account": account.id,
        "posts": [*sorted(said)],
        "process": process,
        "said": dict[str, Json](said),
    }
    return HandedIn(record_new(workplace, HandInState.PROPOSED, told))


def confirm(
    workplace: Workplace,
    connectors: list[Connector],
    number: str,
    file: Path,
    process: str | None = None,
    way_out: WayOut | None = None,
) -> HandedIn:
    """Judge proposed posts government information and take them in from the file.

    `process` takes the place of the one that was proposed. Of one that is confirmed already the
    posts are taken in that a broken run left. WrongUse when the file lacks one of the posts,
    refused when one says something else there: who confirms judges what was proposed.
    """
    found = find_hand_in(workplace, number)
    account = demand_by_hand(workplace, found.account)
    require_waiting(found, HandInState.CONFIRMED)
    if process is not None:
        require_code(process)
    _, export = open_export(connectors, file, account.platform)
    if not says_whose(export):
        whose(workplace.register(), export, account.id)
    keys = ItemKeys(workplace.keys.ids)
    natives: dict[str, str] = {
        key: native
        for native, _ in addresses(export, lambda _: None)
        if (key := keys.key(account.platform, native)) in found.posts
    }
    _refuse_missing(account, len(found.posts) - len(natives))
    _refuse_other_words(workplace, found, export, natives)
    report = import_export(
        workplace,
        connectors,
        file,
        account=account.id,
        posts=tuple(natives.values()),
        process=_process(found, process),
        hand_in=found.id,
        way_out=way_out,
    )
    return HandedIn(find_hand_in(workplace, found.id), report)


def _refuse_other_words(
    workplace: Workplace, found: HandIn, export: Export, natives: dict[str, str]
) -> None:
    """Refuse posts that say something else than was proposed, edited since or by another file."""
    if HandInState.PROPOSED not in found.by:  # judged by who named them, at once
        return
    now = digests(export, workplace.keys.ids, set(natives.values()))
    other = sum(now[native] != found.said.get(key) for key, native in natives.items())
    if other:
        raise Refused(OTHER_WORDS, count=other, handin=found.id, account=found.account)


def _process(found: HandIn, process: str | None) -> str | None:
    if found.state is HandInState.CONFIRMED:
        return found.process  # it was judged with this one
    return process or found.process


def say_nothing(workplace: Workplace, name: str, period: str) -> HandIn:
    """Record that there is nothing to hand in of a period; WrongUse for one that has not begun."""
    account = demand_by_hand(workplace, name)
    try:
        meant = period_of(period)
    except ValueError:
        raise WrongUse(NO_PERIOD, period=period) from None
    if meant.first > workplace.today():
        raise WrongUse(NOT_BEGUN, period=meant.name)
    told: JsonObject = {"account": account.id, "period": meant.name}
    return record_new(workplace, HandInState.NOTHING, told)


def demand_by_hand(workplace: Workplace, name: str) -> Account:
    """Give the account; refused when it was never C, on no day, or whoever acts may not."""
    account = workplace.register().find(name)
    today = workplace.today()
    if Scenario.C not in account.scenarios_until(today):
        raise Refused(WHOLE_ACCOUNT, account=account.id, scenario=account.scenario_on(today))
    require_judge(workplace, account)
    return account


def _refuse_missing(account: Account, count: int) -> None:
    if count:
        raise WrongUse(NOT_IN_FILE, count=count, account=account.id)

"""Fill the demonstration archive: gemeente Voorbeelddam, invented, made by the real stages.

Everything that a user could do by hand is done here in order, with the same services: persons,
accounts, policy, exports, harvests. The exports are written by our own writers in the forms of
Mastodon, X, YouTube and Instagram; what is harvested is served by our own server on loopback.
"""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, count
from pathlib import Path

from weerklank import bootstrap
from weerklank.model.account import AccountKind, Group, Intention, NamedAfter, Replies, Tenure
from weerklank.model.agreement import Agreement, AgreementKind
from weerklank.model.change_report import Reported
from weerklank.model.clock import Clock
from weerklank.model.errors import WrongUse, fault
from weerklank.model.mark import Judgement
from weerklank.model.organisation import Organisation
from weerklank.model.person import Actor, Role
from weerklank.model.platform import Platform
from weerklank.model.question import Question
from weerklank.model.run import RunReport
from weerklank.model.text import Text
from weerklank.services.appraise.mark_item import decide_mark, list_marks, mark_item
from weerklank.services.find.find_items import find_items
from weerklank.services.harvest.harvest_account import Wanted, harvest_account
from weerklank.services.harvest.harvest_by_browser import PageBrowser, harvest_by_browser
from weerklank.services.intake.hand_in import hand_in, say_nothing
from weerklank.services.intake.import_export import import_export
from weerklank.services.measure.keep_measurement import keep_measurements
from weerklank.services.measure.measure import measure_accounts, together
from weerklank.services.people.add_person import add_person
from weerklank.services.plan.decide_plan import add_line
from weerklank.services.profile.check_profile import check_profile
from weerklank.services.profile.profile_pages import name_pages
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.agreements import add_agreement
from weerklank.services.register.register_account import register
from weerklank.services.register.report_change import report_change
from weerklank.services.register.review_account import review_account
from weerklank.services.register.set_platform_status import Decision, set_platform_status
from weerklank.services.register.write_file import refuse_ours
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.schedule.never_given import never_given
from weerklank.services.seal.make_archive import (
    EXISTS,
    default_origin,
    make_archive,
    refuse_nested,
)
from weerklank.services.workplace import Reporter, Workplace
from weerklank.store.atomic import create_file
from weerklank.testing.voorbeelddam.asked import ask_by_woo
from weerklank.testing.voorbeelddam.build import GEMEENTE, DemoFiles, write_demo_exports
from weerklank.testing.voorbeelddam.kept import decide_rights, decide_what_stays
from weerklank.testing.voorbeelddam.listed import list_what_goes, transfer_what_stays
from weerklank.testing.voorbeelddam.opened import open_portal
from weerklank.testing.voorbeelddam.recorded_page import PAGE, RecordedBrowser
from weerklank.testing.voorbeelddam.served import NEWS_SINCE, demo_server
from weerklank.testing.voorbeelddam.website import PAGES, demo_site

NAME = "Gemeente Voorbeelddam"
#: Months that the demonstration's privacy officer keeps sealed originals.
_MONTHS = "12"

PERSONS: dict[str, tuple[Role, ...]] = {
    "Hedwig Overzicht": (Role.REGISTER_OWNER, Role.COMMUNICATION),
    "Arend Bewaarder": (Role.ARCHIVIST,),
    "Pleun Schermer": (Role.PRIVACY,),
    "Reinout Tweedelezer": (Role.REVIEWER,),
    "Wout Openbaar": (Role.WOO,),
    "Tjalling Techniek": (Role.OPERATOR,),
    "Jorrit Linde": (Role.MAKER,),
    "Lieke Naslag": (Role.READER,),
    "Onno Studie": (Role.RESEARCHER,),
    "Ida Toezicht": (Role.INSPECTOR,),
}
_MANAGER = "Hedwig Overzicht"
#: The alderman whose account is hybrid, and who hands its posts in.
_MAKER = "Jorrit Linde"
_ARCHIVIST = "Arend Bewaarder"
_OFFICER = "Pleun Schermer"
_REVIEWER = "Reinout Tweedelezer"
_WOO = "Wout Openbaar"
_SINCE = date(2022, 12, 1)
#: When it was decided on platforms that are not Mastodon.
_DECIDED = date(2023, 3, 14)
#: How long ago the account was looked at: deletions are confirmed by a look a day later.
_LOOKS = (timedelta(hours=50), timedelta(hours=25), timedelta())

#: The look after which completeness was measured; what came since shows in the next measurement.
_MEASURED_AFTER = 2

_DECIDED_BY = "College van burgemeester en wethouders"
_WITHOUT_AGREEMENT = (
    Agreement(
        id="",
        platform=Platform.MASTODON,
        kind=AgreementKind.NONE,
        scope="API elke dag, officiële export elke maand",
        valid_from=_SINCE,
        decided=date(2022, 11, 15),
        decided_by=_DECIDED_BY,
        measures="Bezwaar bij de beheerder van de server; dezelfde dag een export.",
    ),
    Agreement(
        id="",
        platform=Platform.X,
        kind=AgreementKind.NONE,
        scope="Archief van X elk kwartaal; de API niet, want de voorwaarden sluiten overheden uit",
        valid_from=_DECIDED,
        decided=_DECIDED,
        decided_by=_DECIDED_BY,
        measures="Bezwaar bij X; het laatste archief blijft het bewijs van wat er stond.",
    ),
)
_FACTS_ELSEWHERE: dict[Platform, Facts] = {
    Platform.X: Facts(
        kind=AccountKind.CORPORATE,
        unit="Team Communicatie",
        managers=(_MANAGER,),
        group=Group.WEBCARE,
        replies=Replies.OPEN,
        processes=("publiekscommunicatie", "klantcontact", "crisiscommunicatie"),
        intention=Intention.DIALOGUE,
        since=_SINCE,
    ),
    Platform.YOUTUBE: Facts(
        kind=AccountKind.CORPORATE,
        unit="Team Communicatie",
        managers=(_MANAGER,),
        replies=Replies.OPEN,
        processes=("publiekscommunicatie",),
        intention=Intention.INFORMING,
        since=_SINCE,
    ),
    Platform.INSTAGRAM: Facts(
        kind=AccountKind.CORPORATE,
        unit="Team Communicatie",
        managers=(_MANAGER,),
        processes=("publiekscommunicatie", "werving"),
        intention=Intention.INFORMING,
        since=_SINCE,
    ),
}

FILLING = Text(
    "Demonstratie-archief van {name} wordt gevuld in {archive}.",
    "Filling the demonstration archive of {name} in {archive}.",
)
NOT_A_DEMO = fault(
    "DEMO-001",
    Text(
        nl="De sleutelmap {keys} hoort niet bij een demonstratie en blijft zoals zij is.",
        en="The key folder {keys} belongs to no demonstration and stays as it is.",
    ),
    Text(nl="Kies met --keys een andere map.", en="Choose another folder with --keys."),
)


@dataclass(slots=True)
class _EarlierClock:
    """A clock that is behind another, less and less: the archive was not made in a minute."""

    clock: Clock
    #: How far behind it is.
    ago: timedelta

    def now(self) -> datetime:
        """Give the moment so long ago, in UTC."""
        return self.clock.now() - self.ago


@dataclass(frozen=True, slots=True)
class Demo:
    """A filled demonstration archive."""

    workplace: Workplace
    runs: list[RunReport]
    #: Key of the vault; empty when the archive was there already.
    identity: str
    #: A post worth proving.
    post: str


def fill_demo(
    archive: Path,
    keys: Path,
    clock: Clock,
    reporter: Reporter,
    browser: Callable[[], PageBrowser] = RecordedBrowser,
) -> Demo:
    """Make and fill the demonstration archive, or open the one that is there already.

    Its page of a post was recorded before, unless `browser` gives what visits it anew.
    """
    if (archive / "weerklank-archive.json").is_file():
        return _open_again(archive, keys, reporter)
    if archive.exists() and any(archive.iterdir()):
        raise WrongUse(EXISTS, path=archive)
    refuse_nested(archive, keys)
    exports = archive.with_name(archive.name + "-exports")
    for path in (exports, proof_file(archive)):
        refuse_ours(path, archive, keys)
    _clear_keys(keys)
    reporter.step(FILLING, name=NAME, archive=archive)
    organisation = Organisation(name=NAME, prefix="vbd", origin=default_origin(NAME))
    past = _EarlierClock(clock, _LOOKS[0])
    new = make_archive(archive, keys, organisation, clock=past, reporter=reporter, sealed=_MONTHS)
    mark = b"Sleutels van een demonstratie van Weerklank.\n"
    create_file(keys / bootstrap.DEMO_MARK, mark, mode=0o600)  # as all that lies among keys
    workplace = new.workplace
    _add_persons(workplace)
    # Not emptied first: it may hold what is the user's.
    exports.mkdir(parents=True, exist_ok=True)
    files = write_demo_exports(exports)
    workplace = _acting(workplace, _MANAGER)
    _register(workplace, files)
    _register_elsewhere(workplace, files)
    runs = [*_import(workplace, files), *_harvest(workplace, past)]
    runs.append(_record_page(workplace, past, browser))
    runs += _hand_in(_acting(workplace, _MAKER), files)
    _keep_right(workplace, files)
    _mark(workplace)
    decide_what_stays(workplace, _acting(workplace, _ARCHIVIST), files.gemeente_url)
    decide_rights(_acting(workplace, _ARCHIVIST))
    officer, archivist = (_acting(workplace, name) for name in (_OFFICER, _ARCHIVIST))
    list_what_goes(officer, workplace, _acting(workplace, _REVIEWER))
    ask_by_woo(_acting(workplace, _WOO), _acting(workplace, _REVIEWER))
    open_portal(archivist, officer, files.gemeente_url)
    out = _free(exports / "sip-hoogwater")
    transfer_what_stays(archivist, officer, files.burgemeester_url, out)
    _check_profiles(workplace, past)
    _measure(archivist)
    _plan(archivist, files)
    finish_change(workplace)
    # From here on it is as late as it is.
    workplace = replace(workplace, clock=clock)
    return Demo(workplace, runs, new.identity, _post(workplace))


def proof_file(archive: Path) -> Path:
    """Name the file beside the archive for the proof of the post."""
    return archive.with_name(archive.name + "-bewijs.json")


def _free(path: Path) -> Path:
    """Give a name that nothing has: an earlier demonstration may have left its own."""
    names = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(one for one in chain((path,), names) if not one.exists())


def _open_again(archive: Path, keys: Path, reporter: Reporter) -> Demo:
    workplace = bootstrap.workplace(str(archive), str(keys), reporter)
    if workplace.organisation.name != NAME:
        raise WrongUse(EXISTS, path=archive)
    return Demo(workplace, [], "", _post(workplace))


def _clear_keys(keys: Path) -> None:
    """Throw away the keys of an earlier demonstration whose archive is gone; no other keys."""
    if not keys.exists() or not any(keys.iterdir()):
        return
    if not (keys / bootstrap.DEMO_MARK).is_file():
        raise WrongUse(NOT_A_DEMO, keys=keys)
    shutil.rmtree(keys)


def _acting(workplace: Workplace, name: str) -> Workplace:
    roles = workplace.register().persons[name].roles
    actor = Actor(system_user=workplace.actor.system_user, name=name, roles=roles)
    return replace(workplace, actor=actor)


def _add_persons(workplace: Workplace) -> None:
    for name, roles in PERSONS.items():
        add_person(workplace, name, roles)
        if name == _MANAGER:
            workplace = _acting(workplace, name)


def _register(workplace: Workplace, files: DemoFiles) -> None:
    set_platform_status(
        workplace, Platform.MASTODON, Decision.DESIGNATED, decided=date(2022, 11, 15)
    )
    register(
        workplace,
        files.gemeente_url,
        Facts(
            kind=AccountKind.CORPORATE,
            unit="Team Communicatie",
            managers=(_MANAGER,),
            group=Group.WEBCARE,
            processes=("publiekscommunicatie", "klantcontact", "crisiscommunicatie"),
            intention=Intention.DIALOGUE,
            since=_SINCE,
        ),
    )
    register(
        workplace,
        files.burgemeester_url,
        Facts(
            kind=AccountKind.CORPORATE,
            named_after=NamedAfter.OFFICE,
            unit="Burgemeester",
            managers=(_MANAGER,),
            processes=("publiekscommunicatie",),
            tenures=(Tenure(name="M. van der Voorbeeld", start=date(2023, 6, 1)),),
            since=_SINCE,
        ),
    )
    register(
        workplace,
        files.wethouder_url,
        Facts(
            kind=AccountKind.HYBRID,
            named_after=NamedAfter.OFFICE,
            unit="Wethouder wonen en water",
            managers=(_MAKER,),
            tenures=(Tenure(name="J. Linde", start=date(2022, 6, 1)),),
            since=_SINCE,
        ),
    )


def _register_elsewhere(workplace: Workplace, files: DemoFiles) -> None:
    """Register the accounts on platforms whose API is not asked, after those on Mastodon."""
    for file in files.elsewhere:
        set_platform_status(workplace, file.platform, Decision.DESIGNATED, decided=_DECIDED)
        register(workplace, file.url, _FACTS_ELSEWHERE[file.platform])


def _import(workplace: Workplace, files: DemoFiles) -> list[RunReport]:
    connectors = bootstrap.connectors()
    elsewhere = (file.path for file in files.elsewhere)
    exports = (files.gemeente, files.burgemeester, *elsewhere)
    return [import_export(workplace, connectors, export) for export in exports]


def _harvest(workplace: Workplace, past: _EarlierClock) -> list[RunReport]:
    """Harvest the account of the gemeente three times, days apart; in between posts disappear.

    Its address is under a name that leads nowhere, so afterwards it is never due.
    """
    runs: list[RunReport] = []
    with demo_server() as server:
        for look, ago in enumerate(_LOOKS, start=1):
            past.ago = ago
            server.delete(look)
            runs.append(
                harvest_account(
                    workplace,
                    bootstrap.connectors(),
                    GEMEENTE.url,
                    lambda _home, _waits: server.way_out(past.now),
                    Wanted(since=NEWS_SINCE),
                )
            )
            if look == _MEASURED_AFTER:
                _measure(workplace)
    return runs


def _measure(workplace: Workplace) -> None:
    """Measure how complete the archive is, of each account and of all together, and keep it."""
    connectors = bootstrap.connectors()
    measured = measure_accounts(
        workplace,
        [*workplace.register().accounts.values()],
        limits_of=lambda platform: never_given(connectors, platform),
    )
    whole = together(workplace, measured)
    keep_measurements(workplace, [*measured, whole] if whole else measured)


def _plan(archivist: Workplace, files: DemoFiles) -> None:
    """Add a line to the improvement plan, for what only the archivist can mend."""
    add_line(
        archivist,
        bootstrap.connectors(),
        "appraised",
        account=files.gemeente_url,
        measure="Rijen van de selectielijst aanwijzen voor webcare en klantcontact.",
        owner=_ARCHIVIST,
        due=archivist.today() + timedelta(days=45),
        mitigation="Wat geen rij heeft, wordt niet vernietigd.",
    )


def _record_page(
    workplace: Workplace, past: _EarlierClock, browser: Callable[[], PageBrowser]
) -> RunReport:
    """Keep the page of one post of the gemeente as a browser saw it."""
    with demo_server() as server, closing(browser()) as pages:
        return harvest_by_browser(
            workplace,
            bootstrap.connectors(),
            GEMEENTE.url,
            lambda _home, _waits: server.way_out(past.now),
            pages,
            Wanted(posts=(PAGE,)),
        )


def _check_profiles(workplace: Workplace, past: _EarlierClock) -> None:
    """Name the pages of the gemeente, and check profiles while its site is there to be read.

    Its address is under a name that leads nowhere, so who checks again can't read them.
    """
    name_pages(workplace, privacy=PAGES.privacy, contact=PAGES.contact, landing=PAGES.landing)
    register = workplace.register()
    with demo_site() as way_out:
        for account in register.accounts.values():
            if account.platform is Platform.MASTODON and account.kind is AccountKind.CORPORATE:
                check_profile(workplace, account.id, lambda _home, _waits: way_out(past.now))


def _keep_right(workplace: Workplace, files: DemoFiles) -> None:
    """Do what keeps the register right: agreements, a review, and a report that waits."""
    for agreement in _WITHOUT_AGREEMENT:
        add_agreement(workplace, agreement)
    review_account(workplace, files.gemeente_url)
    report_change(
        _acting(workplace, _MAKER),
        Reported.PROFILE,
        account=files.wethouder_url,
        since=workplace.today() - timedelta(days=3),
        note="De pagina waar het profiel naar verwijst, is verhuisd.",
    )


def _mark(workplace: Workplace) -> None:
    """Mark two posts as not government information; the archivist has decided on one of them."""
    for words, reason in (
        ("lampionnen snoeppot", "Privé: Sint-Maarten bij de burgemeester aan huis."),
        ("carnaval Peer", "Feestvreugde; gaat niet over het ambt."),
    ):
        (item,) = find_items(workplace, Question(words=words)).items
        mark_item(workplace, item.id, reason)
    first, _ = list_marks(workplace)
    decide_mark(_acting(workplace, _ARCHIVIST), first.id, Judgement.RESTRICT)


def _hand_in(workplace: Workplace, files: DemoFiles) -> list[RunReport]:
    """Let the alderman hand in what is government information (scenario C), and say 'nothing'."""
    done = hand_in(
        workplace,
        bootstrap.connectors(),
        files.wethouder_url,
        files.wethouder,
        posts=files.wethouder_official,
        process="publiekscommunicatie",
    )
    first = workplace.today().replace(day=1)
    last_month = first - timedelta(days=1)
    say_nothing(workplace, files.wethouder_url, f"{last_month:%Y-%m}")
    return [done.report] if done.report else []


def _post(workplace: Workplace) -> str:
    """Choose the post that the demonstration proves: the film of the day of high water."""
    asked = Question(words="hoogwater", tags=("media:video", "platform:mastodon"), limit=1)
    hits = find_items(workplace, asked)
    return hits.items[0].id

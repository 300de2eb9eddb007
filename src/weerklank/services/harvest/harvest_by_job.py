"""Harvest by a portability job: ask a platform for an archive, look how far it is, take it in.

What this process does is one step of that; the journal tells the next process where it is.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from weerklank.harvest.exchange import SIGN_IN_REFUSED, TOO_BUSY, NoAnswer
from weerklank.harvest.export_file import NOT_READABLE, is_zip, refuse_encrypted
from weerklank.harvest.port import BrokenOff, Connector, Export
from weerklank.harvest.portability import (
    AsksForJobs,
    NotTaken,
    Part,
    Portability,
    Seen,
    Stage,
    blocks_of,
)
from weerklank.jobs.portability import (
    ASKED,
    ASKING,
    ENDED,
    INTERVAL,
    LOOKED,
    JobState,
    PortabilityJob,
)
from weerklank.model.account import Account
from weerklank.model.connection import Connection, Purpose
from weerklank.model.day_words import moment_said
from weerklank.model.errors import (
    BrokenInput,
    NotNow,
    Refused,
    WeerklankError,
    WrongUse,
    fault,
)
from weerklank.model.run import RunReport
from weerklank.model.text import Text
from weerklank.services.harvest.demand_decision import demand_decision
from weerklank.services.harvest.held_connection import connection_of, note_refused
from weerklank.services.harvest.keep_fresh import KeepsFresh
from weerklank.services.harvest.portability_jobs import jobs_known, record, record_failure
from weerklank.services.harvest.server_signing import TransportFor, demand_jobs
from weerklank.services.intake.import_export import JobArchive, import_export
from weerklank.services.register.admit_import import demand_admissible
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.sealed_files import SealedFolder, SealedPath, sealed_folder_name

NOT_CONNECTED = fault(
    "HARVEST-212",
    Text(
        nl="{account} heeft geen toestemming gegeven om een archief aan te vragen.",
        en="{account} gave no permission to ask for an archive.",
    ),
    Text(
        nl="Koppel het daarvoor met 'weerklank connect {account} --technique portability'; de "
        "gewone koppeling staat daar los van.",
        en="Connect it for that with 'weerklank connect {account} --technique portability'; the "
        "ordinary connection stands apart from it.",
    ),
)
WAITING = fault(
    "HARVEST-213",
    Text(
        nl="Het archief van {account} is aangevraagd op {asked} en nog niet klaar.",
        en="The archive of {account} was asked for on {asked} and is not ready yet.",
    ),
    Text(
        nl="Dat duurt minuten tot dagen. De planning kijkt vanzelf weer, vanaf {next}; of geef "
        "hetzelfde commando dan nog eens.",
        en="That takes minutes to days. The schedule looks again by itself, from {next}; or give "
        "the same command again then.",
    ),
)
IN_DOUBT = fault(
    "HARVEST-214",
    Text(
        nl="Het archief van {account} is gevraagd op {asked}, en of {platform} dat aannam is niet "
        "bekend: het antwoord kwam niet.",
        en="The archive of {account} was asked for on {asked}, and whether {platform} took that "
        "is not known: no answer came.",
    ),
    Text(
        nl="Er wordt niet meteen nog eens gevraagd, omdat dat kan meetellen. Vanaf {next} vraagt "
        "hetzelfde commando, of de planning, het opnieuw.",
        en="It is not asked again at once, as that may count. From {next} the same command, or "
        "the schedule, asks anew.",
    ),
)
NOT_TAKEN = fault(
    "HARVEST-215",
    Text(
        nl="{platform} neemt de aanvraag van een archief van {account} niet aan: {reason}.",
        en="{platform} does not take the request for an archive of {account}: {reason}.",
    ),
    Text(
        nl="Er is niets aangevraagd. Ontbreekt er een toestemming, koppel dan opnieuw met "
        "'weerklank connect {account} --technique portability'; vraag het anders later nog eens.",
        en="Nothing was asked for. If a permission is missing, connect again with 'weerklank "
        "connect {account} --technique portability'; else ask again later.",
    ),
)
NO_LOOK = fault(
    "HARVEST-216",
    Text(
        nl="Hoe het met het archief van {account} staat, is nu niet te zien: {reason}.",
        en="How the archive of {account} stands can't be seen now: {reason}.",
    ),
    Text(
        nl="De aanvraag blijft staan. Geef hetzelfde commando later opnieuw; de planning doet dat "
        "vanzelf.",
        en="The request stands. Give the same command again later; the schedule does so by "
        "itself.",
    ),
)
MADE_NONE = fault(
    "HARVEST-217",
    Text(
        nl="{platform} maakte geen archief van {account}: de aanvraag is mislukt of ingetrokken.",
        en="{platform} made no archive of {account}: the request failed or was withdrawn.",
    ),
    Text(
        nl="Vraag het opnieuw aan met hetzelfde commando.",
        en="Ask for it anew with the same command.",
    ),
)
EXPIRED = fault(
    "HARVEST-218",
    Text(
        nl="Het archief van {account} was klaar en is verlopen voordat het is opgehaald.",
        en="The archive of {account} was ready and expired before it was fetched.",
    ),
    Text(
        nl="Vraag het opnieuw aan met hetzelfde commando, en laat de planning lopen: die haalt "
        "het op zodra het er is.",
        en="Ask for it anew with the same command, and let the schedule run: that fetches it as "
        "soon as it is there.",
    ),
)
NOT_FETCHED = fault(
    "HARVEST-219",
    Text(
        nl="Het archief van {account} is klaar, maar kwam niet heel binnen (deel {part} van "
        "{parts}).",
        en="The archive of {account} is ready, but did not come in whole (part {part} of "
        "{parts}).",
    ),
    Text(
        nl="Er is niets van opgenomen. Geef hetzelfde commando later opnieuw; de planning doet "
        "dat vanzelf.",
        en="Nothing of it was taken in. Give the same command again later; the schedule does so "
        "by itself.",
    ),
)
PERMISSION_ENDED = fault(
    "HARVEST-220",
    Text(
        nl="{platform} neemt de toestemming van {account} voor archieven niet meer aan.",
        en="{platform} no longer takes the permission of {account} for archives.",
    ),
    Text(
        nl="Koppel het opnieuw met 'weerklank connect {account} --technique portability'; een "
        "aanvraag die loopt gaat daarna verder.",
        en="Connect it again with 'weerklank connect {account} --technique portability'; a "
        "request that is open goes on after that.",
    ),
)
WHOLE_ONLY = fault(
    "HARVEST-221",
    Text(
        nl="Een archief bevat altijd het hele account: --post, --since en --process gaan daar "
        "niet bij.",
        en="An archive always holds the whole account: --post, --since and --process don't go "
        "with it.",
    ),
    Text(
        nl="Laat ze weg, of oogst losse berichten langs de API.",
        en="Leave them out, or harvest single posts by the API.",
    ),
)
GIVEN_UP = fault(
    "HARVEST-222",
    Text(
        nl="Hoe het staat met het archief van {account} dat op {asked} is aangevraagd, zegt "
        "{platform} niet meer: {reason}. Die aanvraag is opgegeven.",
        en="{platform} no longer says how the archive of {account} stands that was asked for on "
        "{asked}: {reason}. That request was given up.",
    ),
    Text(
        nl="Vraag het opnieuw aan met hetzelfde commando.",
        en="Ask for it anew with the same command.",
    ),
)
FETCHING = Text(
    "Het archief van {account} is klaar; deel {part} van {parts} wordt opgehaald.",
    "The archive of {account} is ready; fetching part {part} of {parts}.",
)
#: How often a file that does not come in whole is asked for, each time by a new address.
_TIMES = 2


def harvest_by_job(
    workplace: Workplace, connectors: list[Connector], name: str, transport_for: TransportFor
) -> RunReport:
    """Do the next step of the portability job of an account; gives the run that took it in.

    Refused as every harvest of a whole account is; WrongUse where its platform makes no archives.
    NotNow (exit 4) when one was asked for now, or is not ready, or could not be fetched. What an
    archive holds that can't be taken in ends the job.
    """
    workplace.demand_sound()
    account = workplace.register().find(name)
    portability = demand_jobs(connectors, account.platform)
    demand_admissible(workplace, account, workplace.policy(), (), None)
    demand_decision(workplace, connectors, account.platform)
    held = connection_of(workplace, account, Purpose.PORTABILITY)
    if held is None:
        raise NotNow(NOT_CONNECTED, account=account.id)
    with locked(workplace.layout.lock(f"portability-{account.id}"), str(account.id)):
        step = _Step(workplace, connectors, account, portability, held, transport_for)
        return step.go()


class _Step:
    """One step of one job, under the lock of its account for jobs."""

    def __init__(
        self,
        workplace: Workplace,
        connectors: list[Connector],
        account: Account,
        portability: Portability,
        held: Connection,
        transport_for: TransportFor,
    ) -> None:
        self._workplace = workplace
        self._connector = next(one for one in connectors if _is_of(one, account))
        self._account = account
        self._portability = portability
        self._held = held
        self._transport_for = transport_for
        self._says = {
            "account": account.id,
            "platform": self._connector.manifest.title,
        }

    def go(self) -> RunReport:
        """Look at the open job, or ask for one."""
        job = jobs_known(self._workplace).get(self._account.id)
        if job is not None and job.state is JobState.IN_DOUBT:
            self._demand_later(job)
        if job is None or not job.is_open or job.job is None:
            self._ask()
        else:
            return self._look(job.job)
        raise self._waiting()

    def _demand_later(self, job: PortabilityJob) -> None:
        if self._workplace.clock.now() < job.next_look:
            raise NotNow(IN_DOUBT, **self._says, **_moments(job))

    def _waiting(self) -> NotNow:
        return NotNow(WAITING, **self._says, **_moments(self._job()))

    def _job(self) -> PortabilityJob:
        return jobs_known(self._workplace)[self._account.id]

    def _ask(self) -> None:
        """Ask for an archive: that it is asked is in the journal before it is."""
        workplace, account, portability = self._workplace, self._account.id, self._portability
        with self._way_out() as asks:
            record(workplace, account, ASKING, {"asked_for": [*portability.asks_for]})
            try:
                number = portability.ask(self._held.endpoint, asks)
            except NoAnswer as none:
                is_told = none.reason in {SIGN_IN_REFUSED, TOO_BUSY}
                is_known = is_told or isinstance(none, NotTaken)
                if not is_known:
                    raise NotNow(IN_DOUBT, **self._says, **_moments(self._job())) from None
                error = self._refused() if none.reason == SIGN_IN_REFUSED else None
                error = error or NotNow(NOT_TAKEN, **self._says, reason=none.reason)
                record_failure(workplace, account, error, ENDED)
                raise error from None
            record(workplace, account, ASKED, {"job": number})

    def _look(self, number: str) -> RunReport:
        with self._way_out() as asks:
            seen = self._seen(asks, number)
            if seen.stage is Stage.BUSY:
                record(self._workplace, self._account.id, LOOKED, {"state": seen.stage})
                raise self._waiting()
            if seen.stage is not Stage.READY:
                code = EXPIRED if seen.stage is Stage.EXPIRED else MADE_NONE
                raise self._ended(NotNow(code, **self._says))
            with self._room() as room:
                paths = self._fetched(asks, number, seen, room)
                return self._taken_in(paths, number)

    def _seen(self, asks: AsksForJobs, number: str) -> Seen:
        try:
            return self._portability.look(self._held.endpoint, asks, number)
        except NoAnswer as none:
            if none.reason == SIGN_IN_REFUSED:
                raise self._failed(self._refused()) from None
            if isinstance(none, NotTaken) and none.reason != TOO_BUSY and self._is_old():
                asked = moment_said(self._job().asked)
                given_up = NotNow(GIVEN_UP, **self._says, asked=asked, reason=none.reason)
                raise self._ended(given_up) from None
            raise self._failed(NotNow(NO_LOOK, **self._says, reason=none.reason)) from None

    def _is_old(self) -> bool:
        """Tell whether it was asked for so long ago that no archive of it is there any more."""
        return self._workplace.clock.now() - self._job().asked >= INTERVAL

    def _fetched(
        self, asks: AsksForJobs, number: str, seen: Seen, room: SealedFolder
    ) -> list[SealedPath]:
        """Fetch all files of an archive before any is taken in: they may say things of others."""
        found: list[SealedPath] = []
        parts = len(seen.parts)
        for place in range(parts):
            told = {"part": place + 1, "parts": parts}
            self._workplace.reporter.step(FETCHING, account=self._account.handle, **told)
            for attempt in range(1, _TIMES + 1):
                path = self._file(asks, seen.parts[place], room, place + 1)
                if path is not None:
                    found.append(path)
                    break
                if attempt < _TIMES:  # its address may have expired: a new one is had by looking
                    seen = self._seen(asks, number)
                if attempt == _TIMES or len(seen.parts) != parts:
                    raise self._failed(NotNow(NOT_FETCHED, **self._says, **told))
        return found

    def _file(
        self, asks: AsksForJobs, part: Part, room: SealedFolder, number: int
    ) -> SealedPath | None:
        """Fetch one file; None when it does not come in, or is no zip to its end."""
        name = self._portability.file_name(number)
        try:
            with asks.download(part.address, part.body) as download:
                path = room.write(name, blocks_of(download))
        except (NoAnswer, BrokenOff):
            return None
        except Refused:  # a place where direct messages are given, or that leads to one
            return None
        return path if is_zip(path) else None

    def _taken_in(self, paths: list[SealedPath], number: str) -> RunReport:
        """Take in all files of an archive in one run; what can't be ends the job."""
        try:
            return import_export(
                self._workplace,
                [self._connector],
                paths[0],
                account=self._account.id,
                way_out=self._transport_for,
                archive=JobArchive(number, self._connector, self._opened(paths)),
            )
        except (BrokenInput, Refused, WrongUse) as error:
            raise self._ended(error) from None
        except NotNow as error:
            raise self._failed(error) from None

    def _opened(self, paths: list[SealedPath]) -> Export:
        for path in paths:
            refuse_encrypted(path)
        export = self._portability.open(paths)
        if export is None:
            raise BrokenInput(NOT_READABLE, file=paths[0].name)
        return export

    def _refused(self) -> NotNow:
        note_refused(self._workplace, self._held)
        return NotNow(PERMISSION_ENDED, **self._says)

    def _failed(self, error: WeerklankError) -> WeerklankError:
        record_failure(self._workplace, self._account.id, error)
        return error

    def _ended(self, error: WeerklankError) -> WeerklankError:
        record_failure(self._workplace, self._account.id, error, ENDED)
        return error

    @contextmanager
    def _way_out(self) -> Iterator[AsksForJobs]:
        """Hold the way to the server of the platform, with the permission for jobs."""
        transport = self._transport_for(self._held.endpoint, lambda _: None)
        try:
            if self._portability.hosts:
                transport.keep_within(self._portability.hosts)
            platform = self._account.platform
            ways = [self._connector], platform, self._held, self._transport_for
            fresh = KeepsFresh(self._workplace, *ways)
            transport.sign_in(self._held.granted.token, fresh, known_as=f"{self._account.id}.job")
            yield transport
        finally:
            transport.close()

    @contextmanager
    def _room(self) -> Iterator[SealedFolder]:
        """Give a folder for the archive; what a process left that died is thrown away first."""
        spool = self._workplace.layout.spool
        for left in spool.glob(f"job-{self._account.id}-*"):
            shutil.rmtree(left, ignore_errors=True)
        room = SealedFolder(spool / sealed_folder_name(self._account.id))
        try:
            yield room
        finally:
            room.close()


def _is_of(connector: Connector, account: Account) -> bool:
    return connector.manifest.platform is account.platform


def _moments(job: PortabilityJob) -> dict[str, Text]:
    return {"asked": moment_said(job.asked), "next": moment_said(job.next_look)}

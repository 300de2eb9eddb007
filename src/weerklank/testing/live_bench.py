"""Live bench: what is needed to try a connector, and an archive in which it is tried.

The archive is a real one, filled by the stages of real use; before the double of the server stands
a proxy that plays what servers do wrong.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from weerklank.harvest.port import Connector
from weerklank.harvest.transport import Transport
from weerklank.model.account import AccountKind
from weerklank.model.agreement import Agreement, AgreementDocument, AgreementKind
from weerklank.model.clock import Clock, SystemClock
from weerklank.model.connection import Connection, Granted
from weerklank.model.errors import NotNow, Refused
from weerklank.model.json_value import Json
from weerklank.model.organisation import Organisation
from weerklank.model.platform import Platform
from weerklank.model.run import RunReport
from weerklank.model.secret import Secret
from weerklank.services.harvest.harvest_account import harvest_account
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.agreements import add_agreement
from weerklank.services.register.register_account import register
from weerklank.services.seal.make_archive import make_archive
from weerklank.services.workplace import Workplace
from weerklank.store.secrets_store import SecretsStore
from weerklank.testing.canaries import Canary
from weerklank.testing.demands import NotConforming, Silent
from weerklank.testing.endless_list import EndlessPage
from weerklank.testing.faulty_proxy import FaultyProxy, faulty_proxy
from weerklank.testing.media_of_others import with_pictures_of_others

_START = datetime(2026, 11, 26, 9, tzinfo=UTC)
_LONG_BEFORE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the account of a double shows."""

    #: Posts of the account itself, for everyone.
    posts: int
    #: Further posts that the server counts and does not give.
    hidden: int = 0
    #: Further answers to that post that the server counts and does not give; of a platform that
    #: counts them.
    hidden_replies: int = 0
    #: Whether each post has one picture of its own; of a platform that gives media.
    pictures: bool = False
    #: Somebody else: wrote an answer to a post, is mentioned in one, and is named in the words of
    #: both (`name`, `handle`, `address`).
    person: Canary | None = None
    #: What that somebody says besides in the answer, behind all else.
    says: str = ""
    #: Somebody who sent the account a direct message, and answered a post by another one and for
    #: their followers alone; each stands in whatever list or thread it may stand in.
    sender: Canary | None = None


class Double(Protocol):
    """A test double of a server, listening on loopback."""

    #: Scheme, host and port: `http://127.0.0.1:8000`.
    address: str
    #: Address with which its account is registered: on the double itself, or that of its profile
    #: on a platform that has one API for all.
    url: str


@dataclass(frozen=True, kw_only=True)
class LiveBench:
    """What is needed to try a connector."""

    connector: Connector
    #: Serves an account while the block runs.
    serve: Callable[[Scene], AbstractContextManager[Double]]
    #: Tells whether a question, by path and query, is for a page of the list of posts.
    is_list: Callable[[str], bool]
    #: A field that every post of the platform has, that nothing rests on, and that stands in no
    #: profile.
    steady_field: str
    #: Makes of an answer for a page of the list another page of a list that has no end: with other
    #: posts or none, and with where the body says that the list goes on.
    endless: Callable[[Json, EndlessPage], Json]
    #: Whether the platform states how many posts an account has.
    states_posts: bool = True
    #: Whether it tells apart what was deleted from what this permission is not shown.
    tells_gone: bool = True
    #: Whether the double gives posts pictures where a scene asks for them.
    shows_pictures: bool = False
    #: Takes out of an answer where its list goes on, where the body says that.
    without_next: Callable[[Json], Json] = lambda body: body
    #: The permission with which the double is asked, where it asks for one.
    token: str | None = None
    #: Makes the connector that asks the API at an address, of a platform that has one API and
    #: asks for no permission.
    at: Callable[[str], Connector] | None = None


Check = Callable[[LiveBench, Path], None]


class _Time:
    """A clock that waits move on, so that no check takes long."""

    def __init__(self) -> None:
        self.now = _START
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


class Trial:
    """An archive with one account, and the double behind its proxy."""

    def __init__(
        self,
        bench: LiveBench,
        root: Path,
        proxy: FaultyProxy,
        url: str,
        *,
        sealed: str,
        clock: Clock,
    ) -> None:
        self.root = root
        self.proxy = proxy
        self.faults = proxy.faults
        self.faults.of = bench.is_list
        self.faults.take_next = bench.without_next
        self.faults.make_page = bench.endless
        self.time = _Time()
        self.reporter = Silent()
        self._connector = bench.at(proxy.address) if bench.at else bench.connector
        self.workplace: Workplace = make_archive(
            root / "archive",
            root / "keys",
            Organisation(name="Voorbeelddam", prefix="vbd", tooi=None, origin="dam.example/log"),
            clock=clock,
            reporter=self.reporter,
            sealed=sealed,
        ).workplace
        facts = Facts(kind=AccountKind.CORPORATE)
        platform = bench.connector.manifest.platform
        registered = register(self.workplace, proxy.of_proxy(url), facts, platform=platform)
        self.account = registered.account.id
        if bench.connector.manifest.needs_decision is not None:
            add_agreement(self.workplace, decision_on(platform))
        if bench.token is not None:
            self._connect(Secret(bench.token), registered.account.url)

    def _connect(self, token: Secret, url: str) -> None:
        """Keep a permission, as connecting would."""
        connection = Connection(
            account=self.account,
            endpoint=self.proxy.address,
            url=url,
            granted=Granted(token=token, scopes=None),
            app=None,
            at=_START,
            by="conformance",
            checked=_START,
        )
        SecretsStore(self.workplace.keys).keep(connection)

    def harvest(self) -> RunReport:
        """Harvest; NotConforming when the connector fails with anything but 'not now'."""
        try:
            return harvest_account(
                self.workplace, [self._connector], self.account, self._transport
            )
        except Refused as error:
            raise NotConforming(f"it asked what is refused ({error.code})") from error

    def harvest_with(self, picture: str) -> RunReport:
        """Harvest where answers of others have a picture, by its path on the server."""
        whole = self._connector
        self._connector = with_pictures_of_others(whole, self.proxy.address + picture)
        try:
            return self.harvest()
        finally:
            self._connector = whole

    def try_to_harvest(self) -> RunReport | None:
        """Harvest when the server is in trouble: gives the report, if there is one."""
        try:
            return self.harvest()
        except NotNow as error:
            return error.runs[0] if error.runs else None

    def _transport(self, home: str, waits: Callable[[float], None]) -> Transport:
        return Transport(home, waits=waits, sleep=self.time.sleep, now=lambda: self.time.now)


def decision_on(platform: Platform) -> Agreement:
    """Make the decision without which the API of a platform is not asked (decision 0081)."""
    return Agreement(
        id="",
        platform=platform,
        kind=AgreementKind.NONE,
        scope="conformance",
        valid_from=_LONG_BEFORE,
        document=AgreementDocument(place="conformance"),
        decided=_LONG_BEFORE,
        decided_by="conformance",
        measures="conformance",
        covers_api=True,
    )


@contextmanager
def trial_of(
    bench: LiveBench,
    root: Path,
    scene: Scene,
    sealed: str = "12",
    clock: Clock = SystemClock(),  # noqa: B008 - it holds nothing
) -> Iterator[Trial]:
    """Make an archive with the account of a scene; what serves it goes when the block ends."""
    with bench.serve(scene) as double, faulty_proxy(double.address) as proxy:
        yield Trial(bench, root, proxy, double.url, sealed=sealed, clock=clock)

"""Organisations: which archives one server shows, each under a name of its own (ADR 0152).

The list is a file of who runs the machine. It holds no secret, only where each archive and its
keys lie, or the socket of a server that another system user runs.
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

import weerklank
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.store.held_keys import is_held
from weerklank.store.plain_file import read_plain

BAD_LIST = fault(
    "ORGANISATIONS-001",
    Text(
        nl="De lijst van organisaties in {file} is niet bruikbaar: {problem}.",
        en="The list of organisations in {file} can't be used: {problem}.",
    ),
    Text(
        nl="Zet het bestand recht zoals docs/beheerder/organisaties.md zegt.",
        en="Put the file right as docs/beheerder/organisaties.md says.",
    ),
)
IN_THE_LIST = fault(
    "ORGANISATIONS-002",
    Text(
        nl="Met --organisations staan adressen, mappen en wachtwoorden per organisatie in het "
        "bestand.",
        en="With --organisations, addresses, folders and passwords stand in the file, for each "
        "organisation.",
    ),
    Text(
        nl="Geef daarnaast alleen --host en --port; geen planning is 'rounds_at_once = 0'.",
        en="Beside it give --host and --port alone; no schedule is 'rounds_at_once = 0'.",
    ),
)
SOCKET_ALONE = fault(
    "ORGANISATIONS-003",
    Text(
        nl="Een socket heeft geen poort, en een adres nodig.",
        en="A socket has no port, and needs an address.",
    ),
    Text(
        nl="Geef --socket met --site, zonder --port.",
        en="Give --socket with --site, without --port.",
    ),
)
PIN_NEEDED = fault(
    "ORGANISATIONS-004",
    Text(
        nl="Een token sluit de sleutels van {name}, en de lijst noemt daarbij geen token_pin.",
        en="A token closes the keys of {name}, and the list names no token_pin for it.",
    ),
    Text(
        nl="Geef elke organisatie een eigen pincode, zoals docs/beheerder/organisaties.md zegt: "
        "met één voor alle zou elk proces elke sleutelmap openen.",
        en="Give each organisation a PIN of its own, as docs/beheerder/organisaties.md says: by "
        "one for all, each process would open every key folder.",
    ),
)
_MOST = 1 << 20
_OTHERS_WRITE = 0o022
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: What the library of a token may ask for: nothing that is ours or of Python.
_VARIABLE = re.compile(r"(?!WEERKLANK_|PYTHON|LD_)[A-Za-z][A-Za-z0-9_]*")
_HOST = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+")
#: Shorter, and the count of failed sign-ins would be forgotten before it ends.
LEAST_IDLE = 15


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One organisation: what it is called here, its addresses, and where its archive lies."""

    #: By which who runs the machine knows it; stands in what is told, and in no address.
    name: str
    site: str
    replay_site: str | None = None
    portal_site: str | None = None
    archive: str | None = None
    keys: str | None = None
    #: Of a server that another system user runs: this one never reaches its archive or keys.
    socket: str | None = None
    sip_to: str | None = None
    #: More folders that are its own, such as that of a replica.
    folders: tuple[str, ...] = ()
    #: Whether people may sign in with a password of ours where no provider is set.
    passwords: bool = False
    #: Of a token that closes its keys: the file with the PIN, which no other organisation reaches,
    #: and the library of the vendor with the variables that it wants, such as SOFTHSM2_CONF.
    token_pin: str | None = None
    token_module: str | None = None
    token_settings: dict[str, str] = {}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Give every address of it."""
        return tuple(one for one in (self.site, self.replay_site, self.portal_site) if one)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Give the name in each of its addresses."""
        return tuple(urlsplit(one).hostname or "" for one in self.addresses)

    @property
    def owned(self) -> tuple[Path, ...]:
        """Give the folders that are its own."""
        named = (self.archive, self.keys, self.sip_to, *self.folders)
        return tuple(Path(one) for one in named if one)

    @property
    def apart(self) -> tuple[Path, ...]:
        """Give what no other may reach: its folders, and the PIN of its token."""
        return (*self.owned, *([Path(self.token_pin)] if self.token_pin else []))

    @property
    def token_variables(self) -> dict[str, str]:
        """Give the variables by which its process finds its token; none without one."""
        named = {
            "WEERKLANK_TOKEN_PIN": self.token_pin,
            "WEERKLANK_TOKEN_MODULE": self.token_module,
        }
        return {**self.token_settings, **{name: told for name, told in named.items() if told}}


class Organisations(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All of them, and how they share the machine."""

    organisation: tuple[Organisation, ...]
    #: Minutes without a question after which a server ends until it is asked; 0: never.
    idle_minutes: int = 30
    #: Archives of which what is due is done at a time; 0: others do it.
    rounds_at_once: int = 2
    #: Minutes between two looks at what is due of an archive.
    round_minutes: int = 15
    #: Addresses of a web server in front that is not on this machine.
    web_servers: tuple[str, ...] = ()


def read_organisations(file: Path) -> Organisations:
    """Read the list; WrongUse for one that can't be used, with why."""
    try:
        content = read_plain(file, _MOST).decode()
        is_others = file.stat().st_mode & _OTHERS_WRITE
    except (OSError, ValueError) as error:
        raise _bad(file, Text("het is niet te lezen", "it can't be read")) from error
    if is_others:  # who writes it leads people elsewhere
        raise _bad(file, Text("anderen kunnen het schrijven", "others can write it"))
    try:
        found = msgspec.convert(tomllib.loads(content), Organisations)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _bad(file, Text(str(error), str(error))) from error
    for problem in _problems(found):
        raise _bad(file, problem)
    return found


def lacks_own_pin(one: Organisation) -> bool:
    """Tell whether a token closes its keys, and the list does not say by which PIN that opens."""
    return bool(one.keys) and one.token_pin is None and is_held(Path(one.keys or ""))


def common_folders() -> tuple[Path, ...]:
    """Give the folders of system and program, which every organisation may read."""
    program = {sys.prefix, sys.base_prefix, str(Path(weerklank.__file__).parent)}
    system = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt")
    others = ("/proc", "/sys", "/run/systemd/resolve", "/var/lib/clamav", "/var/cache/fontconfig")
    named = [*system, *others, *sorted(program)]
    return tuple(path for path in map(Path, named) if path.exists())


def _problems(found: Organisations) -> Iterator[Text]:
    if not found.organisation:
        yield Text("er staat geen organisatie in", "it holds no organisation")
    if found.idle_minutes and found.idle_minutes < LEAST_IDLE:
        yield Text(
            f"idle_minutes hoort 0 te zijn, of ten minste {LEAST_IDLE}",
            f"idle_minutes should be 0, or {LEAST_IDLE} at least",
        )
    if found.rounds_at_once < 0 or found.round_minutes < 1:
        yield Text(
            "rounds_at_once is ten minste 0 en round_minutes ten minste 1",
            "rounds_at_once is 0 at least, and round_minutes 1",
        )
    for one in found.organisation:
        yield from _problems_of(one)
    yield from _twice(found)


def _problems_of(one: Organisation) -> Iterator[Text]:
    if not _NAME.fullmatch(one.name):
        yield Text(
            f"'{one.name}' is geen naam van kleine letters, cijfers en streepjes",
            f"'{one.name}' is no name of small letters, digits and dashes",
        )
    for address in one.addresses:
        if not _is_address(address):
            yield Text(
                f"'{address}' is geen https-adres met alleen een naam, in kleine letters",
                f"'{address}' is no https address of a name alone, in small letters",
            )
    is_here = one.archive is not None and one.keys is not None
    is_more = one.owned or one.token_variables
    if is_here == (one.socket is not None) or (one.socket and is_more):
        yield Text(
            f"{one.name} heeft archive en keys nodig, of alleen socket",
            f"{one.name} needs archive and keys, or socket alone",
        )
    yield from _wrong_places(one)


def _wrong_places(one: Organisation) -> Iterator[Text]:
    for path in map(Path, filter(None, (*map(str, one.apart), one.socket, one.token_module))):
        if not path.is_absolute():
            yield Text(f"'{path}' is geen volledig pad", f"'{path}' is no full path")
    for name in one.token_settings:
        if not _VARIABLE.fullmatch(name):
            yield Text(
                f"'{name}' is geen variabele van een bibliotheek",
                f"'{name}' is no variable of a library",
            )


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    shown = parts.hostname or ""
    whole = f"https://{shown}" + (f":{port}" if port else "")
    return address.rstrip("/") == whole and _HOST.fullmatch(shown) is not None


def _twice(found: Organisations) -> Iterator[Text]:
    """Tell what two of them share: a name, a host whatever its port, a folder or one within it."""
    names: set[str] = set()
    hosts: set[str] = set()
    folders = _Folders(common_folders())
    for one in found.organisation:
        if one.name in names:
            yield Text(f"{one.name} staat er twee keer", f"{one.name} stands there twice")
        names.add(one.name)
        for host in one.hosts:
            if host in hosts:  # cookies tell ports not apart
                yield Text(f"{host} staat er twee keer", f"{host} stands there twice")
            hosts.add(host)
        own = [Path(os.path.realpath(path)) for path in one.apart]
        for path in own:
            if (whose := folders.whose(path)) is not None:
                yield _shared(path, one.name, whose)
        for path in own:
            folders.take(path, one.name)


class _Folders:
    """Whose each folder is; found without comparing it with those of all others."""

    def __init__(self, common: Iterable[Path]) -> None:
        self._taken: dict[Path, str] = {}
        self._around: dict[Path, str] = {}
        for path in common:
            self.take(Path(os.path.realpath(path)), "")

    def whose(self, path: Path) -> str | None:
        """Tell who has it, or what lies within or around it; None where nobody has."""
        if path in self._around:
            return self._around[path]
        return next(
            (self._taken[one] for one in (path, *path.parents) if one in self._taken), None
        )

    def take(self, path: Path, name: str) -> None:
        """Note whose a folder is; empty for one that every organisation reads."""
        self._taken[path] = name
        self._around.update(dict.fromkeys(path.parents, name))


def _shared(path: Path, name: str, whose: str) -> Text:
    if not whose:
        return Text(
            f"{path} van {name} ligt in een map die elke organisatie leest",
            f"{path} of {name} lies in a folder that every organisation reads",
        )
    return Text(
        f"{path} van {name} is ook van {whose}, of ligt erin of eromheen",
        f"{path} of {name} is also of {whose}, or lies within or around it",
    )


def _bad(file: Path, problem: Text) -> WrongUse:
    return WrongUse(BAD_LIST, file=file, problem=problem)

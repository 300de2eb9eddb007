"""The machine and the program on it: versions, files of the program, memory, clock, way out."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files

from weerklank.documents.letters import drawn
from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight

OLD_PYTHON = fault(
    "DOCTOR-001",
    Text(nl="Python {found} is te oud.", en="Python {found} is too old."),
    Text(
        nl="Installeer Weerklank opnieuw met Python {least} of nieuwer.",
        en="Install Weerklank again with Python {least} or newer.",
    ),
)
OTHER_LIBRARY = fault(
    "DOCTOR-002",
    Text(
        nl="Bibliotheek {name} heeft versie {found}; Weerklank vraagt {wanted}.",
        en="Library {name} has version {found}; Weerklank asks for {wanted}.",
    ),
    Text(
        nl="Installeer Weerklank opnieuw in een eigen omgeving, met requirements.lock.",
        en="Install Weerklank again in an environment of its own, by requirements.lock.",
    ),
)
NO_LIBRARY = fault(
    "DOCTOR-003",
    Text(nl="Bibliotheek {name} ontbreekt.", en="Library {name} is missing."),
    Text(
        nl="Installeer Weerklank opnieuw in een eigen omgeving, met requirements.lock.",
        en="Install Weerklank again in an environment of its own, by requirements.lock.",
    ),
)
NO_RESEARCH = fault(
    "DOCTOR-004",
    Text(
        nl="Bibliotheek {name} is er niet: een export als Parquet kan niet worden gemaakt.",
        en="Library {name} is not there: an export as Parquet can't be made.",
    ),
    Text(
        nl="Wilt u dat wel, installeer dan weerklank[research].",
        en="Where you want that, install weerklank[research].",
    ),
)
NOT_UTF8 = fault(
    "DOCTOR-005",
    Text(
        nl="Namen van bestanden worden hier als {found} gelezen, niet als UTF-8.",
        en="Names of files are read as {found} here, not as UTF-8.",
    ),
    Text(
        nl="Zet LC_ALL op een taal met UTF-8, zoals nl_NL.UTF-8 of C.UTF-8.",
        en="Set LC_ALL to a locale with UTF-8, such as nl_NL.UTF-8 or C.UTF-8.",
    ),
)
NO_FONTS = fault(
    "DOCTOR-006",
    Text(
        nl="De lettertypen voor documenten ontbreken: PDF's kunnen niet worden gemaakt.",
        en="The fonts of documents are missing: PDFs can't be made.",
    ),
    Text(
        nl="Maak ze met 'python tools/make_static.py' of installeer de wheel, die ze bevat.",
        en="Make them with 'python tools/make_static.py' or install the wheel, which has them.",
    ),
)
NO_STATIC = fault(
    "DOCTOR-007",
    Text(
        nl="De vormgeving van de schermen ontbreekt: zij worden kaal getoond.",
        en="What the screens are dressed with is missing: they are shown bare.",
    ),
    Text(
        nl="Maak haar met 'python tools/make_static.py' of installeer de wheel, die haar bevat.",
        en="Make it with 'python tools/make_static.py' or install the wheel, which has it.",
    ),
)
LITTLE_MEMORY = fault(
    "DOCTOR-008",
    Text(
        nl="Er is {free} MB werkgeheugen vrij; een oogst met media en pagina's vraagt {asked} MB.",
        en="{free} MB of memory is free; a harvest with media and pages asks for {asked} MB.",
    ),
    Text(
        nl="Geef de machine meer geheugen, of laat er minder tegelijk op lopen.",
        en="Give the machine more memory, or let it do less at a time.",
    ),
)
OPEN_SWAP = fault(
    "DOCTOR-009",
    Text(
        nl="Wisselruimte {device} is voor zover te zien niet versleuteld.",
        en="Swap space {device} is not encrypted as far as can be seen.",
    ),
    Text(
        nl="Versleutel haar of zet haar uit: wat in het geheugen stond, kan er op schijf staan.",
        en="Encrypt it or turn it off: what was in memory may lie on disk there.",
    ),
)
NOT_IN_STEP = fault(
    "DOCTOR-010",
    Text(
        nl="De klok van deze machine wordt niet gelijkgezet met een tijdserver.",
        en="The clock of this machine is not kept right by a time server.",
    ),
    Text(
        nl="Zet dat aan, bijvoorbeeld met 'timedatectl set-ntp true'.",
        en="Turn that on, for example with 'timedatectl set-ntp true'.",
    ),
)
PROXY = fault(
    "DOCTOR-011",
    Text(
        nl="Er is een proxy ingesteld ({name}); een oogst gaat daar niet langs.",
        en="A proxy is set ({name}); a harvest does not go by it.",
    ),
    Text(
        nl="Laat op de firewall HTTPS toe naar de servers die deze handleiding noemt.",
        en="Let the firewall pass HTTPS to the servers that this manual names.",
    ),
)
NO_TEMPORARY = fault(
    "DOCTOR-012",
    Text(
        nl="In de tijdelijke map kan niet worden geschreven.",
        en="The folder of temporary files can't be written to.",
    ),
    Text(
        nl="Geef de map rechten, of noem in TMPDIR een andere.",
        en="Give rights to the folder, or name another in TMPDIR.",
    ),
)
AS_ROOT = fault(
    "DOCTOR-013",
    Text(
        nl="Weerklank draait als root: Chromium heeft dan geen zandbak.",
        en="Weerklank runs as root: Chromium then has no sandbox.",
    ),
    Text(
        nl="Geef het archief aan een gewone systeemgebruiker en werk als die.",
        en="Give the archive to an ordinary system user, and work as that one.",
    ),
)

_LEAST = (3, 11)
#: Megabytes: Chromium takes 500, and what is read and sealed beside it as much.
_MEMORY_MB = 1024
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*([^;]*)(?:;(.*))?")
_BOUND = re.compile(r"(>=|<)\s*([0-9.]+)")
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
#: Seconds for a program that only tells something.
_PATIENCE = 10


def look_at_python(scene: Scene) -> Told:
    """Look whether Python is new enough."""
    if scene.version < _LEAST:
        least = ".".join(map(str, _LEAST))
        yield Found(OLD_PYTHON, values={"found": _dotted(scene.version), "least": least})


def look_at_libraries(_: Scene) -> Told:
    """Look whether each library has a version that the program knows."""
    try:
        asked = requires("weerklank") or []
    except PackageNotFoundError:
        yield Unseen(
            Text("Weerklank is hier niet geïnstalleerd.", "Weerklank is not installed here.")
        )
        return
    for one in asked:
        parts = _REQUIREMENT.match(one)
        if parts is None:
            continue
        name, wanted, extra = parts[1], parts[2].strip(), parts[3] or ""
        if "extra" in extra and "research" not in extra:
            continue
        try:
            found = version(name)
        except PackageNotFoundError:
            if extra:
                yield Found(NO_RESEARCH, Weight.NOTE, values={"name": name})
            else:
                yield Found(NO_LIBRARY, values={"name": name})
            continue
        if not within(found, wanted):
            yield Found(OTHER_LIBRARY, values={"name": name, "found": found, "wanted": wanted})


def within(found: str, wanted: str) -> bool:
    """Tell whether a version is within bounds such as `>=1.2,<2`."""
    mine = _numbers(found)
    for sign, bound in _BOUND.findall(wanted):
        is_least = mine >= _numbers(bound)
        if is_least != (sign == ">="):
            return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", text.partition("+")[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def look_at_encoding(_: Scene) -> Told:
    """Look whether names of files are read as UTF-8."""
    found = sys.getfilesystemencoding()
    if found.lower().replace("-", "") != "utf8":
        yield Found(NOT_UTF8, values={"found": found})


def look_at_program_files(_: Scene) -> Told:
    """Look whether the fonts of documents and the style of the screens were made."""
    if not drawn():
        yield Found(NO_FONTS)
    if not (files("weerklank") / "web" / "static" / "vendor" / "vendor.css").is_file():
        yield Found(NO_STATIC)


def look_at_memory(scene: Scene) -> Told:
    """Look whether there is memory for a harvest, and whether swap space is encrypted."""
    try:
        told = (scene.kernel / "meminfo").read_text(encoding="ascii")
        swaps = (scene.kernel / "swaps").read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        yield Unseen(Text("De kernel zegt het niet.", "The kernel does not tell."))
        return
    found = re.search(r"^MemAvailable:\s+(\d+) kB", told, re.MULTILINE)
    free = int(found[1]) >> 10 if found else None
    if free is None:
        yield Unseen(Text("De kernel zegt het niet.", "The kernel does not tell."))
    elif free < _MEMORY_MB:
        yield Found(LITTLE_MEMORY, Weight.NOTE, values={"free": free, "asked": _MEMORY_MB})
    for line in swaps:
        device = line.split()[0] if line.split() else ""
        if device and not device.startswith(("/dev/zram", "/dev/dm-", "/dev/mapper/")):
            yield Found(OPEN_SWAP, Weight.NOTE, values={"device": device})


def look_at_clock_keeping(_: Scene) -> Told:
    """Look whether the machine says that its clock is kept right."""
    program = shutil.which("timedatectl")
    said = ""
    if program is not None:
        try:
            said = subprocess.run(  # noqa: S603 - a program of the system, without a shell
                [program, "show", "--property=NTPSynchronized", "--value"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=True,
            ).stdout.decode(errors="replace")
        except (OSError, subprocess.SubprocessError):
            said = ""
    if said.strip() == "no":
        yield Found(NOT_IN_STEP)
    elif said.strip() != "yes":
        yield Unseen(
            Text(
                "'timedatectl' is er niet, of zegt het niet.",
                "'timedatectl' is not there, or does not tell.",
            )
        )


def look_at_proxies(scene: Scene) -> Told:
    """Look whether a proxy is set, by which a harvest does not go."""
    for name in _PROXIES:
        if scene.environment.get(name) or scene.environment.get(name.lower()):
            yield Found(PROXY, Weight.NOTE, values={"name": name})
            return


def look_at_temporary(scene: Scene) -> Told:
    """Look whether temporary files can be made."""
    if not os.access(scene.temporary, os.W_OK | os.X_OK):
        yield Found(NO_TEMPORARY, path=scene.temporary)


def look_at_user(_: Scene) -> Told:
    """Look whether the program runs as an ordinary user."""
    if os.geteuid() == 0:
        yield Found(AS_ROOT, Weight.NOTE)

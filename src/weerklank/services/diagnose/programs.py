"""Programs beside this one: which are there, and what can't be done without them."""

import re
import shutil
from datetime import timedelta

from weerklank.harvest.browser.chromium import NOT_THIS_ONE, find_chromium
from weerklank.media import heic, virus_scan
from weerklank.media.told_by_others import EXIFTOOL
from weerklank.model.clock import civil_day
from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.diagnose.finding import Found, Scene, Told, Unseen, Weight

NO_PROGRAM = fault(
    "DOCTOR-020",
    Text(nl="{program} is er niet: {without}.", en="{program} is not there: {without}."),
    Text(
        nl="Wilt u dat wel, installeer het dan: apt install {package}.",
        en="Where you want that, install it: apt install {package}.",
    ),
)
NO_SIGNATURES = fault(
    "DOCTOR-021",
    Text(
        nl="ClamAV heeft geen virusdefinities: niets kan op virussen worden nagekeken.",
        en="ClamAV has no virus signatures: nothing can be scanned for viruses.",
    ),
    Text(
        nl="Haal ze op met freshclam, of noem een map met 'formats scan --signatures DIR'.",
        en="Get them by freshclam, or name a folder with 'formats scan --signatures DIR'.",
    ),
)
OLD_SIGNATURES = fault(
    "DOCTOR-022",
    Text(
        nl="De virusdefinities van ClamAV zijn van {day}, {days} {days:dag|dagen} oud.",
        en="The virus signatures of ClamAV are of {day}, {days} {days:day|days} old.",
    ),
    Text(
        nl="Ververs ze met freshclam, en kijk waarom dat niet vanzelf gebeurt.",
        en="Renew them by freshclam, and see why that does not happen by itself.",
    ),
)
OLD_CHROMIUM = fault(
    "DOCTOR-023",
    Text(
        nl="{found} is te oud om pagina's mee vast te leggen.",
        en="{found} is too old to record pages with.",
    ),
    Text(
        nl="Installeer versie {least} of nieuwer, liefst die van vandaag.",
        en="Install version {least} or newer, that of today at best.",
    ),
)

#: Program, package of Debian, and what can't be done without it.
_PROGRAMS = (
    (
        "openssl",
        "openssl",
        Text(
            "de losse controle kan handtekeningen en tijdstempels niet nagaan",
            "the separate verifier can't check signatures and time stamps",
        ),
    ),
    (
        "ffprobe",
        "ffmpeg",
        Text(
            "van films en geluid is niet te zien hoe zij zijn vastgelegd",
            "of films and sound it can't be seen how they are coded",
        ),
    ),
    (
        "ffmpeg",
        "ffmpeg",
        Text(
            "van films en geluid kunnen geen afgeleiden worden gemaakt",
            "no derivatives of films and sound can be made",
        ),
    ),
    (
        heic.PROGRAM,
        "libheif-examples",
        Text(
            "van foto's in HEIC kan geen afgeleide worden gemaakt",
            "no derivatives of photos in HEIC can be made",
        ),
    ),
    (
        EXIFTOOL,
        "libimage-exiftool-perl",
        Text(
            "wat bij een Woo-verzoek wordt uitgegeven, leest geen tweede programma na",
            "what is given out on a Woo request is read by no second program",
        ),
    ),
    (
        virus_scan.PROGRAM,
        "clamav",
        Text(
            "bestanden kunnen niet op virussen worden nagekeken",
            "files can't be scanned for viruses",
        ),
    ),
)
_CHROMIUM = Text(
    "pagina's kunnen niet worden vastgelegd (harvest --technique browser)",
    "pages can't be recorded (harvest --technique browser)",
)
#: The first that has the way without a window by which it is started.
_LEAST_CHROMIUM = 112
_MAJOR = re.compile(r"\b(\d+)\.\d+\.\d+")
#: Signatures come daily.
_FRESH = timedelta(days=8)


def look_at_programs(_: Scene) -> Told:
    """Look which programs are there."""
    for program, package, without in _PROGRAMS:
        if shutil.which(program) is None:
            values = {"program": program, "package": package, "without": without}
            yield Found(NO_PROGRAM, Weight.NOTE, values=values)


def look_at_signatures(scene: Scene) -> Told:
    """Look how old the signatures are by which files are scanned for viruses."""
    if shutil.which(virus_scan.PROGRAM) is None:
        yield Unseen(Text("ClamAV is er niet.", "ClamAV is not there."))
        return
    day = virus_scan.dated(virus_scan.FOLDER)
    if day is None:
        yield Found(NO_SIGNATURES, Weight.NOTE, virus_scan.FOLDER)
        return
    age = civil_day(scene.now) - day
    if age > _FRESH:
        values = {"day": day.isoformat(), "days": age.days}
        yield Found(OLD_SIGNATURES, path=virus_scan.FOLDER, values=values)


def look_at_chromium(scene: Scene) -> Told:
    """Look whether there is a Chromium that starts, is new enough, and keeps messages out."""
    named = scene.environment.get("WEERKLANK_CHROMIUM") or None
    try:
        chromium = find_chromium(named)
    except WrongUse as error:
        if named:
            yield Found(error.code, values=error.values)
        else:
            values = {"program": "Chromium", "package": "chromium", "without": _CHROMIUM}
            yield Found(NO_PROGRAM, Weight.NOTE, values=values)
        return
    try:
        told = chromium.version()
    except NotNow as error:
        yield Found(error.code, path=chromium.program, values=error.values)
        return
    if chromium.is_named_shell:
        values = {"program": str(chromium.program)}
        yield Found(NOT_THIS_ONE, path=chromium.program, values=values)
    major = _MAJOR.search(told)
    if major is None:
        yield Unseen(Text("Chromium noemt geen versie.", "Chromium does not tell a version."))
    elif int(major[1]) < _LEAST_CHROMIUM:
        plain = f"Chromium {major[0]}"
        yield Found(
            OLD_CHROMIUM, path=chromium.program, values={"found": plain, "least": _LEAST_CHROMIUM}
        )

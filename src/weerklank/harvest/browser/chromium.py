"""Which Chromium records pages, and how it is started so that nothing stays behind on disk."""

import fcntl
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.text import Text

NO_CHROMIUM = fault(
    "BROWSER-001",
    Text(
        nl="Er is geen Chromium gevonden om pagina's mee vast te leggen ({sought}).",
        en="No Chromium was found to record pages with ({sought}).",
    ),
    Text(
        nl="Installeer hem met 'apt install chromium', of noem hem in WEERKLANK_CHROMIUM.",
        en="Install it with 'apt install chromium', or name it in WEERKLANK_CHROMIUM.",
    ),
)
NOT_STARTED = fault(
    "BROWSER-002",
    Text(nl="Chromium ({program}) start niet.", en="Chromium ({program}) does not start."),
    Text(
        nl="Voer '{program} --version' uit als wie oogst, en geef TMPDIR een kort pad.",
        en="Run '{program} --version' as the user that harvests, and give TMPDIR a short path.",
    ),
)
NOT_THIS_ONE = fault(
    "BROWSER-024",
    Text(
        nl="Deze Chromium zonder venster ({program}) kan geen pagina's vastleggen: hij leest de "
        "instelling niet die voorkomt dat een pagina directe berichten ophaalt.",
        en="This Chromium without a window ({program}) can't record pages: it does not read the "
        "setting that keeps a page from fetching direct messages.",
    ),
    Text(
        nl="Installeer de gewone met 'apt install chromium', en noem die in WEERKLANK_CHROMIUM.",
        en="Install the usual one with 'apt install chromium', and name it in WEERKLANK_CHROMIUM.",
    ),
)

#: What the program is called where it is installed from a distribution or by its maker.
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PATIENCE = 20
#: Names of the environment that the program is given: where things are, and language and time.
_PASSED = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LANG", "LC_ALL", "TZ")
#: What speaks with others of itself, and two pages under the bar for addresses: each window draws
#: them and keeps them ready, though nobody sees them. They cost twice what a short visit does.
_WITHOUT = (
    "Translate",
    "MediaRouter",
    "OptimizationHints",
    "AutofillServerCommunication",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
#: Without a window, a cache on disk, a report of a crash, or questions of its own to anybody.
_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--no-service-autorun",
    "--no-startup-window",
    "--disable-background-networking",
    "--disable-blink-features=BackgroundFetch",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    f"--disable-features={','.join(_WITHOUT)}",
    "--disable-quic",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disk-cache-size=1",
    "--hide-scrollbars",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
)


#: Nothing is fetched or drawn ahead of what a page asks: nobody could hold that up.
_SETTINGS = b'{"net":{"network_prediction_options":2}}'


@dataclass(frozen=True, slots=True)
class Chromium:
    """A program that can record pages."""

    program: Path

    @property
    def is_named_shell(self) -> bool:
        """Whether it is called what Debian and its maker call the one that reads no settings.

        Under another name it is known when it runs (BROWSER-024).
        """
        return "headless" in self.program.resolve().name

    def version(self) -> str:
        """Give what the program says of itself, such as `Chromium 156.0.8078.108`."""
        try:
            said = subprocess.run(  # noqa: S603 - the program that the operator chose
                [self.program, "--version"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            raise NotNow(NOT_STARTED, program=str(self.program)) from None
        return said.stdout.decode(errors="replace").partition(" built on")[0].strip()


def find_chromium(named: str | None = None) -> Chromium:
    """Find the program: the one that a setting names, else the first of the usual names.

    Raises WrongUse (BROWSER-001), which says how to install it, when there is none.
    """
    sought = (named,) if named else _NAMES
    for name in sought:
        if found := shutil.which(name):
            return Chromium(Path(found))
    raise WrongUse(NO_CHROMIUM, sought=", ".join(sought))


@dataclass(frozen=True, slots=True)
class Started:
    """A browser that runs, and the two ends by which it is spoken with."""

    process: int
    #: File descriptors of ours: where it is told something, and where it answers.
    tell: int
    hear: int


def start(chromium: Chromium, folder: Path) -> Started:
    """Start the program in a folder of its own, which the caller makes and throws away.

    It is spoken with through two pipes that no other process of the machine holds, so that nobody
    else can drive a browser that is signed in somewhere. Raises NotNow (BROWSER-002).
    """
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_bytes(_SETTINGS)
    its_end, tell = os.pipe()
    hear, its_answers = os.pipe()
    high = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 16) for one in (its_end, its_answers)]
    nothing = os.open(os.devnull, os.O_RDWR)
    duplicates = [(nothing, 0), (nothing, 1), (nothing, 2), (high[0], 3), (high[1], 4)]
    try:
        process = os.posix_spawn(
            chromium.program,
            [str(chromium.program), *_FLAGS, *_sandbox(), f"--user-data-dir={folder}"],
            _environment(folder),
            file_actions=[(os.POSIX_SPAWN_DUP2, ours, theirs) for ours, theirs in duplicates],
            setsid=True,
        )
    except OSError:
        os.close(tell)
        os.close(hear)
        raise NotNow(NOT_STARTED, program=str(chromium.program)) from None
    finally:
        for one in (its_end, its_answers, nothing, *high):
            os.close(one)
    return Started(process, tell, hear)


def _environment(folder: Path) -> dict[str, str]:
    """Give what the program needs of our environment, in which secrets may stand."""
    passed = {name: os.environ[name] for name in _PASSED if name in os.environ}
    return passed | {"TMPDIR": str(folder), "HOME": str(folder)}


def _sandbox() -> tuple[str, ...]:
    """Give what root needs: Chromium has no sandbox for root and refuses to start without this."""
    return ("--no-sandbox",) if os.geteuid() == 0 else ()

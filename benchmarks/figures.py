"""What a benchmark gives: a figure with its floor or ceiling from the project's goals."""

import json
import os
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from isal import igzip

from weerklank.testing.mastodon_export import big_export


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure."""

    name: str
    #: None where it could not be measured here; its name says why.
    value: float | None
    #: Floor, or ceiling with `at_most`; None where there is no goal.
    goal: float | None
    unit: str
    at_most: bool = False

    @property
    def misses(self) -> bool:
        """Tell whether the goal is missed."""
        if self.goal is None or self.value is None:
            return False
        return self.value > self.goal if self.at_most else self.value < self.goal


def table(figures: list[Figure]) -> str:
    """Write figures as a table."""
    lines = []
    for figure in figures:
        goal = ""
        if figure.value is None:
            lines.append(f"{figure.name:<45} {'-':>12}")
            continue
        if figure.goal is not None:
            sign = "<=" if figure.at_most else ">="
            goal = f"{sign} {figure.goal:g} {'MISSED' if figure.misses else 'ok'}"
        lines.append(f"{figure.name:<45} {figure.value:>12,.2f} {figure.unit:<4} {goal}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Run:
    """A command that was run as a process of its own, by the operating system's accounts."""

    cpu: float
    wall: float
    #: Bytes, of the largest process.
    peak: int


def weerklank(*arguments: str, archive: Path) -> Run:
    """Run a command of the product on an archive whose keys lie beside it."""
    environment = {
        **os.environ,
        "WEERKLANK_ARCHIVE": str(archive),
        "WEERKLANK_KEYS": str(archive.with_name(archive.name + "-keys")),
        "LC_ALL": "C",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
    return spent(Path(sys.executable).with_name("weerklank"), *arguments, environment=environment)


def spent(program: Path, *arguments: str, environment: dict[str, str]) -> Run:
    """Run a program."""
    begun = time.monotonic()
    process = os.posix_spawn(
        program,
        [str(program), *arguments],
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    _, status, used = os.wait4(process, 0)
    raise_for(os.waitstatus_to_exitcode(status), arguments)
    return Run(used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss * 1024)


def raise_for(code: int, arguments: tuple[str, ...]) -> None:
    """Stop when a command failed: its figure would mean nothing."""
    if code not in (0, 1):
        message = f"{arguments[0]} ended with {code}"
        raise RuntimeError(message)


@dataclass(frozen=True, slots=True)
class Big:
    """An archive into which a large synthetic export was imported."""

    export: Path
    archive: Path
    run: Run

    @property
    def bytes_ratio(self) -> float:
        """Records, sources, proofs and log against `gzip -6` of the export in one stream.

        The export itself is such a stream: a tar of mostly one file, gzip level 6.
        """
        kept = sum(
            path.stat().st_size
            for folder in ("objects", "open", "log")
            for path in (self.archive / folder).rglob("*")
            if path.is_file() and "-sealed" not in str(path)
        )
        return kept / self.export.stat().st_size


def import_big(folder: Path, posts: int) -> Big:
    """Make an export of so many posts and import it into a fresh archive."""
    export, archive = folder / f"{posts}.tar.gz", folder / f"archive-{posts}"
    big_export(export, posts)
    weerklank("init", str(archive), "--organisation", "Maat", "--sealed", "12", archive=archive)
    weerklank("account", "add", profile(export), "--kind", "corporate", archive=archive)
    return Big(export, archive, weerklank("import", str(export), archive=archive))


def gunzip(path: Path) -> IO[bytes]:
    """Open a gzip file; isal ships no types for its file object."""
    return cast("IO[bytes]", igzip.IGzipFile(path))  # type: ignore[no-untyped-call] # isal has no types here


def profile(export: Path) -> str:
    """Give the address of the account that an export is of."""
    with tarfile.open(fileobj=gunzip(export), mode="r|") as tar:
        for member in tar:
            if member.name == "actor.json":
                stream = tar.extractfile(member)
                if stream is not None:
                    return str(json.load(stream)["url"])
    raise FileNotFoundError("actor.json")

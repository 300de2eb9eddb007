"""Ten years of an archive on a clock that is set: appraised, kept, destroyed, transferred.

Each month the posts of that month are taken in. At the end a hotspot is adopted, a hold put, all
that is due destroyed, and the rest transferred a year at a time, each SIP held against the rules
of MDTO. Then every byte is looked through for what was destroyed.
`python -m benchmarks.decade --help` says how to do so at other sizes.
"""

import argparse
import gzip
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.figures import Figure, table
from weerklank.cli.main import main as weerklank
from weerklank.model.clock import FixedClock
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportMedium,
    ExportPost,
    snowflake,
    write_export,
)
from weerklank.testing.png import encode_png

POSTS = 50_000
YEARS = 10
_FIRST = 2012
_TERM = 5
_HOST = "social.grootdam.example"
_ME = ExportAccount(
    host=_HOST,
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id=f"https://{_HOST}/users/gemeente",
    created=datetime(_FIRST, 1, 1, tzinfo=UTC),
)
_LIST = (
    "code;proces;resultaat;waardering;bewaartermijn;procestermijn\n"
    f"2.1;Dialoog;Gedaan;V;P{_TERM}Y;\n"
)
#: A mark of each post is words of letters alone: numbers could be of a person.
_MARK = re.compile(rb"qz[a-j]{6}x")
#: Months of the first year on which there is a hold.
_HELD = (5, 6)
_PERSONS = {"Anna": "archivist", "Ruud": "reviewer", "Pia": "privacy"}


def mark_of(number: int) -> str:
    """Give the word that stands in one post alone."""
    return "qz" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:06d}") + "x"


@dataclass
class Decade:
    """An archive and its keys in a folder, and the clock that commands see."""

    folder: Path
    posts: int = POSTS
    years: int = YEARS
    #: How often a year exports come in.
    times: int = 12
    #: Seconds of the processor by what was done.
    spent: dict[str, float] = field(default_factory=dict)
    #: Marks of what is to go by the list, as hotspot and hold leave it.
    to_go: set[bytes] = field(default_factory=set)
    _clock: FixedClock = field(default_factory=FixedClock)

    @property
    def archive(self) -> Path:
        """Give where it lies."""
        return self.folder / "archive"

    def run(self, *words: str, acting: str = "", what: str = "") -> dict[str, Any]:
        """Run a command on the day that it is; one that fails ends all."""
        told = io.StringIO()
        given = ["--archive", str(self.archive), "--keys", str(self.folder / "keys"), "--json"]
        given += ["--as", acting] if acting else []
        begun = time.process_time()
        code: object = 0
        with redirect_stdout(told), redirect_stderr(io.StringIO()):
            try:
                weerklank([*given, *words])
            except SystemExit as left:
                code = left.code
        if what:
            self.spent[what] = self.spent.get(what, 0.0) + time.process_time() - begun
        if code:
            message = f"{words[:3]} ended with {code}: {told.getvalue()[-500:]}"
            raise RuntimeError(message)
        return dict(json.loads(told.getvalue() or "{}"))

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Let commands see the clock of this."""

        def made() -> FixedClock:
            return self._clock

        with (
            mock.patch("weerklank.bootstrap.SystemClock", made),
            mock.patch("weerklank.cli.archive.SystemClock", made),
        ):
            yield

    def on(self, day: date) -> None:
        """Set the clock; it never goes back."""
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        self._clock = FixedClock(max(moment, self._clock.moment) if self.spent else moment)

    def fill(self) -> None:
        """Make it, and take in the posts of every month on the first day of the next."""
        self.on(date(_FIRST, 1, 1))
        self.run(
            "init", str(self.archive), "--organisation", "Gemeente Grootdam", "--sealed", "12"
        )
        self.run("account", "add", _url(), "--kind", "corporate")
        for name, role in _PERSONS.items():
            self.run("person", "add", name, "--role", role)
        rows = self.folder / "lijst.csv"
        rows.write_text(_LIST, encoding="utf-8")
        self.run("selection", "load", str(rows), acting="Anna")
        why = ("--reason", "Besluit.", "--body", "College", "--decided", f"{_FIRST}-01-01")
        self.run(
            "selection", "assign", *why, "--default", "two-way", "--row", "2.1", acting="Anna"
        )
        rounds = self.years * self.times
        for count in range(rounds):
            first, last = (self.posts * one // rounds for one in (count, count + 1))
            begin, after = self._begins(count), self._begins(count + 1)
            made = [
                self._post(n, begin, after, n - first, last - first) for n in range(first, last)
            ]
            path = self.folder / "export.tar.gz"
            write_export(path, _ME, made, level=1)
            self.on(after)
            self.run("import", str(path), what="import")
            path.unlink()

    def _begins(self, count: int) -> date:
        month = count * (12 // self.times)
        return date(_FIRST + month // 12, month % 12 + 1, 1)

    def _post(self, number: int, begin: date, after: date, place: int, of: int) -> ExportPost:
        start = datetime(begin.year, begin.month, begin.day, 8, tzinfo=UTC)
        span = timedelta(days=(after - begin).days - 1)
        when = start + span * place / max(of, 1)
        about = "hoogwater" if number % 7 == 0 else "onderhoud"
        is_over = when.date() < date(_FIRST + self.years - _TERM, 1, 5)
        is_kept = when.year == _FIRST and (number % 7 == 0 or when.month in _HELD)
        if is_over and not is_kept:
            self.to_go.add(mark_of(number).encode())
        media = (_picture(number),) if number % 40 == 0 else ()
        return ExportPost(
            number=snowflake(when, number),
            published=when,
            html=f"<p>Bericht over {about} bij {mark_of(number)} in de gemeente.</p>",
            media=media,
        )

    def decide(self) -> None:
        """Adopt a hotspot of the first year, and put a hold on a month of it."""
        self.on(date(_FIRST + self.years, 1, 5))
        days = ("--from", f"{_FIRST}-01-01", "--to", f"{_FIRST}-12-31")
        proposed = ("--criterion", "unrest", "--reason", "Dijk.", "--account", "a0001")
        name = self.run(
            *("hotspot", "propose", "Hoogwater", *days, *proposed, "--term", "hoogwater"),
            acting="Anna",
        )["hotspot"]
        body = ("--body", "College", "--date", f"{_FIRST + 1}-02-01")
        self.run("hotspot", "adopt", str(name), *body, acting="Anna")
        held = ("--from", f"{_FIRST}-05-01", "--to", f"{_FIRST}-06-30", "--account", "a0001")
        self.run("hold", "add", "--ground", "Beroep", "--case", "Z-1", *held, acting="Anna")

    def destroy(self) -> set[bytes]:
        """Destroy all that is due by three persons; gives the marks of it."""
        self.run("retention", "due", what="appraise")
        made = self.run("destroy", "propose", "--due", "--reason", "Termijn.", acting="Pia")
        gone = {*made["items"]}
        marks = {mark for item, mark in self.held_marks().items() if item in gone}
        number = str(made["list"])
        self.run("destroy", "review", number, acting="Ruud")
        self.run("destroy", "approve", number, acting="Anna")
        sure = ("--confirm", str(len(gone)))
        done = self.run("destroy", "execute", number, *sure, acting="Anna", what="destroy")
        if done["state"] != "executed":
            raise RuntimeError(str(done["state"]))
        out = str(self.folder / "verklaring.xml")
        self.run("destroy", "certificate", number, "-o", out, acting="Anna")
        return marks

    def held_marks(self) -> dict[str, bytes]:
        """Give by permanent address the mark of every post that is held."""
        found: dict[str, bytes] = {}
        for path in self.archive.glob("objects/**/records*.jsonl.gz"):
            for line in gzip.decompress(path.read_bytes()).splitlines():
                mark = _MARK.search(line)
                told = json.loads(line) if mark else {}
                if mark and "id" in told:
                    found[str(told["id"])] = mark[0]
        return found

    def marks_in_every_byte(self) -> set[bytes]:
        """Look for marks in every file of archive and keys, gzip unpacked, names of files too."""
        found: set[bytes] = set()
        for root in (self.archive, self.folder / "keys"):
            for path in root.rglob("*"):
                found.update(_MARK.findall(path.name.encode()))
                if path.is_file():
                    content = path.read_bytes()
                    found.update(_MARK.findall(content))
                    if path.suffix == ".gz":
                        found.update(_MARK.findall(gzip.decompress(content)))
        return found

    def transfer(self) -> int:
        """Transfer a year at a time, and hold each SIP against the rules; gives how many."""
        count = 0
        # Of the years between the first, which a hotspot keeps, and the last nothing is left.
        kept = {_FIRST, *range(_FIRST + max(self.years - _TERM, 0), _FIRST + self.years)}
        for year in sorted(kept):
            days = ("--from", f"{year}-01-01", "--to", f"{year}-12-31")
            for person in ("Anna", "Pia"):
                self.run("transfer", "decide", "--sealed", "keep", *days, acting=person)
            out = self.folder / f"sip-{year}"
            self.run("transfer", "make", str(out), *days, acting="Anna", what="transfer")
            self.run("transfer", "check", str(out), what="check of SIPs")
            count += 1
        return count


def _picture(number: int) -> ExportMedium:
    data = encode_png(8, 8, [(number % 250, 20, 30)], [bytes(8)] * 8) + mark_of(number).encode()
    return ExportMedium(
        path=f"/media_attachments/files/{number}.png",
        content_type="image/png",
        alt="Een foto van het water",
        width=8,
        height=8,
        data=data,
    )


def _url() -> str:
    return f"https://{_HOST}/@{_ME.name}"


def live(made: Decade) -> tuple[int, int, int]:
    """Go through all of it; gives how many were destroyed, how many stay, and how many SIPs.

    RuntimeError when anything is otherwise than it should be.
    """
    with made.clock():
        made.fill()
        made.decide()
        before = made.marks_in_every_byte()
        gone = made.destroy()
        left = made.marks_in_every_byte()
        if gone & left or before != gone | left or gone != made.to_go or not gone:
            lost = before - gone - left
            message = f"{len(gone & left)} found again, {len(lost)} lost, of {len(made.to_go)}"
            raise RuntimeError(message)
        sips = made.transfer()
        checked = made.run("verify", what="verify")
    if checked["findings"]:
        raise RuntimeError(str(checked["findings"][:3]))
    return len(gone), len(left), sips


def run(posts: int = POSTS, years: int = YEARS, times: int = 12) -> list[Figure]:
    """Live ten years, and tell what each thing took."""
    with tempfile.TemporaryDirectory() as name:
        made = Decade(Path(name), posts, years, times)
        gone, left, sips = live(made)
        figures = [
            Figure("destroyed, and in no byte any more", gone, None, ""),
            Figure("kept", left, None, ""),
            Figure("SIPs by the rules of MDTO", sips, None, ""),
        ]
        return figures + [
            Figure(f"{what}, CPU-seconds", seconds, None, "s")
            for what, seconds in made.spent.items()
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Live as long, and of as much, as is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decade", description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--times", type=int, default=12, choices=(1, 2, 3, 4, 6, 12))
    given = parser.parse_args(arguments)
    print(table(run(given.posts, given.years, given.times)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

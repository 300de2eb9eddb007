"""A small archive of an invented municipality, for tests that destroy, kill and restart."""

import gzip
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from weerklank import bootstrap
from weerklank.catalogue.database import Database
from weerklank.catalogue.query import ask
from weerklank.catalogue.text_index import TextIndex
from weerklank.cli.main import main
from weerklank.integrity import weerklank_verify
from weerklank.model.item import ItemKind
from weerklank.model.question import Question
from weerklank.package import writer
from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.services.change import recover
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.layout import Layout
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportItem,
    ExportMedium,
    ExportPost,
    snowflake,
    write_export,
)
from weerklank.testing.png import encode_png

PERSONS = {"Anna": "archivist", "Ruud": "reviewer", "Pia": "privacy"}
#: Words and bytes that stand in what is destroyed and nowhere else.
MARKS = (
    "kweepeertaart",
    "wolkenfluiter",
    "zandlopersdag",
    "molenwiekpret",
    "lantaarnlied",
    "sluisdeurlach",
)
TWICE = "Let op: de brug bij de sluis is dit weekend gesloten voor onderhoud."
X, Y, Z = (
    (f"https://mast.example/users/{name}", f"@{name}@mast.example")
    for name in ("xandra_bloem", "ybeltje_kruis", "zeger_hoekman")
)


def account(name: str = "gemeente") -> ExportAccount:
    host = "social.grootdam.example"
    return ExportAccount(
        host=host,
        name=name,
        display_name="Gemeente Grootdam",
        summary_html="<p>Nieuws van de gemeente.</p>",
        actor_id=f"https://{host}/users/{name}",
        created=datetime(2020, 1, 1, tzinfo=UTC),
    )


def moment(day: int, year: int = 2026) -> datetime:
    return datetime(year, 1, 5, 9, tzinfo=UTC) + timedelta(days=day)


def post(day: int, html: str, year: int = 2026, **more: object) -> ExportPost:
    when = moment(day, year)
    return ExportPost(number=snowflake(when), published=when, html=f"<p>{html}</p>", **more)  # type: ignore[arg-type]


def picture(name: str, color: int) -> ExportMedium:
    return ExportMedium(
        path=f"/media_attachments/files/{name}.png",
        content_type="image/png",
        alt=f"Foto van de {name}" if name in MARKS else "Een foto van het plein in de zon",
        width=8,
        height=8,
        data=encode_png(8, 8, [(color, 20, 30)], [bytes(8)] * 8) + b"\n" + name.encode() * 3,
    )


def link(person: tuple[str, str]) -> str:
    return (
        f'<span class="h-card"><a href="{person[0]}" class="u-url mention">{person[1]}</a></span>'
    )


@dataclass(frozen=True)
class Posts:
    """What the export holds: addresses on the platform by name."""

    items: tuple[ExportPost, ...]
    names: dict[str, int]

    def url(self, name: str) -> str:
        made = account()
        return f"https://{made.host}/@{made.name}/{self.items[self.names[name]].number}"


def posts(*, edited: bool = False) -> Posts:
    """Make the posts; with `edited` the one that will be destroyed as it reads later."""
    me = account().actor_id
    target = post(
        2,
        f"De {MARKS[0]} van {link(X)} won de eerste prijs op het dorpsplein vandaag.",
        mentions=(X,),
        media=(picture(MARKS[1], 90),),
    )
    if edited:
        target = ExportPost(
            **{
                **{name: getattr(target, name) for name in target.__slots__},
                "html": f"<p>Verbeterd: de {MARKS[2]} van {link(X)} won op het plein.</p>",
                "edited": moment(3),
                # Another picture: one that stays has its salt in the package that holds it.
                "media": (picture(MARKS[5], 120),),
            }
        )
    uri = f"{me}/statuses/{target.number}"
    made = {
        "oud": post(1, "Vorig jaar was het weer droog in de polder en het bos.", year=2025),
        "gewoon": post(1, "Maandag wordt het oud papier opgehaald in de hele gemeente."),
        "doel": target,
        "antwoord": post(
            4,
            "Aanvulling op ons bericht hierboven: het feest begint om tien uur.",
            in_reply_to=uri,
        ),
        "aan_y": post(
            5,
            f"{link(Y)} dank voor uw melding, wij kijken er vandaag naar.",
            in_reply_to=f"{Y[0]}/statuses/7",
            mentions=(Y, X),
            media=(picture("plein", 60),),
        ),
        "alleen_z": post(
            6,
            f"Gefeliciteerd {link(Z)} met de {MARKS[3]} en het {MARKS[4]} van de molen.",
            mentions=(Z,),
        ),
        "twee_1": post(7, TWICE),
        "twee_2": post(8, TWICE),
        "laatst": post(9, "Tot slot wensen wij iedereen een heel mooi nieuw begin."),
    }
    return Posts(tuple(made.values()), {name: place for place, name in enumerate(made)})


@dataclass(frozen=True)
class Small:
    """An archive and its keys in a folder of their own."""

    root: Path

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def layout(self) -> Layout:
        return Layout(self.archive)

    def run(self, *arguments: str, acting: str | None = None) -> tuple[int, dict]:
        """Run a command; gives its exit code and its JSON."""
        told, moved = io.StringIO(), io.StringIO()
        given = ["--archive", str(self.archive), "--keys", str(self.root / "keys"), "--json"]
        given += ["--as", acting] if acting else []
        with redirect_stdout(told), redirect_stderr(moved), pytest.raises(SystemExit) as left:
            main([*given, *arguments])
        return int(str(left.value.code)), json.loads(told.getvalue() or "{}")

    def good(self, *arguments: str, acting: str | None = None) -> dict:
        code, answer = self.run(*arguments, acting=acting)
        assert code == 0, (arguments, answer)
        return answer

    def make(self) -> "Small":
        self.root.mkdir(parents=True, exist_ok=True)
        self.good(
            "init", str(self.archive), "--organisation", "Gemeente Grootdam", "--sealed", "12"
        )
        self.good("account", "add", account().url, "--kind", "corporate")
        for name, role in PERSONS.items():
            self.good("person", "add", name, "--role", role)
        return self

    def take_in(self, made: Sequence[ExportItem], name: str = "export.tar.gz") -> dict:
        path = self.root / name
        write_export(path, account(), made)
        return self.good("import", str(path))

    def workplace(self) -> Workplace:
        """Open it as a command does, for what no command does alone."""
        return bootstrap.workplace(str(self.archive), str(self.root / "keys"), Silent(), None)

    def copy(self, root: Path) -> "Small":
        """Copy everything, as it lies there."""
        copy_folder(self.root, root)
        return Small(root)

    # --- what it holds -------------------------------------------------------------------------

    def ids(self) -> dict[str, str]:
        """Permanent addresses by address on the platform."""
        found = {}
        for package in packages(self.layout):
            for _, items in read_items(package):
                found.update({str(item.url): item.id for item in items})
        return found

    def versions(self) -> list[tuple[str, int]]:
        """Every record as (key, version), sorted, also those that stand twice."""
        return sorted(
            (item.key, item.version)
            for package in packages(self.layout)
            for _, items in read_items(package)
            for item in items
        )

    def pages(self) -> set[str]:
        """Keys of pages, which are in no index of words."""
        return {
            item.key
            for package in packages(self.layout)
            for _, items in read_items(package)
            for item in items
            if item.kind is ItemKind.PAGE
        }

    def approve(self, *items: str) -> str:
        """Bring a list of posts to the point where it can be executed."""
        given = [word for item in items for word in ("--id", item)]
        made = self.good(
            "destroy", "propose", *given, "--ground", "selection", "--reason", "termijn",
            acting="Pia",
        )  # fmt: skip
        number = str(made["list"])
        self.good("destroy", "review", number, acting="Ruud")
        self.good("destroy", "approve", number, acting="Anna")
        return number

    def bytes_of_all(self) -> Iterator[tuple[str, bytes]]:
        """Give every file, and every gzip file unpacked."""
        for path in sorted(self.archive.rglob("*")):
            if path.is_file():
                name, content = path.relative_to(self.archive).as_posix(), path.read_bytes()
                yield name, content
                if path.suffix == ".gz":
                    yield f"{name} (unpacked)", gzip.decompress(content)

    def holds(self, *needles: bytes) -> set[str]:
        """Name the files in which any of some bytes stand."""
        wanted = [needle.lower() for needle in needles]
        return {
            n for n, content in self.bytes_of_all() if any(w in content.lower() for w in wanted)
        }

    def term_counts(self, *words: str) -> int:
        """Ask every shard how many documents its dictionary names for some words."""
        texts = TextIndex(self.layout.index / "search")
        return sum(
            texts.open(year).searcher().doc_freq("text", word)
            for year in texts.shards()
            for word in words
        )

    def catalogue(self) -> tuple[list[tuple[object, ...]], int, dict[str, int]]:
        """Give the rows of the catalogue, how many documents there are, and words with counts."""
        with closing(Database(self.layout.index / "catalogue.sqlite")) as database:
            rows = database.connection.execute(
                "SELECT id, key, version, name, generation, indexed, records, member, line,"
                " account, created, thread, parent, record_at, record_length, source_at,"
                " source_length, proof_at, proof_length"
                " FROM items JOIN parts USING (part) JOIN members USING (part, member)"
                " ORDER BY key, version, name"
            ).fetchall()
            texts = TextIndex(self.layout.index / "search")
            answer = ask(texts, Question(limit=1000))
            found = [database.places.by_row(row) for row in answer.rows]
            assert None not in found
            assert len(set(answer.rows)) == min(answer.total, 1000)
        words = ("feest", "plein", "brug", "papier", "begin", "polder", *MARKS)
        counts = {w: ask(texts, Question(words=w)).total for w in words}
        return rows, answer.total, counts

    def assert_catalogue_is_as_rebuilt(self) -> None:
        before = self.catalogue()
        # The database has a row for each record, the text index a document for each item.
        assert len(before[0]) == len(self.versions())
        assert before[1] == len({key for key, _ in self.versions()} - self.pages())
        self.good("catalogue", "rebuild")
        assert self.catalogue() == before

    # --- whether it is whole -------------------------------------------------------------------

    def assert_verifies(self) -> None:
        """Let the product and the program for readers check everything."""
        code, told = self.run("verify", "--deep")
        assert (code, told.get("findings")) == (0, []), told
        told = failed(self.archive)
        assert told == [], told

    def prove_all(self, folder: Path, but: frozenset[str] = frozenset()) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        made = []
        for item in sorted(set(self.ids().values()) - but):
            self.good("prove", item, "-o", str(folder / f"{item}.json"))
            made.append(folder / f"{item}.json")
        return made


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder of hundreds of small files with modes and times, at a third of `copytree`.

    The times belong to it: what was written just now the product reads again and again.
    """
    about = source.stat()
    target.mkdir(0o700, parents=True)
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_symlink():
                (target / entry.name).symlink_to(Path(entry.path).readlink())
            elif entry.is_dir():
                copy_folder(Path(entry.path), target / entry.name)
            else:
                _copy_file(entry, f"{target}/{entry.name}")
    target.chmod(about.st_mode)
    os.utime(target, ns=(about.st_atime_ns, about.st_mtime_ns))


def _copy_file(entry: "os.DirEntry[str]", place: str) -> None:
    about = entry.stat()
    with open(entry.path, "rb", buffering=0) as found, open(place, "xb", buffering=0) as made:
        shutil.copyfileobj(found, made, 1 << 20)
        os.fchmod(made.fileno(), about.st_mode)
        os.utime(made.fileno(), ns=(about.st_atime_ns, about.st_mtime_ns))


def stand_alone(*arguments: str) -> tuple[int, str]:
    """Run the program that verifies without Weerklank."""
    told = io.StringIO()
    with redirect_stdout(told):
        code = weerklank_verify.main(list(arguments))
    return code, told.getvalue()


def failed(archive: Path) -> list[dict[str, str]]:
    """Give what the program for readers finds wrong with an archive."""
    _, told = stand_alone(str(archive), "--deep", "--json")
    return [one for one in json.loads(told)["findings"] if one["result"] == "FAILED"]


def small_parts(patch: pytest.MonkeyPatch, records: int = 3) -> None:
    """Make parts so small that some close."""
    patch.setattr(writer, "MOST_RECORDS", records)
    patch.setattr(recover, "MOST_RECORDS", records, raising=False)


def filled(root: Path) -> Small:
    """Make an archive with closed and open parts and with one post in two versions."""
    with pytest.MonkeyPatch.context() as patch:
        small_parts(patch)
        small = Small(root).make()
        small.take_in(posts().items)
        small.take_in(posts(edited=True).items)
    return small

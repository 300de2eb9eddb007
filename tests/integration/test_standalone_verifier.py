"""The verifier that stands alone, against archives that were built by hand and then broken."""

import base64
import functools
import hashlib
import importlib.util
import itertools
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from weerklank.integrity import checkpoint as notes
from weerklank.integrity.log import Batch, Log
from weerklank.integrity.merkle import commitment
from weerklank.minimise.blind_tables import lay_tables
from weerklank.model.canonical import canonical
from weerklank.model.event import Book, Event
from weerklank.model.person import Actor
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.events import EventStore
from weerklank.store.keys import KeyFolder
from weerklank.store.layout import Layout
from weerklank.store.members import MemberWriter
from weerklank.store.ocfl import (
    CONTENT,
    MANIFEST,
    file_digest,
    make_storage_root,
    write_inventory,
    write_manifest,
)

SHIPPED = files("weerklank.integrity")
VERIFIER = Path(str(SHIPPED.joinpath("weerklank_verify.py")))
ORIGIN = "weerklank/voorbeelddam/test"
RUNS = ("20261001T080000Z-abc234", "20261102T080000Z-xyz789")
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
RECORDS = 270
#: What no check can see, for lack of anything that vouches for it: the answer tells the reader.
UNSEEN_FLIP = {"README.txt", "weerklank_verify.py", "weerklank-archive.json"}


def has_openssl() -> bool:
    if shutil.which("openssl"):
        return True
    if "openssl" in os.environ.get("WEERKLANK_REQUIRE", ""):
        pytest.fail("openssl is required here and not installed")
    return False


@pytest.fixture(scope="session")
def openssl() -> None:
    if not has_openssl():
        pytest.skip("openssl is not installed")


@pytest.fixture(scope="session")
def verifier() -> ModuleType:
    """The program as a module, without a second call of openssl for the same question."""
    spec = importlib.util.spec_from_file_location("weerklank_verify_alone", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    asked = functools.cache(lambda command, given: genuine(command, **dict(given)))
    genuine = module.openssl
    module.openssl = lambda command, **given: asked(command, tuple(sorted(given.items())))
    return module


# --- An archive by hand -------------------------------------------------------------------------


@dataclass
class Built:
    root: Path
    keys: KeyFolder
    log: Log
    authority: Path | None
    proof: dict[str, object]
    media: Path

    @property
    def vkey(self) -> str:
        public = self.keys.signer.public_key().public_bytes_raw()
        return notes.verifier_key(ORIGIN, public)

    @property
    def members(self) -> list[str]:
        """All files that belong to the record."""
        paths = [p.relative_to(self.root) for p in self.root.rglob("*") if p.is_file()]
        return sorted(
            str(p)
            for p in paths
            if p.parts[0] not in ("blind", "index") and "locks" not in p.parts
        )


class Maker:
    """Makes an archive from the functions of store and integrity."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout(folder / "archive")
        make_folder(self.layout.root)
        for storage in (self.layout.objects, self.layout.sealed):
            make_storage_root(storage)
        for name in ("open/locks", "index", "register", "decisions", "journal"):
            make_folder(self.layout.root / name)
        lay_tables(self.layout.blind)
        self.keys = KeyFolder.create(folder / "keys", self.layout.root)
        self.log = Log(self.layout.log)
        self.log.publish_key(ORIGIN, self.keys.signer.public_key().public_bytes_raw())
        self.events = EventStore(self.layout, "ses234", self.keys)
        self.clock = START
        self.lines: list[tuple[bytes, bytes, str, list[str]]] = []
        self.texts()

    def texts(self) -> None:
        about = {"format": 1, "organisation": "Gemeente Voorbeelddam", "origin": ORIGIN}
        about |= {"prefix": "vbd", "tooi": None, "created": "2026-10-01T09:00:00.000Z"}
        self.about = about
        replace_file(self.layout.about, canonical(about) + b"\n")
        readme = SHIPPED.joinpath("archive_readme.txt").read_text(encoding="utf-8")
        for name, value in (("organisation", "Gemeente Voorbeelddam"), ("origin", ORIGIN)):
            readme = readme.replace(f"{{{name}}}", value)
        replace_file(self.layout.readme, readme.replace("{created}", "2026-10-01").encode())
        replace_file(self.layout.verifier, VERIFIER.read_bytes())

    def event(self, book: Book, kind: str, data: dict[str, object] | None = None) -> Path:
        self.clock += timedelta(seconds=1.5)
        return self.events.write(
            Event(
                book=book,
                kind=kind,
                at=self.clock,
                actor=Actor(system_user="archief"),
                subject="a0001",
                data={"é": 1} if data is None else data,
            )
        )

    def events_batch(self, *paths: Path) -> Batch:
        return Batch(
            entries=[hashlib.sha256(path.read_bytes()).digest() for path in paths],
            statement={
                "files": [str(path.relative_to(self.layout.root)) for path in paths],
                "kind": "events",
            },
        )

    def line_files(self, content: Path, run: str, month: str, count: int) -> list[bytes]:
        """Write records, sources and proof lines with one medium; give the entries."""
        picture = f"picture of {run}".encode() * 50
        replace_file(content / "media" / "m1.png", picture)
        names = ("records/records.jsonl.gz", "source/source.jsonl.gz", "proof/leaves.txt.gz")
        writers = []
        for name in names:
            make_folder((content / name).parent)
            writers.append(MemberWriter((content / name).open("wb")))
        entries = []
        for number in range(count):
            salt, medium_salt = hashlib.sha256(f"{run}{number}".encode()).digest(), b"m" * 16
            record: dict[str, object] = {"account": "a0001", "created_at": f"{month}-03T10:00:00Z"}
            record |= {"id": f"vbd-{month}-03-{number:05d}", "key": f"{number:05d}{'0' * 21}"}
            record |= {"run": run, "text": f'Bericht {number} \U0001f6b2 \u20ac \x07 "aan"\nslot'}
            proof = f"{number} {salt[:16].hex()}"
            if number == 1:
                digest = hashlib.sha256(medium_salt + picture).hexdigest()
                record["media"] = [
                    {"digest": digest, "file": "m1.png", "id": "m1"},
                    {"id": "m2", "missing": "gone"},
                ]
                proof += f" m1={medium_salt.hex()}"
            source: dict[str, object] = {"score": 1e-05, "n": number, "big": 1e22, "half": 0.5}
            lines = (canonical(record), canonical(source), proof.encode())
            for writer, line in zip(writers, lines, strict=True):
                writer.add(line)
            entries.append(commitment(salt[:16], lines[0], lines[1]))
            self.lines.append((lines[0], lines[1], salt[:16].hex(), ["m1"]))
        for writer in writers:
            writer.flush()
            writer._stream.close()
        return entries

    def close(self, package: Path, identifier: str) -> str:
        manifest = write_manifest(package, {})
        write_inventory(package, f"urn:weerklank:{ORIGIN}:{identifier}", self.clock, "made")
        return manifest

    def package(self, path: Path, sealed: Path, month: str, run: str, count: int) -> Batch:
        make_folder(path / CONTENT / "media")
        entries = self.line_files(path / CONTENT, run, month, count)
        replace_file(path / CONTENT / "events.jsonl", b'{"kind":"made"}\n')
        of_medium = b'{"file":"media/m1.png","matches":[],"why":"unknown"}\n'
        replace_file(path / CONTENT / "formats.jsonl", of_medium)
        make_folder(sealed / CONTENT / "keys")
        replace_file(sealed / CONTENT / "originals.jsonl.gz", b"not looked into")
        replace_file(sealed / CONTENT / "keys" / "k1.age", b"wrapped")
        replace_file(sealed / CONTENT / "recipient.txt", b"age1xyz\n")
        made = self.close(path, f"a0001:{month}:0001:g1")
        vault = self.close(sealed, f"a0001:{month}:0001:s1")
        name = f"a0001/{month}/0001"
        named: dict[str, object] = {"generation": 1, "package": name, "run": run}
        for more in ({"manifest": made}, {"manifest": vault, "vault": True}):
            entries.append(hashlib.sha256(canonical({**named, **more})).digest())
        statement = {**named, "kind": "package", "manifest": made, "records": count}
        return Batch(entries=entries, statement={**statement, "sealed_manifest": vault})

    def append(self, *batches: Batch) -> None:
        self.log.append(list(batches), ORIGIN, self.keys)


def build(folder: Path, count: int = RECORDS) -> Built:
    """Build an archive: a closed package, an open one, the vault's, events, four checkpoints."""
    maker = Maker(folder)
    root = maker.layout.root
    registered = [maker.event(Book.REGISTER, "archive.made", maker.about)]
    registered.append(maker.event(Book.REGISTER, "account.registered"))
    decided = maker.event(Book.DECISIONS, "policy.set")
    maker.append(maker.events_batch(registered[0], decided))
    closed = root / "objects/a0001/2026-10/0001-g1"
    vault = root / "sealed/a0001/2026-10/0001-s1"
    first = maker.package(closed, vault, "2026-10", RUNS[0], count)
    maker.append(first, maker.events_batch(registered[1], maker.event(Book.JOURNAL, "run.done")))
    maker.append(maker.events_batch(maker.event(Book.JOURNAL, "verify.done")))
    run = root / f"open/a0001/2026-11/000002-{RUNS[1]}"
    last = maker.package(run / "0001", run / "0001-sealed", "2026-11", RUNS[1], 3)
    maker.append(last)
    replace_file(root / "open/locks/log.lock", b"")
    authority = stamp(folder, maker.log) if shutil.which("openssl") else None
    media = closed / CONTENT / "media/m1.png"
    return Built(root, maker.keys, maker.log, authority, proof_of(maker, 1), media)


def proof_of(maker: Maker, number: int) -> dict[str, object]:
    record, source, salt, _ = maker.lines[number]
    size = maker.log.checkpoints()[-1]
    leaf = 2 + number
    medium = json.loads(record)["media"][0]
    stamps = sorted((maker.log.folder / "checkpoints").glob("*.tsr"))
    public = maker.keys.signer.public_key().public_bytes_raw()
    proof: dict[str, object] = {
        "checkpoint": maker.log.note(size),
        "format": "weerklank-proof/1",
        "key": notes.verifier_key(ORIGIN, public),
        "leaf": leaf,
        "media": [{**medium, "salt": (b"m" * 16).hex()}],
        "path": [step.hex() for step in maker.log.path(leaf, size)],
        "record": record.decode(),
        "salt": salt,
        "size": size,
        "source": source.decode(),
    }
    if stamps:
        proof["timestamp"] = base64.b64encode(stamps[-1].read_bytes()).decode()
    return proof


TSA = """[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = Test TSA
[extensions]
extendedKeyUsage = critical,timeStamping
basicConstraints = critical,CA:true
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


def stamp(folder: Path, log: Log) -> Path:
    """Stamp the newest checkpoint with an authority of our own; give its certificate."""
    (folder / "tsa.cnf").write_text(TSA)
    (folder / "serial").write_text("01\n")

    def run(command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)

    run("req -x509 -newkey ed25519 -nodes -keyout tsa.key -out tsa.pem -config tsa.cnf -days 900")
    run("genrsa -out rsa.key 2048")
    run("req -x509 -new -key rsa.key -out tsa.pem -config tsa.cnf -days 900")
    size = log.checkpoints()[-1]
    run(f"ts -query -data {log.note_path(size)} -sha256 -cert -out query")
    run(
        "ts -reply -config tsa.cnf -section ours -queryfile query -inkey rsa.key -signer tsa.pem "
        f"-out {log.stamp_path(size)}"
    )
    return folder / "tsa.pem"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def copied(built: Built, tmp_path: Path) -> Built:
    """A copy that a test may break for good."""
    shutil.copytree(built.root, tmp_path / "copy")
    log = Log(tmp_path / "copy" / "log")
    return Built(tmp_path / "copy", built.keys, log, built.authority, built.proof, built.media)


Findings = list[dict[str, str]]
Check = Callable[..., tuple[int, Findings]]


@pytest.fixture
def check(verifier: ModuleType, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run the program in process; give exit code and findings or checks."""

    def run(built: Built, *more: str, target: Path | None = None) -> tuple[int, Findings]:
        if built.authority:
            more = (*more, "--tsa-ca", str(built.authority))
        capsys.readouterr()
        code = verifier.main([str(target or built.root), "--json", *more])
        result = json.loads(capsys.readouterr().out)
        assert result["ok"] == (code == 0)
        return code, result.get("findings", result.get("checks"))

    return run


def naming(findings: Findings, name: str) -> bool:
    return any(name in finding["path"] or name in finding["message"] for finding in findings)


def bad(findings: Findings) -> Findings:
    return [finding for finding in findings if finding["result"] == "FAILED"]


# --- The archive ---------------------------------------------------------------------------------


def test_whole_archive_is_good(built: Built, check: Check, openssl: None) -> None:
    code, findings = check(built, "--deep", "--key", built.vkey)
    assert (code, findings) == (0, [])
    code, findings = check(built)
    assert code == 0
    assert [finding["code"] for finding in findings] == ["key"]


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_flipped_byte_is_found(built: Built, check: Check, openssl: None, place: str) -> None:
    unseen = []
    for name in built.members:
        path = built.root / name
        content = path.read_bytes()
        at = {"first": 0, "middle": len(content) // 2, "last": len(content) - 1}[place]
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        code, findings = check(built, "--deep", "--key", built.vkey)
        path.write_bytes(content)
        if name in UNSEEN_FLIP or (place == "middle" and name.endswith(".tsr")):
            continue  # a certificate in a time stamp need not be covered by its signature
        if not (code == 1 and naming(bad(findings), name)):
            unseen.append((name, code, findings))
    assert unseen == []


@pytest.mark.parametrize(
    "change", [{"organisation": "Andere gemeente"}, {"more": 1}, {"tooi": "x"}]
)
def test_another_statement_of_what_archive_this_is_is_found(
    copied: Built, check: Check, openssl: None, change: dict[str, object]
) -> None:
    about = copied.root / "weerklank-archive.json"
    about.write_bytes(canonical({**json.loads(about.read_bytes()), **change}) + b"\n")
    code, findings = check(copied, "--key", copied.vkey)
    assert code == 1
    (row,) = bad(findings)
    assert row["path"] == "weerklank-archive.json"


def test_removed_file_is_found(built: Built, check: Check, openssl: None) -> None:
    sizes = built.log.checkpoints()
    no_trace = {f"log/checkpoints/{sizes[-1]:012d}.tsr"}
    unseen = set()
    for name in built.members:
        path = built.root / name
        path.rename(built.root.parent / "away")
        code, findings = check(built, "--key", built.vkey)
        (built.root.parent / "away").rename(path)
        if not (code == 1 and naming(findings, name)):
            unseen.add(name)
    assert unseen == no_trace


@pytest.mark.parametrize("ending", [".extra", ".new", "/"])
def test_extra_file_is_found(built: Built, check: Check, openssl: None, ending: str) -> None:
    unseen = []
    for name in built.members:
        extra = built.root / (name + ending.replace("/", ".folder"))
        extra.mkdir() if ending == "/" else extra.write_bytes(b"x")
        code, findings = check(built, "--key", built.vkey)
        extra.rmdir() if ending == "/" else extra.unlink()
        # Being written, but for what is in a package: that is whole, or no part of the archive.
        in_package = "/v1/" in name or "inventory" in name or "object" in Path(name).name
        good = 0 if ending == ".new" and not in_package else 1
        if code != good or not naming(findings, str(extra.relative_to(built.root))):
            unseen.append((name, code, findings))
    assert unseen == []


def test_symbolic_link_is_found_and_not_followed(
    copied: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    for name in copied.members:
        path = copied.root / name
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
        code, findings = check(copied, "--key", copied.vkey)
        path.unlink()
        (tmp_path / "elsewhere").rename(path)
        assert code == 1, name
        assert naming(bad(findings), name), name


def test_linked_folder_is_not_followed(
    copied: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    for name in ("register", "log", "log/tile", "objects/a0001", "sealed"):
        (copied.root / name).rename(tmp_path / "elsewhere")
        (copied.root / name).symlink_to(tmp_path / "elsewhere")
        code, findings = check(copied, "--key", copied.vkey)
        (copied.root / name).unlink()
        (tmp_path / "elsewhere").rename(copied.root / name)
        assert code == 1, name
        assert naming(bad(findings), name), name


def test_swapped_files_are_found(built: Built, check: Check, openssl: None) -> None:
    members = built.members
    kinds = {re.sub("[0-9]+", "", Path(name).name) for name in members}
    for kind in sorted(kinds):
        alike = [n for n in members if re.sub("[0-9]+", "", Path(n).name) == kind]
        pairs = itertools.pairwise(alike)
        for one, other in ((built.root / a, built.root / b) for a, b in pairs):
            before = one.read_bytes(), other.read_bytes()
            one.write_bytes(before[1])
            other.write_bytes(before[0])
            code, _ = check(built, "--key", built.vkey)
            one.write_bytes(before[0])
            other.write_bytes(before[1])
            assert code == (0 if before[0] == before[1] else 1), (one, other)


def test_old_generation_beside_the_new_is_found(
    copied: Built, check: Check, openssl: None
) -> None:
    month = copied.root / "objects/a0001/2026-10"
    shutil.copytree(month / "0001-g1", month / "0001-g2")
    code, findings = check(copied)
    assert code == 1
    assert naming(bad(findings), "0001-g2")
    assert naming(bad(findings), "0001-g1")


def test_event_that_is_not_sealed_yet_is_told(copied: Built, check: Check, openssl: None) -> None:
    events = EventStore(Layout(copied.root), "later2", copied.keys)
    path = events.write(
        Event(
            book=Book.JOURNAL,
            kind="run.done",
            at=START,
            actor=Actor(system_user="x"),
            subject="a0001",
            data={},
        )
    )
    code, findings = check(copied, "--key", copied.vkey)
    assert code == 0
    assert [f["path"] for f in findings] == [str(path.relative_to(copied.root))]
    assert findings[0]["result"] == "NOT CHECKED"


def test_package_that_was_never_finished_is_told(
    copied: Built, check: Check, openssl: None
) -> None:
    name = "open/a0001/2026-11/000003-other/0002"
    make_folder(copied.root / name / CONTENT)
    code, findings = check(copied, "--key", copied.vkey)
    assert code == 0
    assert [f["code"] for f in findings] == ["unfinished"]


def test_package_that_is_not_in_the_log_is_found(
    copied: Built, check: Check, openssl: None
) -> None:
    run = copied.root / f"open/a0001/2026-11/000002-{RUNS[1]}"
    shutil.copytree(run / "0001", run / "0002")
    # A process that died leaves the same: named, not checked, and never called good.
    _, findings = check(copied)
    assert naming(findings, f"{run.name}/0002")
    closed = copied.root / "objects/a0001/2026-11"
    shutil.copytree(run / "0001", closed / "0009-g1")
    code, findings = check(copied)
    assert code == 1
    assert naming(bad(findings), "0009-g1")


def test_fork_that_another_key_signed_is_found(
    built: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    forged = build(tmp_path / "forged", 5)
    assert check(forged)[0] == 0
    code, findings = check(forged, "--key", built.vkey)
    assert code == 1
    assert {finding["code"] for finding in bad(findings)} == {"checkpoint"}


def test_rewritten_tile_with_new_signature_by_the_same_key_is_found(
    copied: Built, check: Check, openssl: None
) -> None:
    """A fork needs the older checkpoints to go too: here they stay."""
    tile = copied.root / "log/tile/0/000"
    content = tile.read_bytes()
    tile.write_bytes(content[:32] + bytes(32) + content[64:])
    latest = copied.log.latest()
    assert latest
    from weerklank.integrity.merkle import root

    again = root(latest.size, copied.log.tiles.subtree)
    forged = notes.Checkpoint(ORIGIN, latest.size, again, latest.previous)
    note = notes.sign(forged, copied.keys.signer)
    copied.log.note_path(latest.size).write_text(note)
    code, findings = check(copied, "--key", copied.vkey)
    assert code == 1
    assert naming(bad(findings), f"log/checkpoints/{copied.log.checkpoints()[0]:012d}.txt")


def test_log_cut_short_is_found(copied: Built, check: Check, openssl: None) -> None:
    size = copied.log.checkpoints()[-1]
    for path in (copied.log.note_path(size), copied.log.stamp_path(size)):
        path.unlink(missing_ok=True)
    # What the shorter log does not hold is named and not checked: from the files alone it can't
    # be told from the work of a process that died.
    _, findings = check(copied)
    assert naming(findings, f"{size:012d}.txt")
    assert naming(findings, f"000002-{RUNS[1]}/0001")
    segment = max((copied.root / "log/segments").iterdir())
    segment.unlink()
    _, findings = check(copied)
    assert naming(findings, f"000002-{RUNS[1]}/0001")


def test_an_older_checkpoint_that_is_gone_is_missed(
    copied: Built, check: Check, openssl: None
) -> None:
    sizes = copied.log.checkpoints()
    assert len(sizes) > 3
    for size in sizes[:-1]:
        path = copied.log.note_path(size)
        content = path.read_bytes()
        path.unlink()
        code, findings = check(copied, "--key", copied.vkey)
        assert code == 1
        assert [row["path"] for row in bad(findings)] == [f"log/checkpoints/{path.name}"]
        path.write_bytes(content)
    for size in sizes[1:-1]:  # and one that was laid there
        copied.log.note_path(size - 1).write_bytes(copied.log.note_path(size).read_bytes())
        code, findings = check(copied, "--key", copied.vkey)
        assert code == 1
        assert naming(bad(findings), f"log/checkpoints/{size - 1:012d}.txt")
        copied.log.note_path(size - 1).unlink()


def test_hostile_statement_leads_nowhere(copied: Built, check: Check, openssl: None) -> None:
    for name in ("../../../../etc/passwd", "/etc/passwd", "register/../../x", "log/keys", 1, None):
        path = copied.root / "log/segments/000000000000.json"
        line = {"files": [name, name], "first": 0, "kind": "events", "leaves": 2}
        path.write_bytes(canonical(line) + b"\n")
        code, findings = check(copied)
        assert code == 1
        assert naming(bad(findings), "log/segments/000000000000.json")


def test_garbage_in_any_file_gives_findings(copied: Built, check: Check, openssl: None) -> None:
    garbage = (b"", b"[" * 100_000, b"null", b"\xff\xfe", b'{"a":NaN}', b"9" * 10_000, b"\n\n\n")
    for name in copied.members:
        if name in UNSEEN_FLIP:
            continue
        path = copied.root / name
        content = path.read_bytes()
        for number, text in enumerate(garbage):
            if len(content) < 200 or number % 3 == 0:
                path.write_bytes(text)
                assert check(copied, "--deep")[0] == 1, (name, text[:20])
        path.write_bytes(content)


def test_record_with_another_salt_is_found_by_deep_only(
    copied: Built, check: Check, openssl: None
) -> None:
    """Deep looks behind the manifest: here log and manifest agree, and the line does not."""
    maker = Maker(copied.root.parent / "liar")
    path = maker.layout.root / "objects/a0001/2026-10/0001-g1"
    vault = maker.layout.root / "sealed/a0001/2026-10/0001-s1"
    batch = maker.package(path, vault, "2026-10", RUNS[0], 4)
    batch.entries[2] = bytes(32)
    maker.append(maker.events_batch(maker.event(Book.REGISTER, "archive.made", maker.about)))
    maker.append(batch)
    liar = Built(maker.layout.root, maker.keys, maker.log, None, {}, path)
    assert check(liar)[0] == 0
    code, findings = check(liar, "--deep")
    assert code == 1
    assert [f["message"][:2] for f in bad(findings)] == ["3:"]


def test_without_openssl_signatures_are_not_checked(
    built: Built, openssl: None, tmp_path: Path
) -> None:
    for target, word in ((built.root, "checkpoint"), (write(built.proof, tmp_path), "signature")):
        command = [sys.executable, str(VERIFIER), str(target), "--json"]
        done = subprocess.run(command, capture_output=True, env={"PATH": str(tmp_path)}, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        result = json.loads(done.stdout)
        items = result.get("findings", result.get("checks"))
        unchecked = [i for i in items if i["result"] == "NOT CHECKED"]
        assert word in {i.get("code", i.get("check")) for i in unchecked}
    assert "internal consistency" in done.stdout


def test_subprocess_tells_in_two_languages(built: Built, copied: Built, openssl: None) -> None:
    command = [sys.executable, "weerklank_verify.py", "."]
    good = subprocess.run(command, cwd=built.root, capture_output=True, text=True)
    assert (good.returncode, good.stderr) == (0, "")
    assert "niet nagegaan / not checked: key" in good.stdout
    assert good.stdout.endswith("Uitslag / result: OK\n")
    (copied.root / "journal/2026/evil\x1b[31m.json").write_text("")
    broken = subprocess.run(command, cwd=copied.root, capture_output=True, text=True)
    assert broken.returncode == 1
    assert "FOUT / FAILED: unexpected" in broken.stdout
    assert "\x1b" not in broken.stdout


def test_empty_folder_is_no_archive(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(VERIFIER), str(tmp_path)], capture_output=True)
    assert (done.returncode, done.stderr) == (2, b"")


# --- The proof -----------------------------------------------------------------------------------


def write(proof: object, folder: Path) -> Path:
    path = folder / "proof.json"
    path.write_text(json.dumps(proof))
    return path


def test_proof_is_good(built: Built, check: Check, openssl: None, tmp_path: Path) -> None:
    target = write(built.proof, tmp_path)
    more = ("--media", str(built.media), "--key", built.vkey)
    code, checks = check(built, *more, target=target)
    assert code == 0
    assert {item["result"] for item in checks} == {"OK"}
    names = [
        "record",
        "source",
        "inclusion",
        "key",
        "signature",
        "timestamp",
        "media-list",
        "media",
    ]
    assert [item["check"] for item in checks] == names


def test_proof_told_as_text(built: Built, openssl: None, tmp_path: Path) -> None:
    target = write(built.proof, tmp_path)
    command = [sys.executable, str(VERIFIER), str(target)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "id: vbd-2026-10-03-00001" in done.stdout
    assert "goed / passed: inclusion" in done.stdout
    assert "was taken from the proof itself" in done.stdout
    assert built.vkey.split("+")[1] in done.stdout
    assert "Bericht" not in done.stdout
    shown = subprocess.run([*command, "--show"], capture_output=True, text=True)
    assert "Bericht 1" in shown.stdout


def test_proof_takes_key_files(built: Built, check: Check, openssl: None, tmp_path: Path) -> None:
    target = write(built.proof, tmp_path)
    for key in (built.root / "log/keys").iterdir():
        assert check(built, "--key", str(key), target=target)[0] == 0
    other = KeyFolder.create(tmp_path / "other", built.root)
    line = notes.verifier_key(ORIGIN, other.signer.public_key().public_bytes_raw())
    code, checks = check(built, "--key", line, target=target)
    assert code == 1
    assert [item["check"] for item in bad(checks)] == ["key"]


def alterations(proof: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Every field, each in a way that leaves it well-formed where that can be."""
    flip = {"0": "1", "1": "0"}
    for field, value in proof.items():
        if isinstance(value, str):
            # The middle of a time stamp is a certificate, which its signature need not cover.
            # Near its end stands the signature itself.
            last = 60 if field == "timestamp" else 2
            places = (0, len(value) // 2, len(value) - last)
            for at in places[:: 2 if field == "timestamp" else 1]:
                new = flip.get(value[at], "0")
                yield f"{field}[{at}]", {**proof, field: value[:at] + new + value[at + 1 :]}
        elif isinstance(value, int):
            for new_number in (value - 1, value + 1):
                yield field, {**proof, field: new_number}
    path = [str(step) for step in proof["path"]] if isinstance(proof["path"], list) else []
    for number, step in enumerate(path):
        other = ("1" if step[0] == "0" else "0") + step[1:]
        yield f"path[{number}]", {**proof, "path": [*path[:number], other, *path[number + 1 :]]}
    yield "path short", {**proof, "path": path[:-1]}
    yield "path long", {**proof, "path": [*path, path[0]]}
    medium = proof["media"][0] if isinstance(proof["media"], list) else {}
    for key in ("id", "salt", "digest", "file"):
        other = ("1" if medium[key][0] == "0" else "0") + medium[key][1:]
        yield f"media.{key}", {**proof, "media": [{**medium, key: other}]}
    yield "no media", {**proof, "media": []}


def test_every_altered_field_fails(
    built: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    passed = []
    for name, proof in alterations(built.proof):
        more = ("--media", str(built.media), "--key", built.vkey)
        code, _ = check(built, *more, target=write(proof, tmp_path))
        if code == 0:
            passed.append(name)
    assert passed == []


def test_what_the_proof_does_not_cover_is_named_and_fails(
    built: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    media = built.proof["media"]
    assert isinstance(media, list)
    for named, proof in (
        ("author", {**built.proof, "author": "de burgemeester"}),
        ("alt", {**built.proof, "media": [{**media[0], "alt": "iets anders"}]}),
    ):
        more = ("--media", str(built.media), "--key", built.vkey)
        code, checks = check(built, *more, target=write(proof, tmp_path))
        assert code == 1
        (row,) = bad(checks)
        assert f"'{named}'" in row["message"] or f": {named}'" in row["message"]
        assert "not covered" in row["message"]


def test_what_stands_twice_in_a_proof_fails(
    built: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    """A row of a medium, also one with keys of its own; a line of signature that signs nothing."""
    media, note = built.proof["media"], built.proof["checkpoint"]
    assert isinstance(media, list)
    for failing, changed in (
        ({"media-list"}, {"media": [*media, media[0]]}),
        ({"media-list", "unknown"}, {"media": [{**media[0], "alt": "iets anders"}, media[0]]}),
        ({"signature"}, {"checkpoint": f"{note}\u2014 other AAAAAAAA\n", "timestamp": ""}),
    ):
        more = ("--media", str(built.media), "--key", built.vkey)
        code, checks = check(built, *more, target=write({**built.proof, **changed}, tmp_path))
        assert code == 1
        assert {row["check"] for row in bad(checks)} == failing


def test_another_medium_fails(built: Built, check: Check, openssl: None, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(built.media.read_bytes() + b"x")
    code, checks = check(built, "--media", str(other), target=write(built.proof, tmp_path))
    assert code == 1
    assert [item["check"] for item in bad(checks)] == ["media"]


ODD = [None, True, -1, 1 << 70, 1.5, "", "x", "\ud800", "\x00", [], {}, [[]], [{}], [1], {"a": 1}]
ODD_RECORDS = ["1", "[]", "{}", '{"id":1}', '{"id":"x","media":[1]}', '{"id":"x","media":{}}']


def test_garbage_never_gives_a_traceback(
    built: Built, check: Check, openssl: None, tmp_path: Path
) -> None:
    for field in built.proof:
        for value in [*ODD, *(ODD_RECORDS if field == "record" else [])]:
            if field not in ("media", "timestamp") or value not in ([], ""):
                target = write({**built.proof, field: value}, tmp_path)
                assert check(built, target=target)[0] in (1, 2), (field, value)
    medium = built.proof["media"][0] if isinstance(built.proof["media"], list) else {}
    for field in ("id", "salt", "digest", "file"):
        for value in ODD:
            proof = {**built.proof, "media": [{**medium, field: value}]}
            assert check(built, target=write(proof, tmp_path))[0] in (1, 2), (field, value)
    whole = write(built.proof, tmp_path).read_bytes()
    raw = [b"", b"\x00", b"[" * 200_000, b'{"a":' * 100_000, b"9" * 5000, b"\xff\xff", b"NaN"]
    raw += [whole[:at] for at in range(0, len(whole), 97)]
    raw += [b'{"format":"weerklank-proof/1",' + whole[1:]]
    for text in raw:
        (tmp_path / "proof.json").write_bytes(text)
        assert check(built, target=tmp_path / "proof.json")[0] == 2, text[:40]
    long = {**built.proof, "path": ["00" * 32] * 65}
    assert check(built, target=write(long, tmp_path))[0] == 2


def test_large_proof_and_odd_files_are_refused(built: Built, check: Check, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    os.mkfifo(tmp_path / "pipe")
    for name in ("large", "pipe", "absent"):
        assert check(built, target=tmp_path / name)[0] == 2


def test_proof_costs_little(built: Built, openssl: None, tmp_path: Path) -> None:
    """The bound is 100 ms; a test machine under load gets some more."""
    command = [sys.executable, "-I", str(VERIFIER), str(write(built.proof, tmp_path))]
    costs = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(costs) < 0.25


# --- The text beside it --------------------------------------------------------------------------


def blocks() -> list[str]:
    text = SHIPPED.joinpath("archive_readme.txt").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run_block(block: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["env", "-i", "PATH=/usr/bin:/bin", "sh"]
    return subprocess.run(command, cwd=folder, input=block, capture_output=True, text=True)


def test_the_verifier_knows_the_readme_of_its_version(verifier: ModuleType) -> None:
    text = SHIPPED.joinpath("archive_readme.txt").read_text(encoding="utf-8")
    pieces = re.split(r"\{(organisation|origin|created)\}", text)
    sizes = [len(piece.encode()) for piece in pieces[::2]]
    assert tuple(zip(sizes, [*pieces[1::2], ""], strict=True)) == verifier.README_PIECES
    assert hashlib.sha256("".join(pieces[::2]).encode()).hexdigest() == verifier.README_HASH


def test_readme_has_its_blocks_and_placeholders() -> None:
    text = SHIPPED.joinpath("archive_readme.txt").read_text(encoding="utf-8")
    assert len(blocks()) == 6
    for name in ("{organisation}", "{origin}", "{created}"):
        assert name in text
        assert not any(name in block for block in blocks())


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="no /usr/bin/python3")
@pytest.mark.parametrize("number", range(6))
def test_readme_block_works(built: Built, openssl: None, tmp_path: Path, number: int) -> None:
    done = run_block(blocks()[number], built.root)
    assert (done.returncode, "OK" in done.stdout) == (0, True), done
    empty = Maker(tmp_path)
    done = run_block(blocks()[number], empty.layout.root)
    assert (done.returncode, "OK" in done.stdout) == (0, True), done


@pytest.mark.parametrize(
    ("number", "broken"),
    [(0, "v1/content/events.jsonl"), (3, "log/checkpoints"), (4, "log/tile/0")],
)
def test_readme_block_tells_what_is_broken(
    copied: Built, openssl: None, number: int, broken: str
) -> None:
    for path in copied.root.rglob("*"):
        if path.is_file() and broken in str(path) and path.suffix != ".tsr":
            content = path.read_bytes()
            path.write_bytes(content.replace(b"1", b"2") + b"x" if number == 0 else content[::-1])
    done = run_block(blocks()[number], copied.root)
    assert done.returncode != 0
    last = done.stdout.splitlines()[-1]
    assert last.startswith("FAILED: "), done


@pytest.mark.parametrize(
    ("number", "broken"),
    [(1, "records.jsonl.gz"), (2, "records.jsonl.gz"), (4, "records.jsonl.gz"),
     (4, "source.jsonl.gz"), (4, "leaves.txt.gz"), (4, "log/segments")],
)  # fmt: skip
@pytest.mark.parametrize("how", ["flipped", "cut", "empty"])
def test_readme_block_tells_what_it_cannot_read(
    copied: Built, number: int, broken: str, how: str
) -> None:
    for path in copied.root.rglob("*"):
        if path.is_file() and broken in str(path):
            content = path.read_bytes()
            half = len(content) // 2
            flipped = content[:half] + bytes([content[half] ^ 0xFF]) + content[half + 1 :]
            path.write_bytes({"flipped": flipped, "cut": content[:half], "empty": b""}[how])
    done = run_block(blocks()[number], copied.root)
    assert done.returncode != 0, done
    assert "OK" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("FAILED: "), done


def test_readme_block_tells_of_a_manifest_that_is_gone(copied: Built) -> None:
    for gone in sorted(copied.root.glob(f"*/a0001/**/{CONTENT}/{MANIFEST}")):
        content = gone.read_bytes()
        gone.unlink()
        done = run_block(blocks()[0], copied.root)
        assert done.returncode == 1
        assert re.fullmatch("FAILED: 1 van / of [1-9].*", done.stdout.splitlines()[-1])
        gone.write_bytes(content)
    assert run_block(blocks()[0], copied.root).returncode == 0


def tools_of(block: str) -> list[str]:
    """The tools that a block asks for before it does anything."""
    found = re.search(r"^for t in (.+); do$", block, re.MULTILINE)
    assert found is not None
    return found[1].split()


@pytest.mark.parametrize("number", range(6))
def test_readme_block_works_with_the_tools_that_it_names_and_fails_without_any(
    built: Built, openssl: None, tmp_path: Path, number: int
) -> None:
    block = blocks()[number]
    named = tools_of(block)
    text = SHIPPED.joinpath("archive_readme.txt").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{tool}\b", text.partition("OPDRACHTEN")[0]) for tool in named)
    for tool in named:
        found = shutil.which(tool, path="/usr/bin:/bin")
        if found is None:
            pytest.skip(f"no {tool}")
        (tmp_path / tool).symlink_to(found)
    shell = shutil.which("sh", path="/usr/bin:/bin")
    for missing in (None, *named):
        if missing:
            (tmp_path / missing).rename(tmp_path / "away")
        done = subprocess.run(
            ["env", "-i", f"PATH={tmp_path}", str(shell)],
            cwd=built.root,
            input=block,
            capture_output=True,
            text=True,
        )
        if missing:
            (tmp_path / "away").rename(tmp_path / missing)
            assert done.returncode != 0
            assert f"FAILED: geen / no {missing}" in done.stdout
            assert "OK" not in done.stdout
        else:
            assert (done.returncode, "OK" in done.stdout) == (0, True), done


def test_open_manifest_and_digest_names_stay_as_the_verifier_knows_them(
    verifier: ModuleType, built: Built
) -> None:
    assert (verifier.MANIFEST, verifier.CONTENT) == (MANIFEST, CONTENT)
    assert verifier.Tree(str(built.root), None).digest("README.txt") == file_digest(
        built.root / "README.txt"
    )


def test_another_run_in_a_statement_is_found(copied: Built, check: Check, openssl: None) -> None:
    for path in sorted((copied.root / "log" / "segments").glob("*.json")):
        content = path.read_bytes()
        statement = json.loads(content)
        if statement["kind"] == "package":
            path.write_bytes(canonical({**statement, "run": RUNS[0] + "x"}) + b"\n")
            code, findings = check(copied, "--key", copied.vkey)
            assert code == 1
            assert bad(findings)
            path.write_bytes(content)


def test_a_second_signature_line_is_found(copied: Built, check: Check, openssl: None) -> None:
    for size in copied.log.checkpoints():
        path = copied.log.note_path(size)
        content = path.read_text()
        path.write_text(content + "\u2014 other AAAAAAAA\n")
        code, findings = check(copied, "--key", copied.vkey)
        assert code == 1
        assert naming(bad(findings), f"log/checkpoints/{path.name}")
        path.write_text(content)


def test_a_byte_behind_a_stamp_is_found(copied: Built, check: Check, openssl: None) -> None:
    stamps = sorted((copied.root / "log" / "checkpoints").glob("*.tsr"))
    content = stamps[0].read_bytes()
    stamps[0].write_bytes(content + b"x")
    code, findings = check(copied, "--key", copied.vkey)
    assert code == 1
    assert naming(bad(findings), stamps[0].name)
    stamps[0].write_bytes(content)

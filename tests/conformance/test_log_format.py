"""The log by rules written here anew from RFC 6962 and C2SP, with the tools that any machine has.

Nothing of the program is asked how the log is made: tlog-tiles, tlog-checkpoint and signed-note
are followed as their texts say, docs/format/ for what the leaves are of.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from weerklank.integrity.tiles import Tiles, tile_path
from weerklank.testing.mastodon_export import big_export

WEERKLANK = (sys.executable, "-c", "from weerklank.cli.main import main; main()")
SIGNATURE = "— "  # em dash and space, by signed-note
ED25519 = b"\x01"


# --- rules --------------------------------------------------------------------------------------


def sha(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def leaf(entry: bytes) -> bytes:
    return sha(b"\x00" + entry)


def root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word by word."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def root_from_path(index: int, size: int, node: bytes, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2."""
    fn, sn = index, size - 1
    for step in path:
        assert sn != 0
        if fn & 1 or fn == sn:
            node = sha(b"\x01" + step + node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = sha(b"\x01" + node + step)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return node


def tile_name(level: int, number: int, width: int) -> str:
    """tlog-tiles: three digits a group, all but the last with an x; partial ones with .p/width."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + ("" if width == 256 else f".p/{width}")


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Every tile of a tree: level, number, width."""
    level = 0
    while size >> (8 * level):
        count = size >> (8 * level)
        for number in range(count // 256):
            yield level, number, 256
        if count % 256:
            yield level, count // 256, count % 256
        level += 1


def hashes(content: bytes) -> list[bytes]:
    assert len(content) % 32 == 0
    return [content[at : at + 32] for at in range(0, len(content), 32)]


def read_note(path: Path) -> tuple[str, str, int, bytes, list[tuple[str, bytes]]]:
    """signed-note and tlog-checkpoint: text, origin, size, root, signatures by key name.

    One extension line, which tlog-checkpoint allows: the size of the checkpoint before it.
    """
    note = path.read_bytes().decode()
    text, separator, rest = note.rpartition("\n\n")
    assert separator
    text += "\n"
    origin, size, encoded, previous, *more = text.split("\n")
    assert more == [""]
    sizes = [0, *sorted(int(other.stem) for other in path.parent.glob("*.txt"))]
    assert previous == f"previous {sizes[sizes.index(int(size)) - 1]}"
    assert origin
    assert not set(origin) & set(" \t+")
    assert re.fullmatch(r"0|[1-9][0-9]*", size)
    assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", encoded)
    signatures = []
    assert rest.endswith("\n")
    for row in rest[:-1].split("\n"):
        assert row.startswith(SIGNATURE)
        name, _, blob = row.removeprefix(SIGNATURE).partition(" ")
        signatures.append((name, base64.b64decode(blob, validate=True)))
    return text, origin, int(size), base64.b64decode(encoded), signatures


# --- an archive ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Two imports of invented posts: more leaves than one tile holds."""
    place = tmp_path_factory.mktemp("log")
    folder = place / "archief"

    def run(*arguments: str) -> None:
        common = ("--archive", str(folder), "--keys", str(place / "sleutels"), "--json")
        done = subprocess.run([*WEERKLANK, *common, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout

    run("init", str(folder), "--organisation", "Gemeente Grootdam", "--sealed", "12")
    address = "https://grootdam.example/@gemeente"
    run("account", "add", address, "--platform", "mastodon", "--kind", "corporate")
    for posts in (250, 330):
        big_export(place / "export.tar.gz", posts, seed=posts, media_every=60)
        run("import", str(place / "export.tar.gz"))
    return folder


@pytest.fixture(scope="module")
def log(archive) -> Path:
    return archive / "log"


@pytest.fixture(scope="module")
def notes(log) -> list[Path]:
    return sorted((log / "checkpoints").glob("*.txt"))


@pytest.fixture(scope="module")
def leaves(log, notes) -> list[bytes]:
    """All leaves of the newest checkpoint, from the tiles of level 0."""
    size = read_note(notes[-1])[2]
    found: list[bytes] = []
    for level, number, width in tiles_of(size):
        if level == 0:
            found += hashes((log / tile_name(level, number, width)).read_bytes())
    assert len(found) == size > 512
    return found


def unpacked(path: Path) -> list[bytes]:
    done = subprocess.run(["gzip", "-dc", path], capture_output=True, check=True)
    assert done.stdout.endswith(b"\n")
    return done.stdout[:-1].split(b"\n")


def folder_of(archive: Path, package: str) -> Path:
    account, month, part = package.split("/")
    open_, closed = (
        list((archive / "open" / account / month).glob(f"*/{part}")),
        list((archive / "objects" / account / month).glob(f"{part}-g*")),
    )
    (found,) = open_ + closed
    return found


def statements(log: Path) -> list[dict]:
    found = []
    for path in sorted((log / "segments").iterdir()):
        raw = path.read_bytes()
        value = json.loads(raw)
        assert raw == canonical(value) + b"\n"
        assert path.name == f"{value['first']:012d}.json"
        found.append(value)
    return found


def canonical(value: object) -> bytes:
    """RFC 8785 for what occurs here: no numbers but whole ones, keys within the basic plane."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


# --- tiles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [
        (0, 256, "tile/0/000"),
        (5, 256, "tile/0/005"),
        (999, 256, "tile/0/999"),
        (1000, 256, "tile/0/x001/000"),
        (1234067, 256, "tile/0/x001/x234/067"),  # the example of tlog-tiles
        (0, 1, "tile/0/000.p/1"),
        (1234067, 112, "tile/0/x001/x234/067.p/112"),
    ],
)
def test_a_tile_lies_where_tlog_tiles_says(number, width, path):
    assert tile_name(0, number, width) == path
    assert f"tile/{tile_path(0, number, width)}" == path


def test_all_tiles_are_there_and_each_level_follows_from_the_one_below(log, notes, leaves):
    size = len(leaves)
    for level, number, width in tiles_of(size):
        tile = hashes((log / tile_name(level, number, width)).read_bytes())
        assert len(tile) == width
        span = 256**level
        for place, node in enumerate(tile):
            begin = (number * 256 + place) * span
            assert node == root(leaves[begin : begin + span])


def test_every_other_tile_is_the_beginning_of_one_that_is_there(log, leaves):
    """tlog-tiles lets partial tiles of smaller trees stay; they may say nothing else."""
    wanted = {tile_name(*tile): tile for tile in tiles_of(len(leaves))}
    for path in (log / "tile").rglob("*"):
        if path.is_dir():
            continue
        name = path.relative_to(log).as_posix()
        if name in wanted:
            continue
        match = re.fullmatch(r"(tile/\d+/(?:x\d{3}/)*\d{3})\.p/(\d{1,3})", name)
        assert match, name
        larger = next(n for n in wanted if n == match[1] or n.startswith(f"{match[1]}.p/"))
        assert (log / larger).read_bytes().startswith(path.read_bytes())
        assert len(path.read_bytes()) == 32 * int(match[2])


def test_a_tree_of_three_levels_is_laid_out_the_same_way(tmp_path):
    """Appended in uneven pieces, as runs do."""
    made = [leaf(number.to_bytes(8, "big")) for number in range(66_100)]
    tiles = Tiles(tmp_path / "tile")
    size = 0
    for piece in (1, 254, 1, 1, 300, 65_000, 543):
        tiles.append(size, made[size : size + piece])
        size += piece
    assert size == len(made)
    for level, number, width in tiles_of(size):
        tile = hashes((tmp_path / tile_name(level, number, width)).read_bytes())
        assert len(tile) == width
        span = 256**level
        first, last = number * 256, number * 256 + width - 1
        for place in {first, last}:
            assert tile[place - first] == root(made[place * span : (place + 1) * span])


# --- checkpoints --------------------------------------------------------------------------------


def test_every_checkpoint_is_a_note_over_a_tree_that_the_next_extends(notes, leaves):
    sizes = []
    for path in notes:
        _, origin, size, head, signatures = read_note(path)
        assert path.name == f"{size:012d}.txt"
        assert origin == read_note(notes[0])[1]
        assert head == root(leaves[:size])
        assert [name for name, _ in signatures] == [origin]
        sizes.append(size)
    assert sizes == sorted(set(sizes))
    assert len(sizes) >= 4


def test_the_key_id_is_made_of_name_and_key(log, notes):
    (vkey,) = (log / "keys").glob("*.vkey")
    name, identifier, encoded = vkey.read_text().removesuffix("\n").split("+", 2)
    key = base64.b64decode(encoded, validate=True)
    assert key[:1] == ED25519
    assert len(key) == 33
    expected = sha(name.encode() + b"\n" + key)[:4]
    assert identifier == vkey.stem == expected.hex()
    for path in notes:
        _, origin, _, _, ((signer, blob),) = read_note(path)
        assert (signer, origin) == (name, name)
        assert blob[:4] == expected
        assert len(blob) == 4 + 64


@pytest.mark.needs("openssl")
def test_openssl_accepts_every_signature_and_no_changed_text(log, notes, tmp_path):
    (pem,) = (log / "keys").glob("*.pem")

    def accepts(text: str, signature: bytes) -> bool:
        (tmp_path / "text").write_text(text)
        (tmp_path / "signature").write_bytes(signature)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin"]
        command += ["-in", tmp_path / "text", "-sigfile", tmp_path / "signature"]
        return subprocess.run(command, capture_output=True).returncode == 0

    for path in notes:
        text, _, size, _, ((_, blob),) = read_note(path)
        assert accepts(text, blob[4:])
        assert not accepts(text.replace(f"\n{size}\n", f"\n{size + 1}\n"), blob[4:])
        assert not accepts(text, blob[4:-1] + bytes([blob[-1] ^ 1]))


@pytest.mark.needs("openssl")
def test_the_pem_and_the_verifier_key_are_of_one_key(log):
    (pem,) = (log / "keys").glob("*.pem")
    (vkey,) = (log / "keys").glob("*.vkey")
    command = ["openssl", "pkey", "-pubin", "-in", pem, "-outform", "DER"]
    der = subprocess.run(command, capture_output=True, check=True).stdout
    assert der[-32:] == base64.b64decode(vkey.read_text().strip().split("+", 2)[2])[1:]


# --- what the leaves are of ---------------------------------------------------------------------


def test_every_leaf_is_of_something_that_lies_in_the_archive(archive, log, leaves):
    at = 0
    kinds = set()
    for statement in statements(log):
        assert statement["first"] == at
        entries = entries_of(archive, statement)
        assert len(entries) == statement["leaves"]
        assert [leaf(entry) for entry in entries] == leaves[at : at + len(entries)]
        at += len(entries)
        kinds.add(statement["kind"])
    assert at == len(leaves)
    assert kinds == {"package", "events"}


def entries_of(archive: Path, statement: dict) -> list[bytes]:
    if statement["kind"] == "events":
        return [sha((archive / name).read_bytes()) for name in statement["files"]]
    folder = folder_of(archive, statement["package"])
    content = folder / "v1" / "content"
    records, sources, proofs = (
        unpacked(content / name)
        for name in ("records/records.jsonl.gz", "source/source.jsonl.gz", "proof/leaves.txt.gz")
    )
    assert len(records) == len(sources) == len(proofs) == statement["records"]
    entries = []
    for number, (record, source, proof) in enumerate(zip(records, sources, proofs, strict=True)):
        ordinal, salt, *media = proof.decode().split(" ")
        assert int(ordinal) == number
        assert re.fullmatch("[0-9a-f]{32}", salt)
        assert all(re.fullmatch(r"[0-9a-z]{26}=[0-9a-f]{32}", one) for one in media)
        assert record == canonical(json.loads(record))
        assert source == canonical(json.loads(source))
        check_media(content, json.loads(record), dict(one.split("=") for one in media))
        entries.append(sha(bytes.fromhex(salt) + record + b"\n" + source))
    said = {"generation": 1, "package": statement["package"], "run": statement["run"]}
    manifest = sha((content / "manifest-sha256.txt").read_bytes()).hex()
    assert manifest == statement["manifest"]
    entries.append(sha(canonical({**said, "manifest": manifest})))
    if "sealed_manifest" in statement:
        sealed = folder.with_name(folder.name + "-sealed") / "v1" / "content"
        manifest = sha((sealed / "manifest-sha256.txt").read_bytes()).hex()
        assert manifest == statement["sealed_manifest"]
        entries.append(sha(canonical({**said, "manifest": manifest, "vault": True})))
    return entries


def check_media(content: Path, record: dict, salts: dict[str, str]) -> None:
    for medium in record.get("media", []):
        data = (content / "media" / medium["file"]).read_bytes()
        assert len(data) == medium["bytes"]
        assert sha(bytes.fromhex(salts[medium["id"]]) + data).hex() == medium["digest"]


def test_sha256sum_accepts_every_manifest_and_it_names_every_file(archive):
    manifests = sorted(archive.glob("*/a*/**/v1/content/manifest-sha256.txt"))
    assert len(manifests) == 4  # two packages, and the sealed object of each
    for manifest in manifests:
        content = manifest.parent
        done = subprocess.run(
            ["sha256sum", "--strict", "-c", manifest.name], cwd=content, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        named = {row.split("  ", 1)[1] for row in manifest.read_text().splitlines()}
        there = {p.relative_to(content).as_posix() for p in content.rglob("*") if p.is_file()}
        assert named == there - {manifest.name}


def test_events_are_canonical_lines_with_a_salt_of_their_own(archive):
    salts = set()
    paths = [
        p
        for book in ("register", "decisions", "journal")
        for p in (archive / book).rglob("*.json")
    ]
    for path in paths:
        raw = path.read_bytes()
        event = json.loads(raw)
        assert raw in {canonical(event), canonical(event) + b"\n"}
        assert re.fullmatch("[0-9a-f]{32}", event["salt"])
        salts.add(event["salt"])
        name = r"\d{4}/\d{2}/\d{2}/\d{9}-[0-9a-z]+-\d+\.json"
        assert re.fullmatch(name, path.relative_to(archive / event["book"]).as_posix())
    assert len(salts) == len(paths) > 6


def test_a_proof_leads_from_its_lines_to_a_signed_root(archive, notes, leaves, tmp_path):
    records = [
        json.loads(row)
        for path in archive.glob("open/a*/*/*/*/v1/content/records/records.jsonl.gz")
        for row in unpacked(path)
    ]
    with_media = next(record for record in records if record.get("media"))
    for record in (records[0], records[-1], with_media):
        out = tmp_path / "bewijs.json"
        common = ("--archive", str(archive), "--keys", str(archive.with_name("sleutels")))
        command = [*WEERKLANK, *common, "prove", record["id"], "-o", str(out)]
        assert subprocess.run(command, capture_output=True).returncode == 0
        proof = json.loads(out.read_text())
        assert proof["format"] == "weerklank-proof/1"
        assert json.loads(proof["record"]) == record
        committed = bytes.fromhex(proof["salt"]) + f"{proof['record']}\n{proof['source']}".encode()
        node = leaf(sha(committed))
        assert node == leaves[proof["leaf"]]
        path = [bytes.fromhex(step) for step in proof["path"]]
        reached = root_from_path(proof["leaf"], proof["size"], node, path)
        assert proof["checkpoint"] == notes[-1].read_text()
        assert reached == read_note(notes[-1])[3]
        assert len(proof["media"]) == len(record.get("media", []))

"""`prove` gives a proof that holds, or none and the file that is damaged."""

import gzip
from pathlib import Path

import pytest
from small_archive import Small, filled, posts, small_parts, stand_alone

from weerklank.store.ocfl import CONTENT

POSTS = posts()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def change(small: Small, name: str, old: bytes, new: bytes) -> None:
    """Put other bytes of the same length in every file of a name."""
    changed = 0
    for path in sorted(small.archive.rglob(name)):
        content = path.read_bytes()
        text = gzip.decompress(content) if path.suffix == ".gz" else content
        if old in text:
            text = text.replace(old, new)
            # Stored, so that the lengths that the catalogue knows can't tell.
            path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
            changed += 1
    assert changed


def proof_line(small: Small) -> bytes:
    """The proof line of the post with a picture that is no other version of itself."""
    for records in sorted(small.archive.rglob("records.jsonl.gz")):
        lines = gzip.decompress(records.read_bytes()).splitlines()
        proofs = records.parents[1] / "proof/leaves.txt.gz"
        for line, proof in zip(
            lines, gzip.decompress(proofs.read_bytes()).splitlines(), strict=True
        ):
            if b"dank voor uw melding" in line:
                return proof
    raise AssertionError


def damage(small: Small, kind: str) -> str:
    """Damage what a proof is made of; gives what the error must name."""
    proof = proof_line(small).split(b" ")
    if kind == "record":
        change(small, "records.jsonl.gz", b"dank voor uw", b"DANK voor uw")
        return "records/records.jsonl.gz"
    if kind == "source":
        change(small, "source.jsonl.gz", b"dank voor uw", b"DANK voor uw")
        return "records/records.jsonl.gz"
    if kind == "salt":
        change(small, "leaves.txt.gz", proof[1], b"0" * 32)
        return "records/records.jsonl.gz"
    if kind == "medium salt":
        change(small, "leaves.txt.gz", proof[2][-32:], b"0" * 32)
        return "media/"
    if kind == "no medium salt":
        change(small, "leaves.txt.gz", b" " + proof[2], b"")
        return "proof/leaves.txt.gz"
    if kind == "medium":
        change(small, f"{proof[2].partition(b'=')[0].decode()}.png", b"plein", b"PLEIN")
        return "media/"
    (tile,) = (small.archive / "log/tile/0").glob("*.p/*")
    content = bytearray(tile.read_bytes())
    content[5] ^= 1
    tile.write_bytes(content)
    return "log/tile"


KINDS = ("record", "source", "salt", "medium salt", "no medium salt", "medium", "tile")


@pytest.mark.parametrize("kind", KINDS)
def test_no_proof_is_given_that_fails(small: Small, tmp_path: Path, kind: str) -> None:
    item = small.ids()[POSTS.url("aan_y")]
    output = tmp_path / "bewijs.json"
    small.good("prove", item, "-o", str(output))
    assert stand_alone(str(output))[0] == 0
    output.unlink()
    named = damage(small, kind)
    small.good("catalogue", "rebuild")  # what stands in the packages now, not where it stood
    code, told = small.run("prove", item, "-o", str(output))
    assert code == 6, told
    assert named in told["error"]["message"]
    assert not output.exists()
    assert CONTENT in told["error"]["message"] or kind == "tile"

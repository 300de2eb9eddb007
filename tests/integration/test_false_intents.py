"""An intent that the log does not hold excuses nothing: not without keys, and not with them."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from small_archive import Small, failed, filled, posts, small_parts
from test_false_events import lay, newest

from weerklank.services.change import execute_destruction
from weerklank.store.ocfl import CONTENT, MANIFEST, content_files

POSTS = posts()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def second(small: Small) -> Path:
    """The second package, which is closed."""
    (folder,) = small.layout.objects.glob("*/*/0002-g1")
    return folder


def fit(folder: Path) -> None:
    """Make manifest and inventory fit the files, as anyone can, and the generation the folder."""
    content = folder / CONTENT
    names = [name for name in content_files(folder) if name != MANIFEST]
    digests = {name: hashlib.sha256((content / name).read_bytes()).hexdigest() for name in names}
    listed = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (content / MANIFEST).write_text(listed)
    digests[MANIFEST] = hashlib.sha256(listed.encode()).hexdigest()
    by_digest: dict[str, list[str]] = {}
    for name, digest in digests.items():
        by_digest.setdefault(digest, []).append(name)
    told = json.loads((folder / "inventory.json").read_bytes())
    if "-" in folder.name:  # an open one is of the first generation
        told["id"] = told["id"].rpartition(":")[0] + ":" + folder.name.partition("-")[2]
    told["manifest"] = {d: [f"{CONTENT}/{n}" for n in by_digest[d]] for d in by_digest}
    told["versions"]["v1"]["state"] = by_digest
    text = json.dumps(told).encode()
    for place in (folder, folder / "v1"):
        (place / "inventory.json").write_bytes(text)
        digest = hashlib.sha256(text).hexdigest()
        (place / "inventory.json.sha256").write_text(f"{digest} inventory.json\n")


def change(folder: Path) -> None:
    path = folder / CONTENT / "records/records.jsonl.gz"
    text = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(text.replace(b"e", b"E", 1)))
    fit(folder)


def forge(small: Small, kind: str, package: str, subject: str) -> None:
    rows = [{"generation": 1, "into": package, "package": package}]
    data = {"account": "a0001", "month": package.split("/")[1], "packages": rows}
    data |= {"threads": []}
    like = newest(small, "decisions")
    lay(small, "decisions", like, kind=kind, subject=subject, data=data, mac="0" * 64)


@pytest.mark.parametrize("kind", ["closing.begun", "destruction.begun"])
@pytest.mark.parametrize("how", ["changed", "beside", "instead"])
@pytest.mark.parametrize("keys", [True, False])
def test_a_false_intent_lets_no_changed_package_pass(
    small: Small, kind: str, how: str, keys: bool
) -> None:
    one = second(small)
    package = f"{one.parts[-3]}/{one.parts[-2]}/0002"
    subject = small.approve(small.ids()[POSTS.url("doel")]) if "destr" in kind else "evil"
    target = one if how == "changed" else one.with_name("0002-g2")
    if how != "changed":
        shutil.copytree(one, target)
    if how == "instead":
        shutil.rmtree(one)
    change(target)
    forge(small, kind, package, subject)
    if not keys:
        shutil.rmtree(small.root / "keys")
    told = failed(small.archive)
    assert [one for one in told if target.name in one["path"]], told
    code, answer = small.run("verify", "--deep")
    found = {one["path"]: one["code"] for one in answer["findings"]}
    below = target.relative_to(small.archive).as_posix()
    assert code == 1
    assert any(path.startswith(below) for path in found), found
    assert not any(one["what"] == "being-rewritten" for one in answer["not_checked"])


def test_an_open_intent_of_the_log_excuses_no_package_that_the_log_holds(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = small.approve(small.ids()[POSTS.url("doel")])

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(execute_destruction, "rewrite", dies)
        small.run("destroy", "execute", number, acting="Anna")
    code, answer = small.run("verify")
    assert (code, failed(small.archive)) == (0, [])
    (rewriting,) = [one for one in answer["not_checked"] if one["what"] == "being-rewritten"]
    folder = small.archive / rewriting["path"] if "path" in rewriting else second(small)
    change(folder)
    below = folder.relative_to(small.archive).as_posix()
    assert any(one["path"].startswith(below) for one in failed(small.archive))
    code, answer = small.run("verify")
    assert "VERIFY-402" in {one["code"] for one in answer["findings"]}

"""Packages that neither log nor journal names: no part of the record, for nobody.

A process that dies between the inventory of a package and the event that vouches for it leaves
one; who can write to the archive can lay one there.
"""

import json
import os
import shutil
from pathlib import Path

import pytest
from small_archive import Small, account, filled, post, stand_alone, write_export
from test_false_intents import change, fit

from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.package.names import Found, PackageName
from weerklank.services.catalogue.follow_log import members
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.seal.seal_package import FINISHED
from weerklank.services.workplace import Workplace
from weerklank.testing.mastodon_export import ExportPost

WORD = "vlierbloesem"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def new_posts(word: str = WORD) -> list[ExportPost]:
    return [post(20 + n, f"Op dag {n} is er {word} op het plein.") for n in range(3)]


def killed(small: Small, *, finished: bool = False, word: str = WORD) -> Path:
    """Import, and die as by kill -9 just before, or just after, the event that vouches for it.

    Gives the package.
    """
    path = small.root / "killed.tar.gz"
    write_export(path, account(), new_posts(word))
    child = os.fork()
    if not child:
        plain = Workplace.record

        def record(self: Workplace, book: Book, kind: str, *more: object) -> None:
            if kind == FINISHED and not finished:
                os._exit(9)
            plain(self, book, kind, *more)  # type: ignore[arg-type] # passed on as it came
            if kind == FINISHED:
                os._exit(9)

        Workplace.record = record  # type: ignore[method-assign, assignment] # in a child of its own
        try:
            small.run("import", str(path))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    newest = max(small.layout.open.glob("a0001/*/*/"), key=lambda run: run.name)
    (inventory,) = newest.glob("[0-9][0-9][0-9][0-9]/inventory.json")
    return inventory.parent


def found(small: Small, word: str) -> int:
    return int(small.good("search", word)["total"])


def damaged(small: Small) -> None:
    path = small.layout.index / "catalogue.sqlite"
    path.write_bytes(os.urandom(3000))
    for more in small.layout.index.glob("catalogue.sqlite-*"):
        more.unlink()


def in_the_log(small: Small) -> set[str]:
    return {
        json.loads(path.read_bytes()).get("package", "")
        for path in (small.archive / "log" / "segments").glob("*.json")
    }


@pytest.mark.parametrize("how", ["rebuild", "damaged"])
@pytest.mark.parametrize("finished", [False, True])
def test_what_is_not_in_the_log_is_in_no_catalogue(small: Small, how: str, finished: bool) -> None:
    """Also not in one that is made anew; what was finished enters it with the log."""
    package = killed(small, finished=finished)
    if how == "rebuild":
        small.good("catalogue", "rebuild")
    else:
        damaged(small)
    assert found(small, WORD) == 0
    assert found(small, "plein") > 0
    (run,) = small.take_in(new_posts())["runs"]
    assert run["items"]["posts"] == (0 if finished else 3)
    assert package.exists() is finished
    assert found(small, WORD) == 3
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()


def test_other_posts_take_the_number_of_what_never_was(small: Small) -> None:
    package = killed(small)
    small.good("catalogue", "rebuild")
    small.take_in([post(30 + n, f"Nummer {n} over de ooievaar.") for n in range(2)])
    name = "/".join((*package.parts[-4:-2], package.name))
    assert name in in_the_log(small)
    assert found(small, WORD) == 0
    assert found(small, "ooievaar") == 2
    small.assert_catalogue_is_as_rebuilt()


def test_a_catalogue_that_knows_what_never_was_is_made_anew(small: Small) -> None:
    """As an earlier version left it: the run that clears the package away mends it."""
    package = killed(small)
    name = PackageName(AccountId("a0001"), package.parts[-3], int(package.name))
    workplace = small.workplace()
    catalogue = open_catalogue(workplace)
    catalogue.add_package(str(name), 1, members(Found(name, 1, package)))
    catalogue.close()
    assert found(small, WORD) == 3
    small.take_in(new_posts("heggenmus"))
    assert found(small, "heggenmus") == 3
    assert found(small, WORD) == 0
    small.assert_catalogue_is_as_rebuilt()


def both(small: Small) -> tuple[set[tuple[str, str]], dict[str, str], list[dict[str, str]]]:
    """What `verify` finds, what it did not check with where, and what the other program says."""
    _, told = small.run("verify", "--deep")
    _, text = stand_alone(str(small.archive), "--deep", "--json")
    findings = {(one["path"], one["code"]) for one in told["findings"]}
    skipped = {one["what"]: one["path"] for one in told["not_checked"]}
    return findings, skipped, json.loads(text)["findings"]


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("keys", [True, False])
def test_what_a_process_left_that_died_is_no_damage(
    small: Small, finished: bool, keys: bool
) -> None:
    package = killed(small, finished=finished)
    if not keys:
        shutil.rmtree(small.root / "keys")
    findings, skipped, others = both(small)
    path = package.relative_to(small.archive).as_posix()
    no_key = "" if keys else "-no-key"
    assert findings == set()
    assert skipped[f"unsealed-packages{no_key}" if finished else "unfinished"] == path
    assert {one["code"]: one["result"] for one in others if one["path"] == path} == {
        "unsealed": "NOT CHECKED"
    }


@pytest.mark.parametrize("keys", [True, False])
@pytest.mark.parametrize("how", ["strange", "ended", "earlier", "changed"])
def test_what_someone_laid_there_is_found(small: Small, how: str, keys: bool) -> None:
    """In the folder of a run that never was, that ended, or that another came after.

    Or in place of what a run finished.
    """
    package = killed(small, finished=how == "changed")
    if how == "changed":
        change(package)
    else:
        if how == "strange":
            run = package.parent.with_name("000009-20261125T090000Z-zzzzzz")
        else:  # of a run that ended, or that broke off without an end and was followed by another
            kept = small.root / "kept"
            shutil.copytree(package, kept)
            if how == "ended":
                ended = small.take_in(new_posts("heggenmus"))["runs"][0]["run"]
                (run,) = small.layout.open.glob(f"a0001/*/*-{ended}")
            else:
                small.take_in(new_posts("heggenmus"))
                run = package.parent
            package = kept
        run.mkdir(exist_ok=True)
        laid = run / "0077"
        shutil.move(package, laid)
        package = laid
        fit(package)
    if not keys:
        shutil.rmtree(small.root / "keys")
    findings, _, others = both(small)
    path = package.relative_to(small.archive).as_posix()
    assert (path, "VERIFY-407") in findings
    failed = {one["path"] for one in others if one["result"] == "FAILED"}
    assert path in failed

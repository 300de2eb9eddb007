"""Loss of key rehearsed: take each away, see what still works and what the product says."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from small_archive import Small, account, failed, post, posts

from weerklank.minimise.vault import without_term
from weerklank.model.errors import NotNow
from weerklank.services.seal.open_blind import open_blind
from weerklank.testing.mastodon_export import write_export


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    small = Small(tmp_path_factory.mktemp("template") / "small").make()
    small.take_in(posts().items)
    return small


#: What nothing can be added without; `pages.pem` and `pinned.json` are made anew.
NEEDED = ("ids.key", "blind.key", "events.key", "epochs/0001.key", "log.pem", "sealing.pub")


@pytest.mark.parametrize("lost", [*NEEDED, "pages.pem", "pinned.json"])
def test_without_a_key_all_can_be_read_and_its_back_up_mends_it(
    template: Small, tmp_path: Path, lost: str
) -> None:
    small = template.copy(tmp_path / "small")
    key = small.root / "keys" / lost
    shutil.move(key, tmp_path / "back-up")
    code, told = small.run("verify", "--deep")
    assert (code, told["findings"]) == (0, [])
    assert failed(small.archive) == []
    assert small.good("search", "feest")["total"] == 1
    records = small.versions()

    new = post(
        30, f"Wie helpt er mee met het feest? Meld u bij <a href='{account().url}'>ons</a>."
    )
    export = small.root / "later.tar.gz"
    write_export(export, account(), [*posts().items, new])
    code, answer = small.run("import", str(export))
    if lost in NEEDED:
        assert answer["error"]["code"] == "KEYS-003"
        assert lost in answer["error"]["message"]
        assert code == 4
    if lost in NEEDED:
        assert code != 0
        assert small.versions() == records
        shutil.move(tmp_path / "back-up", key)
        small.good("import", str(export))
    else:
        assert code == 0
    assert len(small.versions()) == len(records) + 1
    small.assert_verifies()


def test_a_key_of_pseudonyms_that_was_laid_beside_is_not_taken(
    template: Small, tmp_path: Path
) -> None:
    small = template.copy(tmp_path / "small")
    keys = small.workplace().keys
    laid = keys.folder / "epochs" / "0002.key"
    laid.write_bytes(b"\1" * len(keys.epoch(1)))
    laid.chmod(0o600)
    with closing(open_blind(small.workplace())) as blind:
        assert [one.number for one in blind.epochs] == [1]


def test_without_the_key_of_a_term_its_originals_alone_are_lost(
    template: Small, tmp_path: Path
) -> None:
    small = template.copy(tmp_path / "small")
    (key,) = (small.root / "keys" / "terms").glob("*.key")
    key.unlink()
    small.assert_verifies()
    keys = small.workplace().keys
    wrapped = [*small.archive.rglob("keys/*.age")]
    assert wrapped
    for path in wrapped:
        with pytest.raises(NotNow, match="KEYS-003"):
            without_term(keys, path.stem, path.read_bytes())
    # What is sealed today has a new one: the day is the same, and the old ones stay lost.
    small.take_in([*posts(edited=True).items])
    assert key.exists()
    small.assert_verifies()

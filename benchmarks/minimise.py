"""Minimise alone: own posts with mentions, without name lists."""

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from weerklank import bootstrap
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser
from weerklank.minimise.who import Whois
from weerklank.model.ids import ItemId
from weerklank.model.policy import Policy, SealedOriginals
from weerklank.model.raw import Scanned
from weerklank.store.keys import KeyFolder
from weerklank.testing.mastodon_export import big_export

POSTS = 20_000
#: quality.md: posts per CPU-second without name lists.
FLOOR = 15_000


def run() -> list[Figure]:
    """Minimise the posts of an export one by one, as an import does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "export.tar.gz"
        big_export(path, POSTS)
        export = next(filter(None, (c.open_export(path) for c in bootstrap.connectors())))
        keys = KeyFolder.create(folder / "keys", folder / "archive")
        lay_tables(folder / "blind")
        blind = BlindIndex(folder / "blind", keys, "maat")
        platform = export.owner.platform
        minimiser = Minimiser(
            Circumstances(
                account="a0001",
                run="maat",
                technique="export",
                policy=Policy(version=1, sealed=SealedOriginals(months=12)),
                captured_at="2026-11-25T09:00:00Z",
            ),
            platform,
            Whois(export.owner, frozenset(), blind),
            ItemKeys(keys.ids),
            blind,
        )
        spent = 0.0
        done = 0
        for scanned in export.scan():
            if not isinstance(scanned, Scanned):
                continue
            prepared = minimiser.prepare(export.read(scanned.content))
            minimiser.note_participants(prepared.tag, scanned.persons)
            begun = time.process_time()
            minimiser.minimise(prepared, address=ItemId("x"), thread=prepared.key, scenario="B")
            spent += time.process_time() - begun
            done += 1
        blind.close()
    return [Figure("minimise, posts per CPU-second", done / spent, FLOOR, "")]

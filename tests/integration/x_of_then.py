"""Read exports of X as the first version of their mapping did: what an archive of before holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from weerklank.connectors.x import X, account, tweet
from weerklank.connectors.x.shape import RECORD
from weerklank.model.raw import Field
from weerklank.testing.x_export import XAccount, XPost, number_at, write_export

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = XAccount(number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam")
TOLD = {"withheld_copyright": True, "withheld_in_countries": ["DE"], "withheld_scope": "status"}
BOOSTED = "RT @trijntje_vlier: Dit zei ik"


def export(folder: Path, *, withheld: int = 2) -> Path:
    """Write an export of posts, of which X withholds the first few, and of one shared post."""
    posts = [
        XPost(
            number=number_at(NOON + timedelta(days=day)),
            published=NOON + timedelta(days=day),
            text=f"Bericht {day} over afval",
            more=TOLD if day < withheld else {},
        )
        for day in range(withheld + 1)
    ]
    late = NOON + timedelta(days=60)
    posts.append(XPost(number=number_at(late), published=late, text=BOOSTED))
    path = folder / "archief.zip"
    write_export(path, ME, posts, made=datetime(2026, 6, 1, tzinfo=UTC))
    return path


@contextmanager
def mapping_of_then() -> Iterator[None]:
    """Read as version 1 did, which kept of it a claim of rights alone, in the source."""
    told = dict.fromkeys(("withheld_in_countries", "withheld_scope"), Field.DROP)
    whole = RECORD["tweet"]
    assert isinstance(whole, dict)
    with pytest.MonkeyPatch.context() as then:
        for module in (tweet, account):
            then.setattr(module, "MAPPING", 1)
        then.setattr(tweet, "RECORD", {**RECORD, "tweet": {**whole, **told}})
        then.setattr(tweet, "withheld_of_tweet", lambda _: None)
        then.setattr(X, "mapping_of", lambda _self, _technique: 1)
        yield

"""Look into pages: whether the file of a page, as it was kept, can be shown and is signed by us.

Digests say that a file is the one that was kept. They do not say that its index leads to its
records: a file can have been unsound when it was kept, or have been passed by an older check.
"""

from typing import BinaryIO

from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.media import LooksIntoPage
from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.package.wacz_check import check_wacz
from weerklank.services.seal.page_key import page_keys
from weerklank.services.workplace import Workplace


def looks_into_pages(
    workplace: Workplace, outcome: Outcome, *, deep: bool
) -> LooksIntoPage | None:
    """Give what looks into the files of pages; None when that is not asked for (`deep`).

    What is not checked by that is said, where the archive has pages: all of them, or of whom
    their signatures are, when the register can't be read.
    """
    try:
        keys: tuple[str, ...] | None = page_keys(workplace)
    except (WeerklankError, OSError):
        keys = None
    if not deep:
        if keys != ():
            outcome.skip("pages")
        return None
    if keys is None:
        outcome.skip("page-keys")

    def look(stream: BinaryIO, text: bytes | None) -> list[tuple[str, Text]]:
        said = None if text is None else text.decode("utf-8", "replace")
        return [(found.where, found.says) for found in check_wacz(stream, keys, said)]

    return look

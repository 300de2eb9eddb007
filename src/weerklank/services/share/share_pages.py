"""Share pages: the WACZ of each page of what a question finds, for who has a program for those."""

import shutil
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import BrokenInput
from weerklank.model.page import PageRole
from weerklank.model.question import Question, Sight
from weerklank.model.symbols import decode
from weerklank.services.find.find_items import Hit
from weerklank.services.find.pages_of import ShownPage, pages_in
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.share.selection import Selection
from weerklank.services.share.shared import Shared
from weerklank.services.workplace import Workplace
from weerklank.store.members import PART_GONE

_EVERYTHING = Sight()


def share_pages(workplace: Workplace, question: Question, folder: Path, done: Shared) -> None:
    """Write the WACZ of every page that is of anything that is found, by its permanent address.

    A page on which something stands that does not go along does not either: it is counted, as is
    one that lost its files to a privacy correction.
    """
    selection = Selection(workplace, question)
    for hits in selection.pages():
        for page in _pages_of(workplace, hits):
            _share(page, question.sight, folder, done)
    done.damage += selection.unreadable.values()


def _pages_of(workplace: Workplace, hits: list[Hit]) -> list[ShownPage]:
    def find(catalogue: Catalogue, reader: ItemReader) -> list[ShownPage]:
        keys = (decode(hit.item.key) for hit in hits)
        return [
            page
            for key in keys
            for page in pages_in(workplace, catalogue, reader, key, _EVERYTHING)
            if page.is_own
        ]

    return ask_for_part(workplace, find)


def _share(page: ShownPage, sight: Sight, folder: Path, done: Shared) -> None:
    if not page.standing.may_be_seen(sight):
        done.pages_closed += 1
        return
    file = page.files.get(PageRole.REPLAY)
    if file is None or file.medium.file is None:
        done.pages_without_file += 1
        return
    if file.path is None:
        done.damage.append(BrokenInput(PART_GONE, path=Path(file.medium.file)))
        return
    shutil.copyfile(file.path, folder / f"{page.item.id}.wacz")
    done.records += 1
    done.files += 1

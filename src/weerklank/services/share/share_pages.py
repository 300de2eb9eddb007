"""Share pages: the WACZ of each page of what a question finds, for who has a program for those."""

import shutil
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import BrokenInput
from weerklank.model.page import PageRole
from weerklank.model.question import Question, Sight
from weerklank.model.symbols import decode
from weerklank.services.find.find_items import Hit
from weerklank.services.find.pages_of import ShownPage, linked_in, own_pages_in
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.share.selection import Selection
from weerklank.services.share.shared import Shared
from weerklank.services.workplace import Workplace
from weerklank.store.members import PART_GONE

_EVERYTHING = Sight()


def share_pages(workplace: Workplace, question: Question, folder: Path, done: Shared) -> None:
    """Write the WACZ of every page that is of anything that is found, by its permanent address.

    And that of each page of an own site to which it leads, and each file there as it is.

    A page on which something stands that does not go along does not either: it is counted, as is
    one that lost its files to a privacy correction.
    """
    selection = Selection(workplace, question)
    for hits in selection.pages():
        pages, damage = _pages_of(workplace, hits)
        done.damage += damage
        for page in pages:
            _share(page, question.sight, folder, done)
    done.damage += selection.unreadable.values()


def _pages_of(workplace: Workplace, hits: list[Hit]) -> tuple[list[ShownPage], list[BrokenInput]]:
    def find(
        catalogue: Catalogue, reader: ItemReader
    ) -> tuple[list[ShownPage], list[BrokenInput]]:
        damage: list[BrokenInput] = []
        keys = (decode(hit.item.key) for hit in hits)
        pages = [
            page
            for key in keys
            for give in (own_pages_in, linked_in)
            for page in give(workplace, catalogue, reader, key, _EVERYTHING, damage)
        ]
        return pages, damage

    return ask_for_part(workplace, find)


def _share(page: ShownPage, sight: Sight, folder: Path, done: Shared) -> None:
    if not page.standing.may_be_seen(sight):
        done.pages_closed += 1
        return
    file = page.files.get(PageRole.REPLAY) or page.files.get(PageRole.ATTACHMENT)
    if file is None or file.medium.file is None:
        done.pages_without_file += 1
        return
    if file.path is None:
        done.damage.append(BrokenInput(PART_GONE, path=Path(file.medium.file)))
        return
    shutil.copyfile(file.path, folder / f"{page.item.id}{file.path.suffix}")
    done.records += 1
    done.files += 1

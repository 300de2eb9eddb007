"""What a page says, read back from the package that it lies in."""

from pathlib import Path

from weerklank.model.item import ArchivalItem
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.page import PageRole
from weerklank.package.names import MEDIA
from weerklank.store.ocfl import CONTENT

#: Bytes of a text that are read at most: no page that people read says more.
_MOST = 8 << 20


def page_text(folder: Path, page: ArchivalItem) -> MinimisedText | None:
    """Give the text of a page in a package; None where it has none that can be read whole."""
    for medium in page.media:
        if medium.role is PageRole.TEXT and medium.file:
            try:
                with (folder / CONTENT / MEDIA / medium.file).open("rb") as stream:
                    said = stream.read(_MOST + 1)
            except FileNotFoundError:
                return None
            return mint(said.decode("utf-8", "replace")) if len(said) <= _MOST else None
    return None

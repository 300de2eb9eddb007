"""Takes a page as it stands: its tree, where everything is shown, and the styles in force.

A function of ours reads it in a world of its own, where nothing is to be seen of what scripts of
the page changed; it counts while it reads, so that no page can make it hold more than it may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from weerklank.harvest.browser.asked import text_of
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.harvest.browser.resources import GOOD, without_fragment
from weerklank.model.clock import iso
from weerklank.model.raw_page import (
    ReadsBodies,
    Resources,
    SeenElement,
    SeenPage,
    SeenResource,
    SeenSheet,
)
from weerklank.model.text import Text

TOO_LARGE = Text(
    "de pagina is te groot om te bewaren zoals zij er staat",
    "the page is too large to keep as it stands",
)
NOT_TO_BE_SEEN = Text(
    "de pagina liet zich niet bekijken", "the page could not be looked at as it stands"
)

#: What is taken of a page at most: elements and texts, depth, and characters of UTF-16.
MOST_NODES, MOST_DEPTH, MOST_TEXT = 200_000, 500, 32 << 20
#: Characters that come at once.
_PIECE = 1 << 20
#: Seconds in which the page is read, of which each hundred thousand elements take about one.
_PATIENCE = 30.0
_READS = Path(__file__).with_suffix(".js").read_text()
_GIVES = """(from, most) => {
  const half = taken.codePointAt(from + most - 1) > 0xffff ? 1 : 0;
  return taken.slice(from, from + most - half);
}"""
_TOO_MUCH = frozenset({"text", "elements", "depth"})


class NotSeen(Exception):
    """A page could not be taken as it stands; says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class _Node(msgspec.Struct, frozen=True, array_like=True):
    """An element, or a text (without a tag); behind the one that it stands in."""

    parent: int
    tag: str
    text: str
    attributes: list[str]
    box: tuple[int, int, int, int] | None


class _Sheet(msgspec.Struct, frozen=True, array_like=True):
    address: str | None
    #: None of another origin's.
    text: str | None
    #: For which media, where what was recorded says it better than the text; else None.
    media: str | None


class _Taken(msgspec.Struct, frozen=True):
    address: str
    title: str
    sheets: list[_Sheet]
    nodes: list[_Node]


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it stood, but for what was recorded of its styles."""

    page: SeenPage
    #: By place in `page.sheets`: for which media a sheet is that is better taken as recorded.
    recorded: dict[int, str]


async def snapshot(devtools: Devtools, session: str) -> Look:
    """Take the page of a session as it stands now.

    Open shadow roots stand in it, and frames of the page's own origin; values of fields do not,
    nor what is drawn on a canvas. `src` of pictures and films is what is shown of them. Raises
    NotSeen of a page that is too large, or hangs; NotNow (BROWSER-003) when the browser is gone.
    """
    at = datetime.now(UTC)
    try:
        size = await _size(devtools, session)
        taken = msgspec.json.decode(await _taken(devtools, session), type=_Taken)
    except (Declined, ValueError):
        raise NotSeen(NOT_TO_BE_SEEN) from None
    return _look(taken, iso(at), size)


async def _taken(devtools: Devtools, session: str) -> str:
    """Have the page read, and fetch what came of it piece by piece."""
    world = _World(devtools, session, await _world_of(devtools, session))
    told = await world.call(_READS, MOST_NODES, MOST_DEPTH, MOST_TEXT)
    if told in _TOO_MUCH:
        raise NotSeen(TOO_LARGE)
    if not told.isascii() or not told.isdigit():
        raise NotSeen(NOT_TO_BE_SEEN)
    pieces: list[str] = []
    length = 0
    while length < int(told):
        piece = await world.call(_GIVES, length, _PIECE)
        if not piece:
            raise NotSeen(NOT_TO_BE_SEEN)
        pieces.append(piece)
        length += len(piece.encode("utf-16-le", "surrogatepass")) // 2
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _World:
    """A place in the page where functions of ours run, out of reach of its own."""

    devtools: Devtools
    session: str
    context: int

    async def call(self, function: str, *given: int) -> str:
        did = await self.devtools.ask(
            "Runtime.callFunctionOn",
            self.session,
            patience=_PATIENCE,
            functionDeclaration=function,
            executionContextId=self.context,
            arguments=[{"value": one} for one in given],
            returnByValue=True,
        )
        result = did.get("result")
        return text_of(result.get("value")) if isinstance(result, dict) else ""


async def _world_of(devtools: Devtools, session: str) -> int:
    tree = (await devtools.ask("Page.getFrameTree", session)).get("frameTree")
    frame = tree.get("frame") if isinstance(tree, dict) else None
    made = await devtools.ask(
        "Page.createIsolatedWorld",
        session,
        frameId=frame.get("id") if isinstance(frame, dict) else "",
    )
    context = made.get("executionContextId")
    if not isinstance(context, int):
        raise NotSeen(NOT_TO_BE_SEEN)
    return context


async def _size(devtools: Devtools, session: str) -> tuple[int, int]:
    metrics = await devtools.ask("Page.getLayoutMetrics", session)
    size = metrics.get("cssContentSize")
    sides = [size.get(side) for side in ("width", "height")] if isinstance(size, dict) else []
    width, height = (round(one) if isinstance(one, int | float) else 0 for one in sides)
    return width, height


def _look(taken: _Taken, at: str, size: tuple[int, int]) -> Look:
    return Look(
        page=SeenPage(
            address=taken.address,
            at=at,
            title=taken.title,
            size=size,
            root=_tree(taken.nodes),
            sheets=tuple(
                SeenSheet(address=one.address, text=one.text or "") for one in taken.sheets
            ),
        ),
        recorded={
            place: one.media for place, one in enumerate(taken.sheets) if one.media is not None
        },
    )


def _tree(nodes: Sequence[_Node]) -> SeenElement:
    """Put elements into those that they stand in; NotSeen where that is no tree."""
    within: list[list[SeenElement | str]] = [[] for _ in nodes]
    for place in range(len(nodes) - 1, -1, -1):
        node = nodes[place]
        made = _element(node, within[place]) if node.tag else node.text
        if place == 0 and isinstance(made, SeenElement):
            return made
        if not 0 <= node.parent < place:
            break
        within[node.parent].append(made)
    raise NotSeen(NOT_TO_BE_SEEN)


def _element(node: _Node, within: list[SeenElement | str]) -> SeenElement:
    pairs = iter(node.attributes)
    return SeenElement(
        tag=node.tag,
        attributes=dict(zip(pairs, pairs, strict=False)),
        children=tuple(reversed(within)),
        box=node.box,
    )


def with_recorded(look: Look, resources: Resources, bodies: ReadsBodies) -> SeenPage:
    """Give the page with those style sheets as recorded that the browser does not give.

    These are sheets of other origins, and what it can't write again. One that was not recorded
    whole stays as it is: empty, with its address.
    """
    sheets = list(look.page.sheets)
    for place, media in look.recorded.items():
        address = sheets[place].address
        resource = resources.get(without_fragment(address)) if address else None
        if resource is None or resource.body is None or not _is_styles(resource):
            continue
        text = b"".join(bodies.read(resource.body)).decode("utf-8-sig", "replace")
        if media:
            text = f"@media {media} {{\n{text}\n}}"
        sheets[place] = SeenSheet(address=address, text=text)
    return msgspec.structs.replace(look.page, sheets=tuple(sheets))


def _is_styles(resource: SeenResource) -> bool:
    is_good = resource.is_whole and resource.status in GOOD
    return is_good and resource.length <= MOST_TEXT

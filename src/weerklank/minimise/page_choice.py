"""Choose of a page what is kept: a static document, built anew, with nobody in it who is hidden.

Nothing is removed from the page that was seen: of it only is taken what the map of the platform
marks as ours and what the archive shows (docs/adr/0096).
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import msgspec

from weerklank.minimise.facts import is_language
from weerklank.minimise.page_blocks import BlockMaker
from weerklank.minimise.page_drawing import drawing
from weerklank.minimise.page_files import PageFiles
from weerklank.minimise.page_making import Making, says_nothing
from weerklank.minimise.page_map import PageForm, PageKind, PageMap
from weerklank.minimise.page_nodes import (
    Child,
    Made,
    classes_of,
    elements_of,
    greys_in,
    merged,
    said,
    written,
)
from weerklank.minimise.page_proof import Prover
from weerklank.minimise.page_refused import (
    NO_KIND,
    NOT_COVERED,
    NOT_HELD,
    NOT_OURS,
    OTHER_FORM,
    OTHER_PAGE,
    TOO_LARGE,
    NotChosen,
)
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.page_static import demand_static
from weerklank.minimise.page_styles import MOST_SIGNS, names_in, styles_of, telling
from weerklank.minimise.page_tree import Box, Part, TooLarge, box_of, read_tree
from weerklank.minimise.page_words import absolute, routed
from weerklank.model.item import ArchivalItem
from weerklank.model.mint import mint
from weerklank.model.page import ChosenPage, PageFacts
from weerklank.model.raw_page import ReadsBodies, Resources, SeenPage

#: How what the archive puts in a page looks.
OWN_STYLES = (
    ".weerklank-grey{box-sizing:border-box;max-width:100%;flex:none;"
    "overflow:hidden;background:#e4e4e4;color:#4a4a4a;font:13px/1.4 sans-serif;padding:2px 6px;"
    "text-align:left}\n"
    ".weerklank-small{font-size:0;padding:0}\n"
    ".weerklank-reply{box-sizing:border-box;max-width:100%;flex:none;background:#fff;"
    "color:#1a1a1a;border-left:4px solid #6a6a6a;font:15px/1.5 sans-serif;padding:10px 14px;"
    "margin:4px 0;text-align:left}\n"
    ".weerklank-reply p{margin:0 0 6px}\n"
    ".weerklank-alt{font:13px/1.4 sans-serif;color:#1a1a1a;background:#fff;padding:2px 6px}\n"
    ".weerklank-pseudonym{font-weight:bold}\n"
)
_LARGEST_HTML = 12_000_000
_VALUE = re.compile(r"[a-z][a-z0-9-]{0,30}")


def _nobody(_words: str) -> bool:
    return False


def choose(
    page: SeenPage,
    resources: Resources,
    bodies: ReadsBodies,
    page_map: PageMap,
    shown: ShowsItems,
    *,
    stopped: str,
    of: str | None = None,
    met: Callable[[str], bool] = _nobody,
) -> ChosenPage:
    """Choose of a page what is kept; NotChosen with a reason when nothing can be.

    `shown` knows the archive, and `stopped` is why the browser stopped, to be told with the page.
    `of` is the key of the item that it is to be the page of, wherever the server led the browser.
    `met` tells of words that are no text, such as the name of a class, whether they name somebody
    whom the run met, wherever that was.
    """
    page = msgspec.structs.replace(page, address=_kept_address(page.address, shown))
    address = routed(page.address)
    form = page_map.form_of(address)
    if form is None:
        raise NotChosen(NO_KIND)
    if not shown.own_address(address):
        raise NotChosen(NOT_OURS)
    if sum(len(sheet.text) for sheet in page.sheets) > MOST_SIGNS:
        raise NotChosen(TOO_LARGE)
    try:
        tree = read_tree(page.root, page_map)
    except TooLarge:
        raise NotChosen(TOO_LARGE) from None
    return _Choice(page, address, page_map, shown, of, met, form, tree).made(
        resources, bodies, stopped
    )


def _kept_address(address: str, shown: ShowsItems) -> str:
    """Give the address of a page without what a script can write behind it, such as a name.

    Its query stays where that says which item it is of.
    """
    before, _, behind = address.partition("#")
    place, mark, query = before.partition("?")
    of, bare = shown.item_at(routed(address)), shown.item_at(place)
    if behind.startswith("/"):
        start = place if shown.own_address(place) else urljoin(place, "/")
        return f"{start}#{re.split('[?#]', behind, maxsplit=1)[0]}"
    if not mark or of is None or (bare is not None and bare.key == of.key):
        return place
    return f"{place}?{query}"


@dataclass(slots=True)
class _Choice:
    """One page on its way."""

    page: SeenPage
    #: Where it stands, without a `#` before its path.
    address: str
    page_map: PageMap
    shown: ShowsItems
    wanted: str | None
    met: Callable[[str], bool]
    form: PageForm
    tree: Part

    def made(self, resources: Resources, bodies: ReadsBodies, stopped: str) -> ChosenPage:
        """Give what is kept of it."""
        prover = Prover(self.address, self.page_map, self.shown)
        self._test(prover)
        of = self.shown.item_at(self.address)
        is_post = self.form.kind is PageKind.POST
        if is_post and of is None:
            raise NotChosen(NOT_HELD)
        if self.wanted is not None and (of is None or of.key != self.wanted):
            raise NotChosen(OTHER_PAGE)
        subject = of.key if of and is_post else None
        names = Names(self.shown, self.met, {subject: None} if subject else {})
        making = Making(
            base=self.address,
            page_map=self.page_map,
            shown=self.shown,
            prover=prover,
            files=PageFiles(self.address, resources, bodies, names),
            styled=names_in(self.page.sheets),
            shows=names.keys,
        )
        blocks = BlockMaker(making, subject)
        body = _Frame(making, blocks, self.tree).body()
        if not blocks.own_posts or (is_post and blocks.subject_part is None):
            raise NotChosen(NOT_HELD)
        part = blocks.subject_part
        return self._document(making, body, names, of, box_of(part) if part else None, stopped)

    def _test(self, prover: Prover) -> None:
        """Demand that the page is built as the map says."""
        seen = [part for part in self.tree.parts() if part.found]
        found = {one for part in seen if box_of(part) for one in part.found}
        if not found.issuperset(self.form.needs):
            raise NotChosen(OTHER_FORM)
        for part in seen:
            block = prover.block_of(part)
            if block and box_of(part) and not prover.tells(part, block):
                raise NotChosen(OTHER_FORM)

    def _document(
        self,
        making: Making,
        body: Made,
        names: "Names",
        of: ArchivalItem | None,
        post_box: Box | None,
        stopped: str,
    ) -> ChosenPage:
        used = bare_of_names(body, names)
        files = making.files
        pictured = self._pictured()

        def keeps(address: str) -> bool:
            return address not in pictured and files.of_frame(address)

        css, addresses = styles_of(self.page.sheets, used=used, keeps=keeps, names=names)
        title = _title(of, self.form.kind)
        page = (
            f"<!DOCTYPE html>\n<html{self._root_attributes(used, names)}>"
            '<head><meta charset="utf-8">'
            f"<title>{html.escape(title)}</title><style>{css}</style>"
            f"<style>{OWN_STYLES}</style></head>{written(body)}</html>\n"
        )
        demand_static(page, frozenset((*files.kept, *addresses)))
        if len(page) > _LARGEST_HTML:
            raise NotChosen(TOO_LARGE)
        return ChosenPage(
            address=self.page.address,
            at=self.page.at,
            title=mint(title),
            html=page.encode("utf-8", "replace"),
            text=f"{title}\n\n{said(body)}",
            resources=tuple(dict.fromkeys((*files_in(body), *addresses))),
            shows=tuple(making.shows),
            post_box=post_box,
            facts=PageFacts(
                grey=greys_in(body),
                map=self.page_map.version,
                missing=making.missing,
                replaced=making.replaced,
                replies=making.replies,
                stopped=stopped,
            ),
        )

    def _pictured(self) -> frozenset[str]:
        """Give the addresses of pictures that people brought: none of them is of the frame."""
        signs = {*self.page_map.emoji, *self.page_map.chrome.images}
        return frozenset(
            absolute(self.address, written).partition("#")[0]
            for part in self.tree.parts()
            if part.found.isdisjoint(signs)
            for written in (part.attributes.get("src"), part.attributes.get("poster"))
            if written
        )

    def _root_attributes(self, used: frozenset[str], names: "Names") -> str:
        found = self.page.root.attributes
        kept = {
            name: found[name]
            for name in self.page_map.chrome.root
            if _VALUE.fullmatch(found.get(name, "")) and not names(found[name])
        }
        kept["lang"] = found["lang"] if is_language(found.get("lang", "")) else "nl"
        classes = [name for name in classes_of(found.get("class", "")) if name in used]
        if classes:
            kept["class"] = " ".join(classes)
        return "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())


@dataclass(slots=True)
class Names:
    """Tells whether words name somebody of what the page shows so far, or whom the run met."""

    shown: ShowsItems
    met: Callable[[str], bool]
    keys: dict[str, None]

    def __call__(self, words: str) -> bool:
        """Tell whether words name somebody."""
        return self.met(words) or self.shown.names(words, tuple(self.keys))


@dataclass(slots=True)
class _Frame:
    """Makes what stands around the blocks: their places, and the platform's own frame."""

    making: Making
    blocks: BlockMaker
    tree: Part
    #: Parts with something in them that is kept.
    holding: set[Part] = field(default_factory=set)

    def body(self) -> Made:
        """Give the page as it is kept."""
        chrome = self.making.page_map.chrome.select
        for part in self.tree.parts():
            if self.making.prover.block_of(part) or not part.found.isdisjoint(chrome):
                above = part.parent
                while above is not None and above not in self.holding:
                    self.holding.add(above)
                    above = above.parent
        bodies = (one for one in self.tree.children if isinstance(one, Part))
        body = next((one for one in bodies if one.tag == "body"), self.tree)
        made = self.making.element(body)
        return Made("body", made.attributes, self._inside(body))

    def _inside(self, part: Part) -> list[Child]:
        children: list[Child] = []
        for child in part.children:
            if isinstance(child, Part):
                children += self._part(child)
            elif says_nothing(child):
                children.append(child)
            else:
                raise NotChosen(NOT_COVERED)
        return merged(children)

    def _part(self, part: Part) -> list[Child]:
        block = self.making.prover.block_of(part)
        if block is not None:
            return self.blocks.block(part, block)
        if not part.found.isdisjoint(self.making.page_map.chrome.select):
            return self._chrome(part)
        if part.is_closed or part not in self.holding:
            return self.making.grey(part)
        made = self.making.element(part)
        made.children = self._inside(part)
        return [made]

    def _chrome(self, part: Part) -> list[Child]:
        """Give a part of the platform's own frame: lines, drawings and listed words."""
        block = self.making.prover.block_of(part)
        if block is not None:
            return self.blocks.block(part, block)
        if part.tag == "img":
            return self._picture(part)
        if part.tag == "svg":
            found = drawing(part)
            return [found] if found else []
        if part.is_closed or box_of(part) is None:
            return self.making.grey(part)
        if not all(isinstance(one, Part) or self._is_listed(one) for one in part.children):
            if part in self.holding:
                raise NotChosen(NOT_COVERED)
            return self.making.grey(part)
        made = self.making.element(part)
        for child in part.children:
            made.children += [child] if isinstance(child, str) else self._chrome(child)
        made.children = merged(made.children)
        return [made]

    def _is_listed(self, text: str) -> bool:
        return says_nothing(text) or " ".join(text.split()) in self.making.page_map.words.chrome

    def _picture(self, part: Part) -> list[Child]:
        is_of_platform = not part.found.isdisjoint(self.making.page_map.chrome.images)
        written = part.attributes.get("src", "")
        address = self.making.files.sign(written) if is_of_platform else None
        if address is None:
            return self.making.grey(part)
        return [Made("img", {**self.making.element(part).attributes, "src": address, "alt": ""})]


def bare_of_names(body: Made, names: Names) -> frozenset[str]:
    """Take the names of classes and ids that name somebody out of a page; give those that stay."""
    used: set[str] = set()
    for one in elements_of(body):
        used.update(one.attributes.get("class", "").split(), one.attributes.get("id", "").split())
    named = telling(used, names)
    for one in elements_of(body) if named else ():
        kept = [name for name in one.attributes.get("class", "").split() if name not in named]
        if one.attributes.pop("class", None) is not None and kept:
            one.attributes["class"] = " ".join(kept)
        if one.attributes.get("id") in named:
            del one.attributes["id"]
    return frozenset(used - named)


def files_in(body: Made) -> Iterator[str]:
    """Give the addresses of the pictures and films of a page."""
    for one in elements_of(body):
        yield from filter(None, map(one.attributes.get, ("src", "poster")))


def _title(of: ArchivalItem | None, kind: PageKind) -> str:
    who = (of.author.handle if of else None) or ""
    if kind is PageKind.POST and of is not None:
        return f"Bericht van @{who}, {of.created_at[:10]}" if who else "Bericht"
    return f"Account @{who}" if who else "Account"

"""Choose of a page of an own site what is kept: words and pictures of the organisation.

Of platforms a map says what is ours; of own sites nobody made one. What stands there the
organisation published itself, but for what visitors do there: that is grey, and so is all that
names a person as such. Words go through what takes persons out of items, by the thread of the
post that leads there (docs/adr/0102).
"""

import html
import unicodedata
from dataclasses import dataclass

from weerklank.minimise.html_nodes import encode
from weerklank.minimise.page_choice import Names, bare_of_names, files_in
from weerklank.minimise.page_drawing import drawing
from weerklank.minimise.page_files import PageFiles
from weerklank.minimise.page_making import Making
from weerklank.minimise.page_map import PageForm, PageKind, PageMap
from weerklank.minimise.page_nodes import (
    GREY_WORDS,
    INLINE,
    Child,
    Made,
    greys_in,
    merged,
    said,
    written,
)
from weerklank.minimise.page_proof import Prover
from weerklank.minimise.page_refused import STILL_NAMED, TOO_LARGE, NotChosen
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.page_static import demand_static
from weerklank.minimise.page_styles import MOST_SIGNS, names_in, styles_of
from weerklank.minimise.page_tree import Part, TooLarge, box_of, read_tree
from weerklank.minimise.site_grey import grey_parts
from weerklank.model.item import ArchivalItem
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.page import ChosenPage, PageFacts
from weerklank.model.raw_page import ReadsBodies, Resources, SeenPage
from weerklank.model.text import Text

#: One more with each change of what is kept.
SITE_MAP = 3
NO_WORDS = Text(
    nl="Op de pagina staat geen tekst van de organisatie die te bewaren is.",
    en="On the page is no text of the organisation that can be kept.",
)
ASKS_SIGN_IN = Text(
    nl="De pagina vraagt om aan te melden.",
    en="The page asks to sign in.",
)
#: These are never grey whole, whatever they are called: else one word greys the page.
_WHOLE = frozenset({"html", "body", "main"})
_MAP = PageMap(
    version=SITE_MAP,
    pages=(PageForm(kind=PageKind.POST, path=".*", needs=("body",)),),
    blocks=(),
)
#: Signs that show nothing, or turn the direction of what stands behind them.
_INVISIBLE = frozenset({"Cc", "Cf"})
_INSIDE = (INLINE - {"button"}) | {"br", "wbr"}
_PASSWORD, _FEWEST_LETTERS, _LARGEST_HTML = "password", 20, 12_000_000
_OWN_STYLES = (
    ".weerklank-grey{box-sizing:border-box;max-width:100%;flex:none;overflow:hidden;"
    "background:#e4e4e4;color:#4a4a4a;font:13px/1.4 sans-serif;padding:2px 6px;text-align:left}\n"
    ".weerklank-small{font-size:0;padding:0}\n"
    ".weerklank-pseudonym{font-weight:bold}\n"
)


def choose_site(
    page: SeenPage,
    resources: Resources,
    bodies: ReadsBodies,
    shown: ShowsItems,
    post: ArchivalItem,
    names: Names,
    *,
    stopped: str,
) -> ChosenPage:
    """Choose of a page of an own site what is kept; NotChosen with a reason when nothing can be.

    `post` leads there; who takes part in its thread is taken out of the words. `names` tells of
    words that are no text whether they name somebody.
    """
    address = page.address.partition("#")[0]
    if sum(len(sheet.text) for sheet in page.sheets) > MOST_SIGNS:
        raise NotChosen(TOO_LARGE)
    try:
        tree = read_tree(page.root, _MAP)
    except TooLarge:
        raise NotChosen(TOO_LARGE) from None
    if any(_asks_password(part) for part in tree.parts()):
        raise NotChosen(ASKS_SIGN_IN)
    making = Making(
        base=address,
        page_map=_MAP,
        shown=shown,
        prover=Prover(address, _MAP, shown),
        files=PageFiles(address, resources, bodies, names),
        styled=names_in(page.sheets),
    )
    body = _Site(making, post.key, grey_parts(tree)).body(tree)
    title = making.line(" ".join(page.title.split())[:300], post.key)
    text = f"{title}\n\n{said(body)}"
    told = said(body).replace(GREY_WORDS, "")
    if sum(map(str.isalpha, told)) < _FEWEST_LETTERS:
        raise NotChosen(NO_WORDS)
    if shown.names(f"{text}\n{address}", (post.key,)):
        raise NotChosen(STILL_NAMED)
    used = bare_of_names(body, names)
    css, addresses = styles_of(page.sheets, used=used, keeps=making.files.of_frame, names=names)
    whole = (
        '<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{css}</style>"
        f"<style>{_OWN_STYLES}</style></head>{written(body)}</html>\n"
    )
    demand_static(whole, frozenset((*making.files.kept, *addresses)))
    if len(whole) > _LARGEST_HTML:
        raise NotChosen(TOO_LARGE)
    return ChosenPage(
        address=address,
        at=page.at,
        title=mint(title) if title else None,
        html=whole.encode("utf-8", "replace"),
        text=text,
        resources=tuple(dict.fromkeys((*files_in(body), *addresses))),
        shows=(post.key,),
        post_box=None,
        facts=PageFacts(
            grey=greys_in(body),
            map=SITE_MAP,
            missing=making.missing,
            replaced=making.replaced,
            stopped=stopped,
        ),
    )


def plain_words(
    address: str, words: str, shown: ShowsItems, post: ArchivalItem
) -> tuple[MinimisedText, MinimisedText]:
    """Give the address of what a post leads to, and what it is called, as they are kept.

    NotChosen when either names somebody who takes part in the thread of the post.
    """
    bare = "".join(sign for sign in words if unicodedata.category(sign) not in _INVISIBLE)
    name = " ".join(bare.split())[:300]
    cleaned, hits = shown.clean(encode(f"{name} {address}"), post.key)
    if hits or not cleaned or shown.names(f"{name}\n{address}", (post.key,)):
        raise NotChosen(STILL_NAMED)
    return mint(address), mint(name)


def as_chosen(address: str, at: str, text: str, post: ArchivalItem) -> ChosenPage:
    """Give what a file says in the form in which the last look goes through pages.

    As words and as elements: of a text `<` is a sign, of a document it begins a mark.
    """
    words = text.replace("_", " ")  # as in names of files
    return ChosenPage(
        address=address,
        at=at,
        title=None,
        html=f"<body>{html.escape(words)}\n{text}</body>".encode("utf-8", "replace"),
        text="",
        resources=(),
        shows=(post.key,),
        post_box=None,
        facts=PageFacts(map=SITE_MAP, stopped=""),
    )


def _asks_password(part: Part) -> bool:
    found = part.attributes.get("type", "").lower()
    return part.tag == "input" and found == _PASSWORD and box_of(part) is not None


@dataclass(slots=True)
class _Site:
    """Makes the body of a page of an own site."""

    making: Making
    key: str
    #: What is grey whole.
    grey: frozenset[Part]

    def body(self, tree: Part) -> Made:
        """Give the page as it is kept."""
        bodies = (one for one in tree.children if isinstance(one, Part))
        body = next((one for one in bodies if one.tag == "body"), tree)
        return Made("body", self.making.element(body).attributes, self._inside(body))

    def _inside(self, part: Part) -> list[Child]:
        children: list[Child] = []
        for child in part.children:
            if isinstance(child, Part):
                children += self._part(child)
            else:
                children.append(self.making.line(child, self.key) if child.strip() else child)
        return merged(children)

    def _part(self, part: Part) -> list[Child]:
        if part.is_closed or (part in self.grey and part.tag not in _WHOLE):
            return self.making.grey(part)
        if part.tag == "img":
            return self._picture(part)
        if part.tag == "svg":
            found = drawing(part)
            return [found] if found else []
        if part.tag in {"video", "audio", "canvas"}:
            return self.making.grey(part)
        if part.tag in {"br", "hr", "wbr"}:
            return [Made(part.tag)]
        made = self.making.element(part)
        is_text = self._is_running(part)
        made.children = self.making.words(part, self.key) if is_text else self._inside(part)
        return [made]

    def _is_running(self, part: Part) -> bool:
        return not any(
            one.is_closed or one in self.grey or one.tag not in _INSIDE
            for one in part.parts()
            if one is not part
        )

    def _picture(self, part: Part) -> list[Child]:
        address = self.making.files.picture(part.attributes.get("src", ""))
        if address is None:
            box = box_of(part)
            self.making.missing += box is not None
            return self.making.grey(part)
        alt = self.making.line(part.attributes.get("alt", ""), self.key)
        return [Made("img", {**self.making.element(part).attributes, "src": address, "alt": alt})]

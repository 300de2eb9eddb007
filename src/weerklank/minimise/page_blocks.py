"""The blocks of a page: posts of ours by what the map keeps of them, replies as they are held."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weerklank.minimise.page_drawing import drawing
from weerklank.minimise.page_making import Making, is_told, one_by_one, says_nothing
from weerklank.minimise.page_map import Block, BlockOf, Kept
from weerklank.minimise.page_nodes import Child, Made, merged
from weerklank.minimise.page_refused import NOT_COVERED, NotChosen
from weerklank.minimise.page_reply import moment_in_words, reply
from weerklank.minimise.page_tree import Part, box_of
from weerklank.minimise.page_words import absolute
from weerklank.model.item import AuthorRole
from weerklank.model.person_address import person_of

_MOST_ALT = 10_000


@dataclass(slots=True)
class BlockMaker:
    """Makes the blocks of one page."""

    making: Making
    #: Key of the post that the page is of.
    subject: str | None
    #: Where that stands, once it was met.
    subject_part: Part | None = None
    #: Posts of ours that were met.
    own_posts: int = 0

    def block(self, part: Part, block: Block) -> list[Child]:
        """Give a block as it is kept: ours, a reply from the archive, or an empty place."""
        if box_of(part) is None:
            return []
        proof = self.making.prover.proof(part, block)
        if proof.item is not None and proof.is_ours:
            key = proof.item.key
            self.making.shows[key] = None
            self.own_posts += block.of is BlockOf.POST
            made = self._own(part, block, key)
            if key == self.subject and self.subject_part is None:
                self.subject_part = part
                made.attributes["data-weerklank-post"] = ""
            return [made]
        if proof.item is not None and proof.item.author.role is not AuthorRole.OWN:
            self.making.shows[proof.item.key] = None
            self.making.replies += 1
            return [reply(proof.item, box_of(part))]
        return self.making.grey(part)

    def _own(self, part: Part, block: Block, key: str) -> Made:
        made = self.making.element(part)
        children: list[Child] = []
        for child in part.children:
            if isinstance(child, str):
                children += self._loose(child)
            else:
                children += self._in_own(child, block, key)
        made.children = merged(children)
        return made

    def _loose(self, text: str) -> list[Child]:
        """Keep a mark between two parts; of another text no rule says anything."""
        if not says_nothing(text):
            raise NotChosen(NOT_COVERED)
        return [text]

    def _in_own(self, part: Part, block: Block, key: str) -> list[Child]:
        inner = self.making.prover.block_of(part)
        if inner is not None:
            return self.block(part, inner)
        keeper = self._keeper(part, block.keep)
        if keeper is not None:
            return keeper(part, key)
        if not part.is_closed and self._holds(part, block.keep):
            return [self._own(part, block, key)]
        return self.making.grey(part)

    def _holds(self, part: Part, keep: Kept) -> bool:
        return any(
            self._keeper(one, keep) or self.making.prover.block_of(one) for one in part.parts()
        )

    def _keeper(self, part: Part, keep: Kept) -> Callable[[Part, str], list[Child]] | None:
        for selectors, keeper in (
            (keep.text, self._text),
            (keep.name, self._text),
            (keep.poll, self._text),
            (keep.media, self._media),
            (keep.avatar, self._avatar),
            (keep.counts, self._counts),
            (keep.time, self._time),
        ):
            if not part.found.isdisjoint(selectors):
                return keeper
        return None

    def _text(self, part: Part, key: str) -> list[Child]:
        if part.is_closed:
            return self.making.grey(part)
        made = self.making.element(part)
        made.children = self.making.words(part, key)
        return [made]

    def _counts(self, part: Part, key: str) -> list[Child]:  # noqa: ARG002 - as the others
        return self.making.told(part, one_by_one(self.making.page_map.words.counts))

    def _time(self, part: Part, key: str) -> list[Child]:  # noqa: ARG002 - as the others
        words = one_by_one(self.making.page_map.words.time)
        if is_told(part.text(), words):
            return self.making.told(part, words)
        inside = (self.making.element(one) for one in part.parts() if one.tag == "time")
        made = next((one for one in inside if "datetime" in one.attributes), None)
        if made is None:
            return self.making.grey(part)
        made.children = [moment_in_words(made.attributes["datetime"])]
        return [made]

    def _avatar(self, part: Part, key: str) -> list[Child]:
        if any(map(self._is_of_another, self._links_around(part))):
            return self.making.grey(part)
        return self._pictures(part, key, is_avatar=True)

    def _links_around(self, part: Part) -> Iterator[str]:
        """Give the addresses of the links that a part of a block stands in."""
        one: Part | None = part
        while one is not None and self.making.prover.block_of(one) is None:
            if one.tag == "a" and one.attributes.get("href"):
                yield absolute(self.making.base, one.attributes["href"])
            one = one.parent

    def _is_of_another(self, address: str) -> bool:
        return person_of(address) is not None and not self.making.shown.own_address(address)

    def _media(self, part: Part, key: str) -> list[Child]:
        return self._pictures(part, key, is_avatar=False)

    def _pictures(self, part: Part, key: str, *, is_avatar: bool) -> list[Child]:
        """Give pictures and films with what they stand in, and listed words beside them."""
        if part.is_closed:
            return self.making.grey(part)
        if part.tag == "img":
            return self._picture(part, key, is_avatar=is_avatar)
        if part.tag in {"video", "audio"}:
            return self._film(part, key)
        if part.tag in {"canvas", "svg"}:
            found = drawing(part)
            return [found] if found else []
        children: list[Child] = []
        words = self.making.page_map.words.chrome
        for child in part.children:
            if not isinstance(child, str):
                children += self._pictures(child, key, is_avatar=is_avatar)
            elif says_nothing(child) or child.strip() in words:
                children.append(child)
            else:
                return self.making.grey(part)
        made = self.making.element(part)
        made.children = merged(children)
        return [made]

    def _picture(self, part: Part, key: str, *, is_avatar: bool) -> list[Child]:
        if box_of(part) is None:
            return []
        address = self.making.files.picture(part.attributes.get("src", ""))
        said = "" if is_avatar else part.attributes.get("alt", "")
        alt = self.making.line(said[:_MOST_ALT], key)
        if address is None:
            self.making.missing += 1
            return self._instead(part, alt)
        made = Made("img", {**self.making.element(part).attributes, "src": address})
        if is_avatar:
            made.attributes["alt"] = ""
        elif alt:
            made.attributes["alt"] = alt
        return [made]

    def _film(self, part: Part, key: str) -> list[Child]:
        """Give a film as it is kept: its file, or the picture that stood for it."""
        files = self.making.files
        inside = [child for child in part.children if isinstance(child, Part)]
        written = [one.attributes.get("src", "") for one in (part, *inside)]
        address = next(filter(None, map(files.film, filter(None, written))), None)
        poster = files.picture(part.attributes.get("poster", ""))
        said = part.attributes.get("aria-label") or part.attributes.get("title") or ""
        alt = self.making.line(said[:_MOST_ALT], key)
        made = self.making.element(part)
        if address is None:
            self.making.missing += 1
            if poster is None:
                return self._instead(part, alt)
            return [
                Made("img", {**made.attributes, "src": poster} | ({"alt": alt} if alt else {}))
            ]
        film = Made(part.tag, {**made.attributes, "src": address, "controls": ""})
        if poster and part.tag == "video":
            film.attributes["poster"] = poster
        told: list[Child] = [Made("div", {"class": "weerklank-alt"}, [alt])] if alt else []
        return [film, *told]

    def _instead(self, part: Part, alt: str) -> list[Child]:
        """Give the empty place of a file that could not be had, and what it shows in words."""
        told: list[Child] = [Made("div", {"class": "weerklank-alt"}, [alt])] if alt else []
        return [*self.making.grey(part), *told]

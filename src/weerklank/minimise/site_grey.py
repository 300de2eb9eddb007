"""Tell of a page of an own site what of it is grey: what others say or bring, and who is meant.

Sites name their parts as they like. What says what a part is stands in words of names: of its
class, id, tag and label. They are read as words, so `preview` is no review and `bloginfo` no
login. What visitors say is grey whatever holds it; other marks never make the part grey that
holds what the page is about, since sites put them on the frame of the whole page too.
"""

import re
from collections.abc import Iterator

from weerklank.minimise.page_tree import Part

#: What visitors do or say, and posts of others that are shown along.
_VISITORS = re.compile(
    r"comment|reactie|disqus|guestbook|gastenboek|(?<!p)reviews?$"
    r"|^(?:recensies?|respond|replies|reply|discuss|discussions?|discussies?|testimonials?|ugc"
    r"|ondertekenaars?|chats?|chat(?:bot|box|widget|log|venster|sessie|gesprek)s?|livechat"
    r"|tweets?|instagram media|text post media|fb (?:post|video|comments)|user content"
    # What is sold or given away for that, by its own name.
    r"|giscus|utterances|isso|wp ?discuz|remark ?42|cusdis|hyvor|coral talk|spot ?im|livefyre"
    r"|viafoura|bbp(?:ress)?|trustpilot|klantvertellen|elfsight|juicer|flockler|curator feed"
    r"|walls io|web ?mentions?|pingbacks?|trackbacks?|h cite"
    # What people find of something, and who they are that did.
    r"|(?:klant|bezoekers?|gebruikers?)?(?:beoordeling(?:en)?|ervaringen)"
    r"|(?:user|customer|klant) ?(?:ratings?|feedback)"
    r"|ondertekeningen|signatures|signatories|voters|liked by|facepile|forum (?:topics?|posts?))$"
)
#: What is of one person.
_PERSONS = re.compile(
    r"^(?:(?:[hv]|person|persoon) ?cards?|contactpers(?:oon|onen)|medewerkers?)$"
)
#: What of it is not the page itself, unless the page is about nothing else.
_ASIDE = re.compile(
    r"^(?:log ?in\w*|inlog\w*|sign ?in|cookie\w*|consent\w*|social\w*|sharing|profiel\w*"
    r"|profiles?|enquetes?|surveys?|waardering(?:en)?|embeds?|embedded|bylines?|auteurs?|authors?"
    r"|author(?:name|box|info|bio|card|link)|auteur(?:s?naam|info))$"
)
#: Words of more than one part.
_LONGEST_WORD = 3
#: What says of the page only how it stands with comments.
_STATES = frozenset(
    "has no with without open closed off on disabled enabled allow allowed status".split()
)
_TYPES = frozenset("person comment usercomments review".split())
_PROPERTIES = frozenset("author creator contributor editor comment review".split())
_NAMED_BY = ("id", "aria-label", "data-testid", "data-component", "data-widget")
_STRONG_TAGS = frozenset("dialog button address".split())
#: `Reacties`, `3 reacties`, `Comments (12)`, `Geef een reactie`: from there visitors speak. What
#: says `Reactie van het college` is the organisation's own.
_HEADING = re.compile(
    r"(?:\d+ |(?:alle|all|uw|jouw|your|laatste|latest|recente?) )?"
    r"(?:reacties|comments|replies|gastenboek|guestbook|(?<=\d )(?:reactie|comment|reply))"
    r"(?: (?:op|on|to|van|from)\b.{0,300})?(?: ?[(\[]?\d+[)\]]?)?[:.!?]?"
    r"|(?:geef|plaats|laat) (?:een|uw|je) reactie.{0,40}|leave a (?:reply|comment).{0,40}",
    re.IGNORECASE,
)
_HEADINGS = {f"h{number}": number for number in range(1, 7)}
_BODIES = frozenset({"html", "body", "main"})
_LONGEST_NAME = 400
_WORDS_OF_NAME = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-zà-ÿ])|\d+")
#: Letters that may stand beside a heading in its frame, such as a link to the last one.
_FEW = 40
#: How much of the words of a page the part holds that the page is about; where it has no title.
_MOST, _NEARLY_ALL = 0.5, 0.9


def grey_parts(tree: Part) -> frozenset[Part]:
    """Give the parts of a page of an own site that are to be grey whole."""
    parts = list(tree.parts())
    strong = {part for part in parts if _is_of_others(part)}
    strong.update(_below_headings(parts))
    kept = _frames(tree, parts, strong)
    strong -= {part for part in strong & kept if _tells_state(part)}
    weak = {part for part in parts if part not in kept and _is_aside(part)}
    return frozenset(strong | weak)


def _names(part: Part) -> Iterator[list[str]]:
    """Give the names that a part goes by, each as its words, and as two or three that are one."""
    found = part.attributes
    names = [*found.get("class", "").split(), *(found.get(one, "") for one in _NAMED_BY)]
    if "-" in part.tag or ":" in part.tag:
        names.append(part.tag)
    for name in names:
        words = [word.lower() for word in _WORDS_OF_NAME.findall(name[:_LONGEST_NAME])]
        runs = range(2, _LONGEST_WORD + 1)
        yield words + [
            " ".join(words[at : at + run]) for run in runs for at in range(len(words) - run + 1)
        ]


def _says(part: Part, pattern: re.Pattern[str]) -> bool:
    return any(any(map(pattern.search, words)) for words in _names(part))


def _is_of_others(part: Part) -> bool:
    found = part.attributes
    if part.tag in _STRONG_TAGS or "contenteditable" in found:
        return True
    if found.get("role", "").lower() == "dialog" or found.get("aria-modal", "").lower() == "true":
        return True
    if not _TYPES.isdisjoint(_bare(found.get("itemtype", ""), found.get("typeof", ""))):
        return True
    told = (found.get(name, "") for name in ("itemprop", "property", "rel"))
    if not _PROPERTIES.isdisjoint(_bare(*told)):
        return True
    return _says(part, _VISITORS) or _says(part, _PERSONS)


def _bare(*told: str) -> Iterator[str]:
    """Give terms without the vocabulary that they are of."""
    for term in " ".join(told).split():
        yield re.split(r"[:/#]", term)[-1].lower()


def _is_aside(part: Part) -> bool:
    return part.tag == "form" or _says(part, _ASIDE)


def _tells_state(part: Part) -> bool:
    """Tell whether each name that speaks of visitors says only how it stands with them."""
    if not _says(part, _VISITORS):
        return False
    of_visitors = (words for words in _names(part) if any(map(_VISITORS.search, words)))
    return not any(map(_STATES.isdisjoint, of_visitors)) and not _says(part, _PERSONS)


def _below_headings(parts: list[Part]) -> Iterator[Part]:
    """Give what stands below headings that say that visitors speak, up to the next of its kind."""
    for part in parts:
        rank = _rank(part)
        said = " ".join(part.text().split()) if rank else ""
        if not said or len(said) > _LONGEST_NAME or not _HEADING.fullmatch(said):
            continue
        if rank == 1 and len(said.split()) > 2:  # what the page is about
            continue
        yield part
        top = part
        while top.parent is not None and top.parent.tag not in _BODIES and _opens(top.parent, top):
            top = top.parent
            yield from _after(top, rank)
        yield from _after(part, rank)


def _rank(part: Part) -> int:
    """Give how high a heading is, 1 of the page; 0 for what is none."""
    if part.tag == "summary":
        return len(_HEADINGS)
    if part.attributes.get("role") == "heading":
        told = part.attributes.get("aria-level", "")
        return int(told) if re.fullmatch("[1-6]", told) else 2
    return _HEADINGS.get(part.tag, 0)


def _opens(above: Part, part: Part) -> bool:
    """Tell whether a part is nearly all that its parent says: a heading in a frame of its own."""
    return len(above.text()) - len(part.text()) < _FEW


def _after(part: Part, rank: int) -> Iterator[Part]:
    siblings = part.parent.children if part.parent else []
    is_below = False
    for one in siblings:
        if is_below and isinstance(one, Part):
            ranks = [found for inner in one.parts() if (found := _rank(inner))]
            if one.tag == "footer" or (ranks and ranks[0] <= rank):
                return
            yield one
        is_below = is_below or one is part


def _frames(tree: Part, parts: list[Part], strong: set[Part]) -> set[Part]:
    """Give the parts that hold what the page is about, and all around them."""
    letters = _letters(tree, strong)
    whole = letters[tree]
    first = next((one for one in parts if one.tag == "h1"), None)
    mains = [one for one in parts if one.tag == "main" or one.attributes.get("role") == "main"]
    kept: set[Part] = {tree}
    for inner in mains[:1]:
        kept.update(_around(inner))
    candidates = parts if first is None else list(_around(first))
    least = whole * (_NEARLY_ALL if first is None else _MOST)
    return kept | {part for part in candidates if letters[part] > least}


def _around(part: Part | None) -> Iterator[Part]:
    while part is not None:
        yield part
        part = part.parent


def _letters(tree: Part, strong: set[Part]) -> dict[Part, int]:
    """Count the letters in each part, without those of visitors that stand deeper in it."""
    found: dict[Part, int] = {}
    for part in reversed(list(tree.parts())):
        found[part] = sum(
            len(one.strip()) if isinstance(one, str) else 0 if one in strong else found[one]
            for one in part.children
        )
    return found

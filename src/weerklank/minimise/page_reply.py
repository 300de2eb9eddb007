"""A reply in a page, made from what the archive holds of it: who wrote it under a pseudonym."""

from weerklank.minimise.page_nodes import Child, Made
from weerklank.minimise.page_tree import Box
from weerklank.model.item import ArchivalItem


def reply(item: ArchivalItem, box: Box | None) -> Made:
    """Give the block of a reply, as wide as it was and at least as high."""
    who = item.author.shown or item.author.name or item.author.handle or "Onbekend"
    moment = item.created_at
    head = Made(
        "p",
        {"class": "weerklank-reply-head"},
        [
            Made("strong", {}, [who]),
            " ",
            Made("time", {"datetime": moment}, [moment_in_words(moment)]),
        ],
    )
    made = Made("article", {"class": "weerklank-reply"}, [head])
    if box is not None:
        made.attributes["style"] = f"width:{box[2]}px;min-height:{box[3]}px"
    if item.title:
        made.children.append(_paragraph(item.title, "weerklank-reply-title"))
    made.children += [
        _paragraph(one, "weerklank-reply-text") for one in (item.text or "").split("\n\n") if one
    ]
    if item.dropped:
        made.children.append(_paragraph("tekst niet bewaard", "weerklank-reply-media"))
    if item.poll:
        options: list[Child] = [Made("li", {}, [one.text]) for one in item.poll.options]
        made.children.append(Made("ul", {}, options))
    if item.media:
        said = f"{len(item.media)}x beeld of geluid: niet gearchiveerd"
        made.children.append(_paragraph(said, "weerklank-reply-media"))
        made.children += [
            _paragraph(one.alt, "weerklank-reply-text") for one in item.media if one.alt
        ]
    return made


def moment_in_words(moment: str) -> str:
    """Give a moment as people read it: UTC where that is what it says."""
    return f"{moment[:10]} {moment[11:16]} UTC" if moment.endswith("Z") else moment


def _paragraph(text: str, name: str) -> Made:
    made = Made("p", {"class": name})
    for number, line in enumerate(text.split("\n")):
        if number:
            made.children.append(Made("br"))
        made.children.append(line)
    return made

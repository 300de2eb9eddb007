"""Whom texts name of those who take part in a thread, by words that no mention gives."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.html_nodes import QUOTED
from weerklank.minimise.html_nodes import decode as read_entities
from weerklank.minimise.html_text import plain
from weerklank.minimise.name_parts import runs_of_words
from weerklank.minimise.names import KnownPerson
from weerklank.minimise.other_readings import other_readings
from weerklank.minimise.our_names import OurNames
from weerklank.minimise.slugs import addresses_apart
from weerklank.minimise.thread_words import KnownWords
from weerklank.model.ids import Pseudonym


def named_in(
    blind: BlindIndex,
    platform: str,
    known_words: KnownWords,
    texts: Iterable[str],
    *,
    ours: OurNames,
) -> list[KnownPerson]:
    """Find whom any of the texts names, of those of whom words are known.

    `ours` are names that stay, whoever else bears them.
    """
    if known_words.is_empty:
        return []
    #: Words by person: handles and single words, runs of words, what counts when greeted.
    found: dict[Pseudonym, tuple[list[str], list[str], list[str]]] = {}
    read = "\n".join(reading for text in texts for reading in _readings(text))
    if known_words.is_absent_from(read):
        return []
    runs = runs_of_words(read, known_words.lengths)
    for words, who, greeted in blind.among(platform, runs, known_words):
        if not ours.keeps(words, greeted=greeted):
            kind = 2 if greeted else " " in words
            found.setdefault(who, ([], [], []))[kind].append(words)
    return [KnownPerson(who, *map(tuple, words)) for who, words in found.items()]


def _readings(text: str) -> Iterator[str]:
    """Give a text in every reading in which a name may stand in it."""
    if (
        text.isascii() and "<" not in text and "&" not in text and "%" not in text
    ):  # as addresses and names of fields are
        yield text
        yield from addresses_apart(text)
        return
    yield from addresses_apart(unquote(unquote(read_entities(text))))
    shown = plain(text)
    yield shown
    yield from addresses_apart(shown)
    for reading in other_readings(shown):
        yield reading.text
    if "%" in shown:
        yield unquote(unquote(shown))
    if "<" in text:
        # What is no running text: attributes, among them the addresses of links.
        yield from map(read_entities, QUOTED.findall(text))
    if "%" in text:
        yield unquote(unquote(text))

"""Names of fields that no mapping knows: foreign data, since a server may write a person there."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.folding import fold_key
from weerklank.minimise.name_parts import join_words
from weerklank.model.coverage import NOT_TOLD

#: Signs of the longest name of a field that is told.
LONGEST = 40
#: A field name that occurs this often is a name of a field, not of a person.
_RECURS = 3
#: With more names than this at one place, they are no names of fields either.
_MOST_NAMES = 20
_FORM = re.compile(rf"(?=.{{1,{LONGEST}}}\Z)_?[a-z][a-zA-Z_]*", re.ASCII)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def told_names(unknown: Mapping[str, int], blind: BlindIndex, platform: str) -> dict[str, int]:
    """Count unknown fields by path, and name them as far as a name is no person's.

    Told is what has the form of a field's name, recurs, stands in a short list, and is no name or
    handle of anybody who is known. The others of a place are counted together.
    """
    names = Counter(path.rpartition("/")[0] for path in unknown)
    plain = {
        path: last
        for path, count in unknown.items()
        for folder, _, last in [path.rpartition("/")]
        if count >= _RECURS and names[folder] <= _MOST_NAMES and _FORM.fullmatch(last)
    }
    persons = _of_persons(frozenset(plain.values()), blind, platform)
    told: Counter[str] = Counter()
    for path, count in unknown.items():
        is_told = path in plain and plain[path] not in persons
        told[path if is_told else f"{path.rpartition('/')[0]}/{NOT_TOLD}"] += count
    return dict(told)


def _of_persons(names: Iterable[str], blind: BlindIndex, platform: str) -> set[str]:
    """Give the names that are, or hold, a name or handle of somebody who is known."""
    wholes = {name: _as_a_whole(name) for name in names}
    parts = {name: frozenset(map(fold_key, _PARTS.findall(name))) for name in wholes}
    words = frozenset[str]().union(*wholes.values(), *parts.values())
    known = blind.naming(platform, words)
    # A part that names somebody in a greeting only is an ordinary word as well.
    by_itself = {word for word, greeted in known.items() if not greeted}
    return {
        name
        for name, whole in wholes.items()
        if not (whole.isdisjoint(known) and parts[name].isdisjoint(by_itself))
    }


def _as_a_whole(name: str) -> frozenset[str]:
    key = fold_key(name)
    return frozenset({key, key.strip("_"), join_words(key.replace("_", " "))} - {""})

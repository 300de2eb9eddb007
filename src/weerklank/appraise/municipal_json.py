"""Rows of the municipal selection list of 2020 as JSON, in the two forms in which it is given out.

One has process types, and results that name one: a result is generic (`20.1`) or specific
(`20.1.2`), and then it names the generic one that it is of. The other has results with their
whole number, and of the process no more than that.
"""

from collections.abc import Iterator, Mapping

import orjson

from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

_PROCESS, _RESULT = "selectielijst.procestype", "selectielijst.resultaat"
#: Fields of a result, by the column of the documented CSV.
_FIELDS = {
    "resultaat": "naam",
    "omschrijving": "omschrijving",
    "waardering": "waardering",
    "bewaartermijn": "bewaartermijn",
    "procestermijn": "procestermijn",
    "grondslag": "herkomst",
    "toelichting": "toelichting",
}
#: By which the other form is known.
_NUMBER = "volledigNummer"
NO_LIST = Text(
    "het is geen JSON met resultaten van een selectielijst, of zonder de procestypen ervan",
    "it is no JSON with results of a selection list, or without their process types",
)
NO_OBJECT = Text("het is geen resultaat", "it is no result")
NO_PROCESS = Text(
    "het procestype staat niet in het bestand", "its process type is not in the file"
)
NO_GENERIC = Text(
    "het generieke resultaat staat niet in het bestand, of is zelf niet generiek",
    "its generic result is not in the file, or is not generic itself",
)


def json_rows(text: str) -> Iterator[tuple[int, Mapping[str, str] | Text]]:
    """Give each result with its place in the file, as cells by column or what is wrong."""
    try:
        found = orjson.loads(text.removeprefix("\ufeff"))
    except ValueError:
        found = None
    objects = found if isinstance(found, list) else []
    if any(isinstance(one, dict) and _NUMBER in one for one in objects[:1]):
        yield from ((number, _numbered(one)) for number, one in enumerate(objects, start=1))
        return
    processes = _by_key(objects, _PROCESS)
    results = _by_key(objects, _RESULT)
    if not processes or not results:
        yield 1, NO_LIST
        return
    for number, one in enumerate(objects, start=1):
        if not isinstance(one, dict) or one.get("model") not in (_PROCESS, _RESULT):
            yield number, NO_OBJECT
        elif one["model"] == _RESULT:
            yield number, _cells(one.get("fields"), processes, results)


def _by_key(objects: list[object], model: str) -> dict[int, JsonObject]:
    found: dict[int, JsonObject] = {}
    for one in objects:
        if isinstance(one, dict) and one.get("model") == model:
            key, fields = one.get("pk"), one.get("fields")
            if isinstance(key, int) and isinstance(fields, dict):
                found[key] = fields
    return found


def _cells(
    fields: object, processes: Mapping[int, JsonObject], results: Mapping[int, JsonObject]
) -> Mapping[str, str] | Text:
    if not isinstance(fields, dict):
        return NO_OBJECT
    process = _named(processes, fields.get("proces_type"))
    if process is None:
        return NO_PROCESS
    numbers = [process.get("nummer")]
    if fields.get("generiek_resultaat") is not None:
        generic = _named(results, fields["generiek_resultaat"])
        if generic is None or generic.get("generiek_resultaat") is not None:
            return NO_GENERIC
        numbers.append(generic.get("nummer"))
    numbers.append(fields.get("nummer"))
    return _plain(fields, ".".join(map(str, numbers)), process.get("naam"))


def _numbered(result: object) -> Mapping[str, str] | Text:
    if not isinstance(result, dict):
        return NO_OBJECT
    number = result.get(_NUMBER)
    if not isinstance(number, str):
        return NO_OBJECT
    return _plain(result, number, f"procestype {number.partition('.')[0]}")


def _plain(fields: JsonObject, code: str, process: object) -> Mapping[str, str] | Text:
    """Give the cells, when each holds a text or nothing."""
    cells = {column: fields.get(field) for column, field in _FIELDS.items()}
    given = cells | {"code": code, "proces": process}
    if not all(value is None or isinstance(value, str) for value in given.values()):
        return NO_OBJECT
    return {column: str(value or "") for column, value in given.items()}


def _named(found: Mapping[int, JsonObject], key: object) -> JsonObject | None:
    return found.get(key) if isinstance(key, int) else None

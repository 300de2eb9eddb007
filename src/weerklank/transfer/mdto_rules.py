"""The rules of MDTO that its XML schema does not hold, looked after in one document.

Sources: attributenKlassen.md and attributenGegevensgroep.md of the Metagegevensschema. What only
shows in a delivery as a whole is in `mdto_delivery`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from weerklank.model.text import Text, typed
from weerklank.transfer.durations import earliest, latest, plus
from weerklank.transfer.mdto import (
    Concept,
    Coverage,
    FileDigest,
    FileObject,
    Identifier,
    InformationObject,
    Mdto,
    Reference,
    Term,
)
from weerklank.transfer.mdto_lists import (
    APPRAISALS,
    DIGESTS,
    OF_MDTO,
    OWN_LIST,
    OWN_TERMS,
    PRONOM,
)
from weerklank.transfer.mdto_shape import SHAPES
from weerklank.transfer.mdto_types import fits

#: What a rule says, by its code. MDTO-X is of the schema, MDTO-R a rule that it misses, MDTO-A
#: advice of the norm.
RULES: dict[str, Text] = {
    "MDTO-X02": Text(
        "{where}: '{value}' is geen {form}.",
        "{where}: '{value}' is no {form}.",
    ),
    "MDTO-R01": Text(
        "{where}: '{value}' staat niet in {list}; een eigen begrip hoort in een eigen lijst.",
        "{where}: '{value}' is not in {list}; a term of one's own belongs to a list of one's own.",
    ),
    "MDTO-R02": Text(
        "waardering: de code hoort bij een ander label, of de lijst is een andere dan die van "
        "MDTO.",
        "waardering: the code is of another label, or the list is another than that of MDTO.",
    ),
    "MDTO-R03": Text("{where} is leeg.", "{where} is empty."),
    "MDTO-R04": Text(
        "bewaartermijn hoort alleen bij waardering V.",
        "bewaartermijn goes with waardering V alone.",
    ),
    "MDTO-R05": Text(
        "omvang '{value}' is geen aantal bytes.", "omvang '{value}' is no number of bytes."
    ),
    "MDTO-R06": Text(
        "de controlesom is geen {value} in hexadecimale cijfers.",
        "the digest is no {value} in hexadecimal figures.",
    ),
    "MDTO-R08": Text(
        "taal '{value}' is geen code zoals nl (RFC 3066: twee letters waar die er zijn).",
        "taal '{value}' is no code like nl (RFC 3066: two letters where there are).",
    ),
    "MDTO-R09": Text(
        "beperkingGebruik 'Overig' zonder nadere beschrijving.",
        "beperkingGebruik 'Overig' without a note.",
    ),
    "MDTO-R10": Text(
        "{where}: zonder einddatum horen trigger en looptijd er allebei te zijn.",
        "{where}: without an end there must be a trigger and a length.",
    ),
    "MDTO-R11": Text(
        "{where}: startdatum en looptijd geven {value}, niet de einddatum.",
        "{where}: start and length give {value}, not the end.",
    ),
    "MDTO-R12": Text(
        "dekkingInTijd: de einddatum ligt voor de begindatum.",
        "dekkingInTijd: the end lies before the begin.",
    ),
    "MDTO-R13": Text(
        "{where} verwijst naar het object zelf.", "{where} points at the object itself."
    ),
    "MDTO-R14": Text(
        "identificatie '{value}' staat er twee keer.", "identificatie '{value}' stands twice."
    ),
    "MDTO-R15": Text(
        "'{value}' is zowel representatie als aanvullende metagegevens.",
        "'{value}' is both a representation and extra metadata.",
    ),
    "MDTO-R16": Text(
        "het document noemt de versie van het MDTO-schema niet.",
        "the document does not name the version of the MDTO schema.",
    ),
    "MDTO-R17": Text(
        "{where}: '{value}' is geen code van PRONOM, zoals fmt/817.",
        "{where}: '{value}' is no code of PRONOM, such as fmt/817.",
    ),
    "MDTO-R18": Text(
        "{where}: '{value}' staat niet zo, met deze code, in {list}.",
        "{where}: '{value}' is not in {list} like that, with this code.",
    ),
    "MDTO-A01": Text("naam is langer dan 80 tekens.", "naam is longer than 80 characters."),
    "MDTO-A02": Text(
        "omschrijving is langer dan 3.000 tekens.", "omschrijving is longer than 3,000 characters."
    ),
}
#: Codes of three letters of languages that have one of two: those that are met most.
_LONG = frozenset(
    "nld dut eng deu ger fra fre fry spa ita por pol tur ara rus ukr zho chi ron rum".split()
)
_PUID = re.compile(r"(?:x-)?fmt/[1-9]\d{0,5}", re.ASCII)
_OWN = {one.code: one.label for one in OWN_TERMS}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_HEX = {"224": 56, "256": 64, "384": 96, "512": 128}
_SIZE = re.compile(r"\+?\d{1,19}", re.ASCII)
#: Letters of what a document says that a finding repeats.
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """What a document does otherwise than the norm says."""

    code: str
    text: Text

    @property
    def is_advice(self) -> bool:
        """Tell whether the norm only advises it."""
        return self.code.startswith("MDTO-A")


def found(code: str, **values: object) -> Finding:
    """Make a finding by one of the rules."""
    said = {
        name: shown(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return Finding(code, RULES[code].filled(**said))


def shown(value: str) -> str:
    """Give what a document says as a part of one line, no longer than helps who looks for it."""
    return typed(value[:_SHOWN])


def findings_in(document: Mdto) -> list[Finding]:
    """Give what a document does otherwise than the norm says, advice among it."""
    subject = document.subject
    rules = [*_terms(subject), *_texts(subject, ""), *_ids(subject)]
    if document.schema is None or "MDTO-XML1.0" not in document.schema:
        rules.append(found("MDTO-R16"))
    if len(subject.name) > 80:
        rules.append(found("MDTO-A01"))
    if isinstance(subject, FileObject):
        return [*rules, *_file(subject)]
    return [*rules, *_object(subject)]


def findings_in_part(part: Reference) -> list[Finding]:
    """Give what is wrong with one part of an object, where these go by one by one."""
    return [*_texts(part, "bevatOnderdeel")]


def _terms(value: object) -> Iterator[Finding]:
    """Look whether terms of lists of MDTO are in those lists, however deep they stand."""
    for place in SHAPES[type(value)]:
        held = getattr(value, place.field)
        if place.of is None or held is None or place.field == "parts":
            continue
        for one in held if place.many else (held,):
            if isinstance(one, Concept):
                yield from _term(place.element, one)
            else:
                yield from _terms(one)


def _term(where: str, term: Concept) -> Iterator[Finding]:
    name = term.of.name
    if name == PRONOM and not _PUID.fullmatch(term.code or ""):
        yield found("MDTO-R17", where=where, value=term.code or "")
    if name == OWN_LIST and _OWN.get(term.code or "") != term.label:
        yield found("MDTO-R18", where=where, value=term.label, list=name)
    for known in OF_MDTO:
        named = name == known.name or name in known.also_named
        if named and term.label not in known.terms and term.label not in known.also:
            yield found("MDTO-R01", where=where, value=term.label, list=known.name)


def _texts(value: object, where: str) -> Iterator[Finding]:
    for place in SHAPES[type(value)]:
        held = getattr(value, place.field)
        if held is None or place.field == "parts":
            continue
        for one in held if place.many else (held,):
            here = f"{where}/{place.element}" if where else place.element
            if isinstance(one, str):
                if not one.strip():
                    yield found("MDTO-R03", where=here)
                if not fits(place.form, one):
                    yield found("MDTO-X02", where=here, value=one, form=str(place.form))
            else:
                yield from _texts(one, here)


def _ids(subject: InformationObject | FileObject) -> Iterator[Finding]:
    seen: set[Identifier] = set()
    for one in subject.ids:
        if one in seen:
            yield found("MDTO-R14", value=one.mark)
        seen.add(one)


def _object(subject: InformationObject) -> Iterator[Finding]:
    yield from _appraisal(subject)
    for language in subject.languages:
        if not _LANGUAGE.fullmatch(language) or language.split("-")[0].lower() in _LONG:
            yield found("MDTO-R08", value=language)
    if any(_ends_early(coverage) for coverage in subject.coverages):
        yield found("MDTO-R12")
    for restriction in subject.restrictions:
        if restriction.type.label == "Overig" and not (restriction.note or "").strip():
            yield found("MDTO-R09")
        if restriction.term is not None:
            yield from _term_of_time("beperkingGebruikTermijn", restriction.term)
    yield from _pointed(subject)
    if any(len(text) > 3000 for text in subject.descriptions):
        yield found("MDTO-A02")


def _ends_early(coverage: Coverage) -> bool:
    begin = earliest(coverage.begin)
    end = latest(coverage.end) if coverage.end is not None else None
    return begin is not None and end is not None and end < begin


def _appraisal(subject: InformationObject) -> Iterator[Finding]:
    given = subject.appraisal
    code = APPRAISALS.terms.get(given.label)
    if given.of.name != APPRAISALS.name or code is None or given.code not in {None, code}:
        yield found("MDTO-R02")
    if subject.retention is not None:
        if code != "V":
            yield found("MDTO-R04")
        yield from _term_of_time("bewaartermijn", subject.retention)


def _term_of_time(where: str, term: Term) -> Iterator[Finding]:
    if term.end is None and (term.trigger is None or term.length is None):
        yield found("MDTO-R10", where=where)
    if term.end is None or term.start is None or term.length is None:
        return
    try:
        start = date.fromisoformat(term.start)
    except ValueError:
        return  # the schema refuses it
    counted = plus(start, term.length)
    if counted is not None and not _same(counted, term.end):
        yield found("MDTO-R11", where=where, value=counted)


def _same(day: date, end: str) -> bool:
    """Tell whether a day is the end that is given, which may be a year or a month."""
    first, last = earliest(end), latest(end)
    return first is not None and last is not None and first <= day <= last


def _pointed(subject: InformationObject) -> Iterator[Finding]:
    relations = (relation.to for relation in subject.relations)
    pointed: tuple[tuple[str, Iterable[Reference]], ...] = (
        ("isOnderdeelVan", subject.part_of),
        ("gerelateerdInformatieobject", relations),
    )
    own_ids = frozenset(subject.ids)
    for where, references in pointed:
        if any(one.id in own_ids for one in references if one.id is not None):
            yield found("MDTO-R13", where=where)
    shown = {one.id or one.name for one in subject.represented_by}
    for one in subject.extra:
        if (one.id or one.name) in shown:
            yield found("MDTO-R15", value=one.name)


def _file(subject: FileObject) -> Iterator[Finding]:
    if not _SIZE.fullmatch(subject.size.strip()):
        yield found("MDTO-R05", value=subject.size)
    if subject.represents.id is not None and subject.represents.id in subject.ids:
        yield found("MDTO-R13", where="isRepresentatieVan")
    for digest in subject.digests:
        yield from _digest(digest)


def _digest(digest: FileDigest) -> Iterator[Finding]:
    label = digest.algorithm.label
    length = _HEX.get(label[-3:]) if digest.algorithm.of.name == DIGESTS.name else None
    if length and not re.fullmatch(f"[0-9a-fA-F]{{{length}}}", digest.value):
        yield found("MDTO-R06", value=label)

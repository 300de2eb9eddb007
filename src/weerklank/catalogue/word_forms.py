"""Word forms: a Dutch word in the plural, in the past, made small or before a noun.

Forms are made when they are asked for, and those that the index does not know are dropped;
nothing is stored for them, and who searches is told which ones were sought. Inflection only:
`vergunning` finds `vergunningen` and not `vergunde`, since a search for a dossier must be
explained. The Dutch stemmer of tantivy (Snowball) gives `vergunning` the stem `vergun` and
`gemeente` the stem `meen`, and does not know `groter` for a form of `groot`: it does not serve.

A word has stems, of a noun (or adjective) or of a verb; words with a stem in common are forms of
one word. Words come in as the index has them: lower case, without accents.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_VOWELS = "aeiou"
_LONG = {"aa": "a", "ee": "e", "oo": "o", "uu": "u"}
_CLOSED = re.compile(r"(^|[^aeiou])([aeou])([bcdfgklmnprstvz])$")
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")
_SYLLABLES = re.compile(r"[aeiouy]+")
_SHORTEST = 3

#: Short in the singular, long in the plural: dag, dagen. Also behind other words: werkdag.
_SHORTENED = (
    "bad", "bedrag", "blad", "bod", "dag", "dak", "dal", "drag", "gat", "glas", "hof", "lot",
    "oorlog", "pad", "slag", "slot", "spel", "vat", "weg",
)  # fmt: skip
#: Plurals with another vowel or with -eren.
_OTHER_PLURALS = (
    ("stad", "steden"), ("lid", "leden"), ("schip", "schepen"), ("kind", "kinderen"),
    ("ei", "eieren"), ("blad", "bladeren"), ("lied", "liederen"), ("goed", "goederen"),
    ("volk", "volkeren"), ("rund", "runderen"), ("kalf", "kalveren"), ("lam", "lammeren"),
    ("rad", "raderen"), ("been", "beenderen"), ("museum", "musea"), ("medium", "media"),
    ("centrum", "centra"), ("politicus", "politici"), ("criticus", "critici"),
    ("koe", "koeien"), ("vlo", "vlooien"),
)  # fmt: skip
#: Short words, mostly English, that take an s in the plural: to tip and tips, not to kan and kans.
_WITH_S = frozenset(
    """app blog bon club drone fan film flat flyer job link mail park pin post quiz ramp route site
    spot stand stop team test tip tour tram trend truck tweet vlog vraag zone""".split()
)
#: Verbs whose past has another vowel; infinitive first.
_STRONG = tuple(
    tuple(forms.split())
    for forms in (
        "beginnen begint begon begonnen", "bieden biedt bood boden geboden",
        "blijven blijft bleef bleven gebleven", "breken breekt brak braken gebroken",
        "brengen brengt bracht brachten gebracht", "denken denkt dacht dachten gedacht",
        "doen doet deed deden gedaan", "dragen draagt droeg droegen gedragen",
        "drinken drinkt dronk dronken gedronken", "eten eet at aten gegeten",
        "gaan gaat ging gingen gegaan", "geven geeft gaf gaven gegeven",
        "graven graaft groef groeven gegraven", "helpen helpt hielp hielpen geholpen",
        "houden houdt hield hielden gehouden", "kiezen kiest koos kozen gekozen",
        "kijken kijkt keek keken gekeken", "komen komt kwam kwamen gekomen",
        "kopen koopt kocht kochten gekocht", "krijgen krijgt kreeg kregen gekregen",
        "laten laat liet lieten gelaten", "lezen leest las lazen gelezen",
        "liggen ligt lag lagen gelegen", "lopen loopt liep liepen gelopen",
        "nemen neemt nam namen genomen", "rijden rijdt reed reden gereden",
        "roepen roept riep riepen geroepen", "schrijven schrijft schreef schreven geschreven",
        "slaan slaat sloeg sloegen geslagen", "slapen slaapt sliep sliepen geslapen",
        "sluiten sluit sloot sloten gesloten", "snijden snijdt sneed sneden gesneden",
        "spreken spreekt sprak spraken gesproken", "staan staat stond stonden gestaan",
        "stijgen stijgt steeg stegen gestegen", "trekken trekt trok trokken getrokken",
        "treffen treft trof troffen getroffen", "vallen valt viel vielen gevallen",
        "varen vaart voer voeren gevaren", "verliezen verliest verloor verloren",
        "vinden vindt vond vonden gevonden", "vliegen vliegt vloog vlogen gevlogen",
        "vragen vraagt vroeg vroegen gevraagd", "weten weet wist wisten geweten",
        "winnen wint won wonnen gewonnen", "worden wordt werd werden geworden",
        "zien ziet zag zagen gezien", "zitten zit zat zaten gezeten",
        "zoeken zoekt zocht zochten gezocht", "zwemmen zwemt zwom zwommen gezwommen",
    )
)  # fmt: skip
#: What stands before a verb and lets `ge` in between: aanvragen, aangevraagd.
_BEFORE = (
    "aan", "achter", "af", "bij", "binnen", "door", "in", "langs", "los", "mee", "na", "om",
    "onder", "op", "over", "samen", "tegen", "terug", "thuis", "toe", "uit", "vast", "voor", "weg",
)  # fmt: skip
#: Verbs that also stand bare: `werk`, `meld`, `ik betaal`. Of any bare word it can't be told:
#: `kan` is no verb of which `kant` is a form, nor `mark` one of `markt`.
_BARE_VERBS = frozenset(
    """antwoord baan behandel bel beslis bespaar bestel betaal bezorg blok bouw controleer deel
    dien download droom fiets geloof gebruik groei haal handel herstel hoor huur
    informeer klaag klik klop leef leer lever luister maak meet meld merk noem oefen open
    organiseer parkeer plaats plan plant praat probeer reageer regel reis registreer repareer rook
    ruim scan scheid speel spaar start stem steun stuur teken test trouw verander verbeter
    verbouw verdeel verhuis verklaar verleen vernieuw verplaats vertel vertrouw vervang verwacht
    verwijder voel voer volg vorder vrees vul wacht wandel werk wijzig woon zaag zorg""".split()
)
#: Words that are compared, and may be found by it: groot, groter, grootst. None of which the
#: comparison is another word too: oud and ouder, laat and later, leeg and leger.
_COMPARED = frozenset(
    """arm beperkt belangrijk breed diep droog duidelijk duur duurzaam dun eenvoudig ernstig
    gemakkelijk gevaarlijk gezond goedkoop groen groot hoog klein kort koud lang laag langzaam
    makkelijk moeilijk mooi nat nieuw onveilig ruim rustig schoon slecht slim smal snel sterk
    streng traag veilig warm zwaar zwak""".split()
)
#: Words with ge that are no participle.
_NO_PARTICIPLE = frozenset(
    """gebed gebied gebod gedicht geduld geluid gemeent gerecht geslacht geweld gewicht
    gezicht""".split()
)
#: What stands in the place of `ge`: verhuizen, verhuisd.
_INSEPARABLE = ("be", "er", "her", "ont", "ver")

#: A stem with whether it is of a verb.
_Stem = tuple[str, bool]


def forms_of(word: str) -> tuple[str, ...]:
    """Give a word and all its forms, the word first; many of them exist nowhere."""
    if not _is_inflected(word):
        return (word,)
    stems = _stems(word)
    found = dict.fromkeys((word, *_other_forms(word)))
    for stem in stems:
        for form in _made_of(stem):
            if form not in found and not stems.isdisjoint(_stems(form)):
                found[form] = None
    return tuple(found)


def _is_inflected(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word.isascii()


@lru_cache(maxsize=10_000)
def _stems(word: str) -> frozenset[_Stem]:
    """Give the stems that a word may have."""
    if not _is_inflected(word):
        return frozenset({(word, False)})
    found = {(word, False), *_noun_stems(word), *_verb_stems(word)}
    return frozenset((stem, verb) for stem, verb in found if len(stem) >= _SHORTEST - 1)


def _noun_stems(word: str) -> Iterator[_Stem]:
    if word.endswith("heden"):
        yield f"{word[:-5]}heid", False
    for ending in ("en", "e", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            for stem in _before_vowel(word[: -len(ending)]):
                yield stem, False
    if word.endswith("s") and _takes_s(word[:-1]):
        yield word[:-1], False
        if word.endswith("es"):
            yield from ((stem, False) for stem in _before_vowel(word[:-2]))
    if word.endswith(("je", "jes")):
        yield from ((stem, False) for stem in _made_big(word.removesuffix("s")))
    yield from ((stem, False) for stem in _positives(word.removesuffix("e")))


def _positives(compared: str) -> Iterator[str]:
    """Give what a word is a comparison of: groter, duurder, kleinst."""
    if compared.endswith("er"):
        bare = compared[:-2]
        stems = [*_before_vowel(bare), bare.removesuffix("d")]
    else:
        stems = [compared.removesuffix("st")]
    yield from (stem for stem in stems if stem in _COMPARED and stem != compared)


def _takes_s(bare: str) -> bool:
    if bare in _WITH_S:
        return True
    many = len(_SYLLABLES.findall(bare)) > 1
    return many and (bare[-1] in "eyklmnprt" or bare.endswith(("eur", "aard", "erd", "ing")))


def _made_big(small: str) -> Iterator[str]:
    """Give what a diminutive in -je may be of: huisje, straatje, boompje, karretje, autootje."""
    bare = small[:-2]
    yield bare
    if bare.endswith("nk"):
        yield f"{bare[:-1]}g"  # koninkje
    if bare.endswith(("t", "p", "k")):
        yield bare[:-1]
    if bare.endswith("t") and bare[-3:-1] in _LONG:
        yield bare[:-2]  # autootje
    if bare.endswith("et"):
        yield _DOUBLED.sub(r"\1", bare[:-2])  # karretje, bloemetje


def _verb_stems(word: str) -> Iterator[_Stem]:
    if word.removesuffix("e") in _NO_PARTICIPLE:
        return
    if word in _BARE_VERBS:
        yield word, True
    if word.endswith("en"):
        yield from ((stem, True) for stem in _before_vowel(word[:-2]))
    for ending in ("end", "ende"):
        if word.endswith(ending):
            yield from ((stem, True) for stem in _before_vowel(word[: -len(ending)]))
    for ending in ("t", "te", "ten", "de", "den"):
        if word.endswith(ending):
            yield _hard(word[: -len(ending)]), True
    yield from _participle_stems(word)


def _participle_stems(word: str) -> Iterator[_Stem]:
    bare = word.removesuffix("e")
    if not bare.endswith(("d", "t")):
        return
    if bare.startswith(_INSEPARABLE):
        yield bare, True
        yield _hard(bare[:-1]), True
    for before in ("", *_BEFORE):
        rest = bare.removeprefix(before)
        if (not before or rest != bare) and rest.startswith("ge"):
            core = rest[2:]
            if len(core) > _SHORTEST - 1:
                yield before + core, True  # gemeld, of melden
                yield before + _hard(core[:-1]), True  # gewerkt, of werken


def _before_vowel(bare: str) -> Iterator[str]:
    """Give what a stem is that stands before an ending with a vowel: bruggen, manen, huizen."""
    undoubled = _DOUBLED.sub(r"\1", bare)
    if undoubled != bare:
        yield undoubled
        return
    closed = _CLOSED.search(bare)
    if closed:
        yield _hard(f"{bare[:-1]}{closed.group(2)}{closed.group(3)}")
        if closed.group(2) == "e" or bare.endswith("ig") or _hard(bare).endswith(_SHORTENED):
            yield _hard(bare)  # wateren, wegen
    else:
        yield _hard(bare)
        if _hard(bare) != bare:
            yield bare


def _hard(stem: str) -> str:
    """Write the end of a stem as it is at the end of a word: huis, brief."""
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])


def _made_of(stem: _Stem) -> Iterator[str]:
    """Give what may be made of a stem."""
    bare, is_verb = stem
    return _made_of_verb(bare) if is_verb else _made_of_noun(bare)


def _made_of_noun(bare: str) -> Iterator[str]:
    yield from (bare, f"{bare}s")
    if bare.endswith("heid"):
        yield f"{bare[:-4]}heden"
    small = [bare, f"{bare}t", f"{bare}p"]
    if bare.endswith("ng"):
        small.append(f"{bare[:-1]}k")
    if bare[-1:] in _VOWELS:
        small.append(f"{bare}{bare[-1]}t")
    for open_ in dict.fromkeys(_opened(bare)):
        yield from (open_ + ending for ending in ("e", "es", "en"))
        small.append(f"{open_}et")
    for one in small:
        yield from (f"{one}je", f"{one}jes")
    if bare in _COMPARED:
        more = (f"{bare}der",) if bare.endswith("r") else (f"{one}er" for one in _opened(bare))
        for form in (*more, f"{bare}st"):
            yield from (form, f"{form}e")


def _made_of_verb(bare: str) -> Iterator[str]:
    if bare in _BARE_VERBS:
        yield bare
    for open_ in dict.fromkeys(_opened(bare)):
        yield from (open_ + ending for ending in ("en", "end", "ende"))
    for ending in ("t", "te", "ten", "de", "den"):
        yield bare + ending
    if bare.startswith(_INSEPARABLE):
        yield from (f"{bare}d", bare)
    for before in ("", *(one for one in _BEFORE if bare.startswith(one))):
        core = bare.removeprefix(before)
        for ending in ("", "d", "t", "de", "te"):
            yield f"{before}ge{core}{ending}"


def _opened(bare: str) -> Iterator[str]:
    """Give how a stem may be written before an ending with a vowel."""
    yield bare
    softened = bare[:-1] + {"f": "v", "s": "z"}.get(bare[-1:], bare[-1:])
    yield softened
    if bare[-3:-1] in _LONG:
        yield from (bare[:-3] + _LONG[bare[-3:-1]] + last[-1:] for last in (bare, softened))
    elif _CLOSED.search(bare) or re.search(r"[^aeiou]i[^aeiou]$", bare):
        yield bare + bare[-1]


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for group in (*_OTHER_PLURALS, *_STRONG):
        for form in group:
            groups.setdefault(form, []).extend(group)
    return {form: tuple(dict.fromkeys(group)) for form, group in groups.items()}


def _other_forms(word: str) -> Iterator[str]:
    """Give forms with another vowel: of the word, or of the word that it ends with."""
    table = _irregular()
    for start in range(max(0, len(word) - _SHORTEST + 1)):
        head, tail = word[:start], word[start:]
        if tail in table and (not head or len(head) > 1):
            yield from (_joined(head, form) for form in table[tail])
            return


def _joined(head: str, form: str) -> str:
    """Put a word before a form; an inseparable one takes the place of `ge`: verboden."""
    if form.startswith("ge") and head in _INSEPARABLE:
        return head + form[2:]
    return head + form

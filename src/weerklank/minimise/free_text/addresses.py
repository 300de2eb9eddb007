"""Where somebody lives: a street with a number, a postcode with a number."""

import re
from collections.abc import Callable, Iterator

#: A word that ends so is a street whatever its first letter.
_SURE = tuple(
    "straat laan plein gracht kade singel steeg dreef plantsoen straatje laantje pleintje "
    "boulevard burgwal allee".split()
)
#: A word that ends so is one when it has a capital.
_LIKELY = (
    *"weg dijk hof pad park markt ring kamp baan wal haven oord erf veld akker weide hoek brink "
    "berg zoom str straße donk kwartier hage horst burg tuin heuvel plaats poort oever schans "
    "meent landen rade veste drift hoeve gaarde bos brug vaart diep wijk stede street road "
    "avenue lane".split(),
)
#: Words that end so and are no name of a street.
_NONE = frozenset(
    "straat laan plein gracht kade singel steeg dreef plantsoen weg dijk hof pad park markt "
    "ring kamp baan wal haven oord erf veld akker weide hoek brink berg zoom bos brug vaart "
    "diep wijk tuin heuvel plaats poort oever onderweg snelweg autoweg rondweg spoorweg uitweg "
    "omweg winkelstraat zijstraat hoofdrijbaan fietspad voetpad loopbaan startbaan supermarkt "
    "kerstmarkt rommelmarkt weekmarkt huizenmarkt voorpoort bijvoorbeeld beeld woonwijk "
    "achterwijk nieuwbouwwijk januari antwoord woord noord record sportveld voetbalveld speelveld "
    "parkeerplaats standplaats zitplaats overweg".split()
)
_BY_CAPITAL = frozenset("laan weg plein straat dijk kade gracht singel".split())
_ENDINGS = (*_SURE, *_LIKELY)
_PARTICLES = frozenset("van de der den het 't ter ten in op 's aan bij".split())
_UNITS = re.compile(
    r" ?(?:km|kilometer|meter|m2|uur|u\.|jaar|euro|eur|procent|%|mensen|keer|x|maanden|weken|dagen"
    r"|personen|huizen|woningen|en [0-9]|[-:./][0-9]{2})(?![^\W_])"
)
_STREET = re.compile(
    r"(?<![^\W\d_]|['-])([^\W\d_](?:[^\W\d_]|['-]){2,39}\.?) {1,2}"
    r"((?:nr\.? ?|nummer |no\.? ?)?[1-9][0-9]{0,4})(?![0-9])"
)
#: A number behind a word that is a street perhaps.
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ADDITION = re.compile(r"(?: ?-? ?(?:bis|hs|huis|zw|rd|[ivx]{1,4}|[a-h])(?!\w)|-[0-9]{1,4})")
_POSTCODE = r"[1-9][0-9]{3} ?(?!s[ads])[a-z]{2}(?!\w)"
_TAIL = re.compile(rf"[ ,]{{1,3}}{_POSTCODE}")
_CODE = re.compile(rf"(?<!\w){_POSTCODE}")
_NUMBER = re.compile(
    r"[ ,-]{0,3}(?:(?:huis)?(?:nr\.?|nummer) ?)?[1-9][0-9]{0,4}(?![0-9])"
    r"(?: ?-? ?(?:bis|hs|huis|zw|rd|[a-h])(?!\w)|-[0-9]{1,4})?"
)
_PLAIN = re.compile(r"(?:[^\W\d_]|['-]){1,40}\.?")
#: Tussenvoegsels in small letters that a street may begin with: `van Speykstraat`.
_LOWER = ("van ", "van de ", "van der ", "van den ", "van 't ")
#: The first word of a name such as `Laan van Meerdervoort`.
_NAMES = re.compile(rf"(?:{'|'.join(sorted(_BY_CAPITAL))}) ")
#: Characters before a street's last word in which its other words are looked for.
_REACH = 64
_MOST_WORDS = 5
#: Two letters behind four figures that are words rather than of a postcode, in small letters.
_WORDS = frozenset(
    "aan al am an as at au be bij by da de do dr ed eg ei en er et eu ex fm ga ge go ha he hm "
    "ho ie if ik im in is it ja je jr kg km la le ma me mi mm mo mw my na nb ne no nr nu of og "
    "oh ok om on op or ow pa pm po pu re st te to tv uk up us uw va vd we wc wo ze zo "
    "zn".split()
)


def addresses(key: str, is_capital: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """Give where addresses stand; `is_capital` tells of a place in the key what stood there."""
    spans = [*_streets(key, is_capital), *_postcodes(key, is_capital)]
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:
            yield start, end
            done = end


def _streets(key: str, is_capital: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    for match in _STREET.finditer(key):
        start, word = match.start(), match[1].rstrip(".")
        ends_so = word.endswith(_ENDINGS)
        if not (ends_so or _NAMES.search(key, max(0, start - _REACH), start)):
            continue  # most words before a number; what follows costs more
        first = _first_word(key, start, is_capital)
        if first == start and not _is_street(word, is_capital(start)):
            continue
        if not (first == start or ends_so or _begins_a_name(key, first)):
            continue
        end = match.end()
        if _UNITS.match(key, end):
            continue
        addition = _ADDITION.match(key, end)
        end = addition.end() if addition else end
        tail = _TAIL.match(key, end)
        if not tail and _YEAR.fullmatch(match[2]) and not match[1].endswith(_SURE):
            continue  # `Lentemarkt 2026`
        yield first, tail.end() if tail else end


def _is_street(word: str, capital: bool) -> bool:  # noqa: FBT001 - asked of one word
    if word in _NONE:
        return False
    return word.endswith(_SURE) or (capital and word.endswith(_LIKELY))


def _begins_a_name(key: str, first: int) -> bool:
    """Tell whether several words are a street by the first one: `Laan van X`."""
    return key[first : first + _REACH].split(" ", 1)[0] in _BY_CAPITAL


def _first_word(key: str, start: int, is_capital: Callable[[int], bool]) -> int:
    """Give where the name of a street of several words begins: `Van der Helststraat`."""
    first = at = start
    if not is_capital(start):
        return start
    floor = max(0, start - _REACH)
    for _ in range(_MOST_WORDS):
        if at <= floor or key[at - 1] != " ":
            break
        before = max(floor, key.rfind(" ", floor, at - 1) + 1)
        capital = is_capital(before)
        word = key[before : at - 1]
        if not ((capital or word in _PARTICLES) and _PLAIN.fullmatch(word)):
            break
        at = before
        if capital:
            first = at
    if not key.endswith(_LOWER, 0, first):
        return first
    return next(first - len(word) for word in _LOWER if key.endswith(word, 0, first))


def _postcodes(key: str, is_capital: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    for match in _CODE.finditer(key):
        letters = match.end() - 2
        if key[letters : letters + 2] in _WORDS and not is_capital(letters):
            continue
        number = _NUMBER.match(key, match.end())
        if number and not _UNITS.match(key, number.end()):
            yield match.start(), number.end()

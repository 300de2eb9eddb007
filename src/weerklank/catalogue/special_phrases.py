"""Special phrases: turns of speech that tell of themselves whom something is said of.

Each is a pattern on one sentence of at most sixty words, in small letters, with one blank around
every word; every gap in a pattern is of a few words.
"""

import re
from functools import cache

from weerklank.catalogue import special_words as words
from weerklank.model.special import SpecialKind

_K = SpecialKind
_FEW = r"(?:(?!geen |niet |nooit )\S+ ){0,5}?"
_TWO = r"(?:\S+ ){0,2}?"
_MINE = "(?:mijn|onze|ons)"
_KIN = (
    "(?:zoon|dochter|man|vrouw|vader|moeder|ouders|broer|zus|opa|oma|vriend|vriendin|partner|ex|"
    "buurman|buurvrouw|collega|kind)"
)
#: Who: the writer, theirs, or another.
_OWN = rf"(?:ik|wij|{_MINE} {_KIN})"
_OTHER = "(?:hij|zij|@wie)"
_START = "(?:heb|ben|ga|zit)"


def _any(listed: str) -> str:
    return f"(?:{'|'.join(listed.split())})"


_PARTY = _any(words.PARTIES)
_UNION = _any(words.UNIONS)
_COUNTRY = _any(words.COUNTRIES)
_VOTE = "(?:stem|stemt|stemmen|stemde|stemden|gestemd)"


def _both(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile a pattern of the writer and theirs, and of others; `WHO` stands for who."""
    own = pattern.replace("WHO", rf"(?:{_OWN}|^ {_START})")
    return re.compile(own), re.compile(pattern.replace("WHO", _OTHER))


_PATTERNS: dict[SpecialKind, tuple[str, ...]] = {
    _K.RELIGION: (
        rf" {_MINE} {_any('geloof kerk moskee imam dominee pastoor rabbijn parochie synagoge')} ",
        r" WHO (?:bid|bidt|bidden|vast|vasten) (?!komen |te |aan )",
        rf" WHO {_FEW}(?:draag|draagt|dragen|droeg) {_FEW}(?:hoofddoek|keppel|nikab|boerka) ",
        rf" {_MINE} {_TWO}(?:hoofddoek|keppel|nikab|boerka|tulband) ",
        rf" WHO (?:ga|gaat|gaan) {_FEW}naar de (?:moskee|synagoge|kerk|mis) ",
        rf" {_MINE} {_TWO}(?:gedoopt|bekeerd) ",
        rf" WHO {_FEW}(?:word|wordt|is|ben|was|werd) {_FEW}(?:gedoopt|bekeerd) ",
    ),
    _K.POLITICS: (
        rf" WHO {_FEW}{_VOTE} {_FEW}{_PARTY} ",
        rf" WHO {_FEW}(?:op )?(?:de )?{_PARTY} {_FEW}{_VOTE} ",
        rf" {_MINE} stem gaat naar {_TWO}{_PARTY} ",
        rf" {_VOTE} WHO {_FEW}{_PARTY} ",
        rf" WHO {_FEW}(?:lid|raadslid|kandidaat|lidmaatschap|campagne|aanhanger) {_FEW}{_PARTY} ",
        rf" WHO {_FEW}(?:zit|actief|flyer|folder|lijst) {_FEW}{_PARTY} ",
        rf" als (?:lid van (?:de |het )?)?{_PARTY}(?:-?(?:stemmer|lid|er|kiezer))? ",
        rf" {_MINE} (?:partij|lidmaatschap) {_FEW}{_PARTY} ",
        rf" WHO {_FEW}(?:een )?(?:(?:vvd|pvv|fvd|sp|d66|cda)'?er|(?:\w+ )?stemmer) ",
        rf" (?:WHO {_FEW}{_VOTE}|{_VOTE} WHO) {_FEW}blanco ",
    ),
    _K.UNION: (
        rf" {_MINE} (?:vak)?bond ",
        (
            rf" WHO {_FEW}(?:lid|kaderlid|aangesloten|contributie|actief|staak|staakt|staken) "
            rf"{_FEW}{_UNION} "
        ),
        rf" WHO {_FEW}(?:zit|zat|ga|gaat) (?:al )?bij (?:de |het )?{_UNION} ",
        rf" WHO {_FEW}{_UNION} {_FEW}(?:zit|zat|ingeschakeld|lid) ",
        r" als (?:vakbonds|fnv-|cnv-)\S+ ",
        r" WHO (?:ben |is |zijn )(?:een )?(?:vakbonds|fnv-|cnv-)\S+ ",
    ),
    _K.ETHNICITY: (
        rf" WHO {_FEW}(?:kom|komt|komen|kwam|gevlucht) (?:oorspronkelijk |zelf )?uit {_COUNTRY} ",
        rf" WHO {_FEW}(?:van|met) (?:een )?\S+ (?:afkomst|origine|huidskleur) ",
        rf" {_MINE} (?:huidskleur|afkomst|etniciteit) ",
        rf" WHO {_FEW}(?:heb|heeft) {_FEW}huidskleur ",
    ),
    _K.SEXUALITY: (
        rf" WHO {_FEW}(?:ben|is|kwam|kwamen|gekomen) {_FEW}uit de kast ",
        rf" {_MINE} (?:\S+ )?(?:geaardheid|coming-out|transitie) ",
        r" WHO (?:zit|ben|is) in transitie ",
        rf" WHO {_FEW}(?:bezoek|bezoekt|ga|gaat) {_FEW}(?:prostitu\w+|hoeren\w*) ",
        rf" WHO {_FEW}(?:ga|gaat|ging) vreemd ",
        r" (?:twee|2) (?:moeders|vaders) van ",
    ),
    _K.CRIMINAL: (
        rf" WHO {_FEW}(?:zit|zat|zitten) {_FEW}(?:vast|in de (?:gevangenis|cel|bajes)) ",
        rf" WHO {_FEW}(?:rijd|rijdt|reed) {_FEW}(?:dronken|onder invloed) ",
        rf" WHO {_FEW}wast {_TWO}wit ",
        r" (?:woont|zit) (?:hier )?een (?:pedo\w*|dealer|drugsdealer|inbreker) ",
    ),
    _K.BIOMETRIC: (rf" {_MINE} gezicht {_FEW}(?:gescand|herkend|herkent) ",),
}


# When they are first asked: commands that ask none start a tenth of a second sooner.
@cache
def _compiled(kind: SpecialKind) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(map(_both, _PATTERNS.get(kind, ())))


def phrase_rule(kind: SpecialKind, line: str) -> str | None:
    """Give the rule by which a sentence tells something of a kind; None where none does."""
    for own, other in _compiled(kind):
        if own.search(line):
            return f"{kind}-own"
        if other.search(line):
            return f"{kind}-other"
    return None


_NUMBERS = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien"
).split()
#: Under eighteen.
_AGE = rf"(?:1[0-7]|[1-9]|{'|'.join(_NUMBERS[2:])})"
_NO_UNIT = (
    "(?! (?:uur|minuten|min|weken|dagen|euro|keer|huizen|woningen|kilometer|km|procent|meter|"
    "tot|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    "december) )"
)
_CHILD = _any(words.CHILDREN)
_SMALL = _any(words.SMALL)
_OLD = rf"{_AGE}{_NO_UNIT}(?: jaar| jr| maanden)?"
_CLASS = r"(?:groep [1-8]|brugklas|klas [1-6]\w?|[1-6] ?(?:havo|vwo|vmbo|mavo|gymnasium))"
_CHILD_RULES: tuple[tuple[str, str], ...] = (
    (
        "child-age",
        (
            rf" {_CHILD} (?:van )?(?:is |wordt |zijn |was )?(?:net |bijna |pas |nog maar |maar )?"
            rf"{_OLD} "
            rf"| ik ben (?:net |bijna |pas |nog maar |maar )?{_OLD} (?!keer |van de )"
            rf"|^ ben (?:net |bijna |pas )?{_OLD} "
            rf"| (?:{'|'.join(_NUMBERS[2:])}|1[0-7]|[1-9])[- ]?jarige? {_CHILD} "
            rf"| {_CHILD} {_AGE} en {_AGE} "
            rf"| wij zijn {_FEW}van {_AGE} (?=en |$)"
        ),
    ),
    (
        "child-school",
        (
            rf" (?:ik|{_CHILD}|@wie|hij|zij) {_FEW}(?:in|uit|naar) {_TWO}{_CLASS} "
            rf"| (?:mijn|onze|ons) (?:kind|zoon|dochter|kinderen|kleinkind|oudste|zoons|dochters) "
            rf"{_FEW}{_any(words.SCHOOL)} "
            r"| mijn (?:spreekbeurt|juf|meester|klas) "
        ),
    ),
    ("child-small", rf" (?:mijn|onze|ons|haar) (?:\S+ )?{_SMALL} "),
)


@cache
def _child_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rule)) for name, rule in _CHILD_RULES)


def child_rule(line: str) -> str | None:
    """Give the rule by which a child speaks in a sentence, or is spoken of; else None."""
    return next((name for name, rule in _child_rules() if rule.search(line)), None)

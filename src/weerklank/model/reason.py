"""Reasons: what someone types to account for a decision, which stays for as long as the archive.

A reason names no citizen: what is said of a post must not keep what is taken out of it (AVG 5(1)c;
requirements D1). Only what shows by its form is told here, not a name in plain words.
"""

import re
import unicodedata
from collections.abc import Iterator

from weerklank.model.addresses_in_text import addresses_in
from weerklank.model.errors import WrongUse, fault
from weerklank.model.platform import not_social_media, profile_of
from weerklank.model.text import Text, typed

NAMES_SOMEBODY = fault(
    "USE-002",
    Text(
        nl="Er staat iets in de reden dat van een persoon lijkt te zijn: {what}. Een reden "
        "blijft zo lang als het archief en wordt nooit veranderd.",
        en="Something in the reason seems to be of a person: {what}. A reason stays as long "
        "as the archive and is never changed.",
    ),
    Text(
        nl="Zeg het zonder: bijvoorbeeld 'noemt een burgerservicenummer'. Het bericht zelf "
        "wijst u aan met zijn vaste adres.",
        en="Say it without: for instance 'names a citizen service number'. The post itself is "
        "pointed at by its permanent address.",
    ),
)
NO_REASON = fault(
    "USE-003",
    Text(
        nl="Er staat geen reden, of meer dan {most} tekens.",
        en="No reason is given, or more than {most} characters.",
    ),
    Text(nl="Geef de reden in één zin.", en="Give the reason in a sentence."),
)
#: Characters of the reason of a decision.
MOST = 500
_HANDLE = Text("een accountnaam (@…)", "an account name (@…)")
_PROFILE = Text("het adres van een profiel", "the address of a profile")
_MAIL = Text("een e-mailadres", "an e-mail address")
_PHONE = Text("een telefoonnummer", "a telephone number")
_BSN = Text("een burgerservicenummer", "a citizen service number")
_ACCOUNT = Text("een rekeningnummer", "a bank account number")
_HOME = Text("een woonadres", "a home address")

#: Between the digits of a telephone number; a day such as `01-02-2026` begins none.
_APART = r"[\s().·/-]{0,3}"
_NO_DAY = r"(?!\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d))"
_FORMS = (
    (_HANDLE, re.compile(r"(?<![\w.+-])@\w[\w.-]*")),
    # Names on Bluesky and its like are domains; most people's end so, and no page does.
    (
        _HANDLE,
        re.compile(r"\b(?!www\.)[\w-]+\.bsky\.(?:social|team)\b|\bdid:\w+:\w", re.IGNORECASE),
    ),
    (_MAIL, re.compile(r"(?<![\w@.+-])[\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+")),
    (_MAIL, re.compile(r"\w ?[\[({<] ?(?:at|apenstaartje|@) ?[\])}>] ?\w", re.IGNORECASE)),
    (_ACCOUNT, re.compile(r"\b[A-Z]{2}\d{2}[\s.-]?[A-Z]{4}(?:[\s.-]?\d){10}\b", re.IGNORECASE)),
    (_PHONE, re.compile(rf"(?<!\w)(?<!\d[:.,]){_NO_DAY}(?:\+31|0031|0)(?:{_APART}\d){{9}}(?!\d)")),
    (_PHONE, re.compile(rf"(?<!\w)(?<!\d[:.,])(?:\+|00)[1-9](?:{_APART}\d){{7,14}}(?!\d)")),
    (_HOME, re.compile(r"\b\d+ ?[a-z]?,? [1-9]\d{3} ?[A-Z]{2}\b|\b[1-9]\d{3} ?[A-Z]{2},? \d+\b")),
)
_NUMBERS = re.compile(r"(?<![\d\w])(?:\d(?:[ .]?\d){7}|\d(?:[ ./-]{0,2}\d){8})(?![\d\w])")
#: Days, and numbers of cases that begin with a year.
_NO_BSN = re.compile(
    r"\d{1,2}([./ -])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d[./-](?:\d+|\d{1,2}[./-]\d{1,2})"
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
#: What may be a bank account number (ISO 13616): two letters, two digits, and no more than thirty.
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[ .-]?\d{2}(?:[ .-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_SHORTEST_IBAN = 15
#: Signs that stand for a hyphen.
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"), "-")


def reason_of(words: str) -> str:
    """Give a reason as it is kept, one line; WrongUse when it shows that it names somebody."""
    plain = typed(words)
    for what in _personal(_as_it_reads(plain)):
        raise WrongUse(NAMES_SOMEBODY, what=what)
    return plain


def given_reason(words: str) -> str:
    """Give a reason that a decision can't do without, as `reason_of`; WrongUse for none or a tale.

    What stays as long as the archive is accounted for in a sentence (Archiefbesluit 1995 art. 8).
    """
    plain = reason_of(words)
    if not 0 < len(plain) <= MOST:
        raise WrongUse(NO_REASON, most=MOST)
    return plain


def _as_it_reads(words: str) -> str:
    """Give words by their plain signs: no wide ones, none that nobody sees, one kind of hyphen."""
    seen = "".join(sign for sign in words if unicodedata.category(sign) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).translate(_HYPHENS)
    return "".join(str(unicodedata.decimal(s)) if s.isdecimal() else s for s in plain)


def _personal(words: str) -> Iterator[Text]:
    for what, form in _FORMS:
        if form.search(words):
            yield what
    if any(map(_is_of_a_person, addresses_in(words))):
        yield _PROFILE
    if any(map(_is_iban, _IBAN.findall(words))):
        yield _ACCOUNT
    if any(map(_is_bsn, _NUMBERS.findall(words))):
        yield _BSN


def _is_of_a_person(found: tuple[int, int, str]) -> bool:
    """Tell whether an address is that of a profile, or leads to somebody's messages."""
    address = found[2]
    try:
        return profile_of(address) is not None or not_social_media(address) == "messaging"
    except ValueError:  # it is no address
        return False


def _is_iban(written: str) -> bool:
    """Tell whether a bank account number begins here that passes its check; words may follow."""
    signs = ""
    for part in re.split(r"[ .-]", written.upper()):
        signs += part
        digits = sum(sign.isdigit() for sign in signs)
        if len(signs) >= _SHORTEST_IBAN and digits * 2 >= len(signs):
            number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
            if int(number) % 97 == 1:
                return True
    return False


def _is_bsn(number: str) -> bool:
    """Tell whether a number passes the check of a burgerservicenummer, one in eleven does."""
    if _NO_BSN.fullmatch(number):
        return False
    digits = [int(sign) for sign in number if sign.isdigit()]
    digits = [0] * (9 - len(digits)) + digits
    checked = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return any(digits) and checked % 11 == 0

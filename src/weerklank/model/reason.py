"""Reasons: what someone types to account for a decision, which stays for as long as the archive.

A reason names no citizen: what is said of a post must not keep what is taken out of it (AVG 5(1)c;
requirements D1). Only what shows by its form is told here, not a name in plain words.
"""

import re
from collections.abc import Iterator

from weerklank.model.errors import WrongUse, fault
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
_HANDLE = Text("een accountnaam (@…)", "an account name (@…)")
_MAIL = Text("een e-mailadres", "an e-mail address")
_PHONE = Text("een telefoonnummer", "a telephone number")
_BSN = Text("een burgerservicenummer", "a citizen service number")
_ACCOUNT = Text("een rekeningnummer", "a bank account number")

_FORMS = (
    (_HANDLE, re.compile(r"(?<![\w.+-])@\w[\w.-]*")),
    (_MAIL, re.compile(r"(?<![\w@.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (_ACCOUNT, re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{4}(?:\s?\d){10}\b", re.IGNORECASE)),
    (_PHONE, re.compile(r"(?<![\d\w])(?:\+31|0031|0)(?:[\s()-]*\d){9}(?!\d)")),
)
_NUMBERS = re.compile(r"(?<![\d\w])\d(?:[ .]?\d){7,8}(?![\d\w])")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def reason_of(words: str) -> str:
    """Give a reason as it is kept, one line; WrongUse when it shows that it names somebody."""
    plain = typed(words)
    for what in _personal(plain):
        raise WrongUse(NAMES_SOMEBODY, what=what)
    return plain


def _personal(words: str) -> Iterator[Text]:
    for what, form in _FORMS:
        if form.search(words):
            yield what
    if any(map(_is_bsn, _NUMBERS.findall(words))):
        yield _BSN


def _is_bsn(number: str) -> bool:
    """Tell whether a number passes the check of a burgerservicenummer, one in eleven does."""
    digits = [int(sign) for sign in number if sign.isdigit()]
    digits = [0] * (9 - len(digits)) + digits
    checked = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return any(digits) and checked % 11 == 0

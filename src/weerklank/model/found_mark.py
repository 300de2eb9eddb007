"""What is kept of words that detectors found in a third party's text: a mark, and who says so.

Structs with fields in alphabetical order, as in the canonical line that `docs/format/` specifies.
"""

import re

import msgspec

from weerklank.model.found_words import FoundKind
from weerklank.model.text import Text

#: What stands in a text in the place of words, by kind. Stored: never changed.
MARKS = {
    FoundKind.NAME: "[naam]",
    FoundKind.EMAIL: "[e-mailadres]",
    FoundKind.PHONE: "[telefoonnummer]",
    FoundKind.IBAN: "[IBAN]",
    FoundKind.BSN: "[BSN]",
    FoundKind.ADDRESS: "[adres]",
    FoundKind.PLATE: "[kenteken]",
    FoundKind.BIRTH: "[geboortedatum]",
    FoundKind.HANDLE: "[gebruikersnaam]",
    FoundKind.PROFILE: "[profiel]",
}
#: Any mark in a text, whoever wrote it.
ANY_MARK = re.compile("|".join(map(re.escape, MARKS.values())))

#: What each kind is called.
KINDS = {
    FoundKind.NAME: Text("naam", "name"),
    FoundKind.EMAIL: Text("e-mailadres", "e-mail address"),
    FoundKind.PHONE: Text("telefoonnummer", "phone number"),
    FoundKind.IBAN: Text("rekeningnummer", "bank account number"),
    FoundKind.BSN: Text("burgerservicenummer", "citizen service number (BSN)"),
    FoundKind.ADDRESS: Text("adres", "address"),
    FoundKind.PLATE: Text("kenteken", "number plate"),
    FoundKind.BIRTH: Text("geboortedatum", "date of birth"),
    FoundKind.HANDLE: Text("accountnaam in tekst", "account name"),
    FoundKind.PROFILE: Text("profieladres", "profile address"),
}


class FoundMark(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A mark in a text of a record, or in its source: what was found in its place, and by what."""

    #: Code points of the text before the mark; None where that can't be told.
    at: int | None = None
    #: From 0 to 1.
    confidence: float
    #: Rule with its version: `bsn/1`.
    detector: str
    kind: FoundKind
    #: `text`, `title`, `alt/<n>`, `option/<n>`, or `source` and a JSON pointer in the source.
    place: str
    #: Of what is in doubt: the words by their capitals alone, without lengths (`Aa a Aa`).
    shape: str | None = None
    #: Of what is in doubt: 26 symbols, the same for the same word of one detector; keyed.
    tag: str | None = None

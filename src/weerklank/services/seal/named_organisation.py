"""What an archive may be told of the organisation whose it is: its name, and its code in TOOI."""

import re
from dataclasses import replace

from weerklank.model.errors import WrongUse, fault
from weerklank.model.organisation import Organisation
from weerklank.model.text import Text, typed

NO_CODE = fault(
    "REGISTER-150",
    Text(
        nl="Dit is geen code van een organisatie in TOOI.",
        en="This is no code of an organisation in TOOI.",
    ),
    Text(
        nl="Zij ziet eruit als https://identifier.overheid.nl/tooi/id/gemeente/gm0000; zoek die "
        "van uw organisatie op bij standaarden.overheid.nl.",
        en="It looks like https://identifier.overheid.nl/tooi/id/gemeente/gm0000; look that of "
        "your organisation up at standaarden.overheid.nl.",
    ),
)
NO_NAME = fault(
    "ARCHIVE-024",
    Text(
        nl="Zo kan een organisatie niet heten: zonder letters, of met meer dan {most} tekens.",
        en="An organisation can't have this name: no letters, or more than {most} characters.",
    ),
    Text(
        nl="Geef met --organisation de naam zoals die op briefpapier staat.",
        en="Give with --organisation the name as it stands on letter paper.",
    ),
)
#: The name stands in the line that begins each checkpoint and in that of the public key, which who
#: verifies reads up to 4096 bytes of: 2000 at most of 500 letters.
_LONGEST = 500
#: Such as gemeente/gm0363, waterschap/hv_0155 and waterschap/ws0155_hv0155 (list of TOOI).
_FORM = re.compile(
    r"https://identifier\.overheid\.nl/tooi/id/[a-z][a-z_]{1,39}/[a-z]{2,8}_?[0-9]{1,8}"
    r"(?:_[a-z]{2,8}[0-9]{1,8})?"
)


def typed_code(words: str) -> str:
    """Give a code as it was typed; WrongUse for what has not the form of one."""
    code = typed(words)
    if not _FORM.fullmatch(code):
        raise WrongUse(NO_CODE)
    return code


def typed_organisation(given: Organisation) -> Organisation:
    """Give an organisation with its name on one line; WrongUse where name or code is none.

    What an archive is told of it when it is made never changes.
    """
    name = typed(given.name)
    if len(name) > _LONGEST or not any(map(str.isalnum, name)):
        raise WrongUse(NO_NAME, most=_LONGEST)
    code = None if given.tooi is None else typed_code(given.tooi)
    return replace(given, name=name, tooi=code)

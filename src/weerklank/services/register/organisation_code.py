"""Organisation code: by which government knows the body whose archive this is (TOOI).

`init` may give it, and what `init` wrote never changes; where it gave none, an event of the
register does, and the last of those holds. The program has no list of all bodies: only the form is
looked at.
"""

from dataclasses import replace

from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
from weerklank.model.organisation import Organisation
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.seal.named_organisation import typed_code
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

FIXED = fault(
    "REGISTER-151",
    Text(
        nl="De code van de organisatie staat vast sinds het archief is gemaakt.",
        en="The code of the organisation is fixed since the archive was made.",
    ),
    Text(
        nl="Klopt zij niet, vraag dan de technisch beheerder: zij hoort bij wat het archief is.",
        en="If it is wrong, ask the operator: it belongs to what the archive is.",
    ),
)
GIVEN = "organisation.code"


def organisation_of(workplace: Workplace) -> Organisation:
    """Give the organisation, with the code that was given since its archive was made."""
    made = workplace.organisation
    return made if made.tooi is not None else replace(made, tooi=workplace.register().tooi)


def give_code(workplace: Workplace, code: str) -> Organisation:
    """Record the code of the organisation, as register owner; the same code again adds nothing.

    WrongUse for what has not the form of one; Refused where `init` gave one.
    """
    workplace.require(Role.REGISTER_OWNER)
    tooi = typed_code(code)
    if workplace.organisation.tooi not in (None, tooi):
        raise Refused(FIXED)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        if organisation_of(workplace).tooi != tooi:
            workplace.record(Book.REGISTER, GIVEN, "organisation", {"tooi": tooi})
    seal_events(workplace)
    return organisation_of(workplace)

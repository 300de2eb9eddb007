"""Describe one item in MDTO as it is now, with its whole life, without transferring anything."""

from collections.abc import Iterator

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import civil_day, iso
from weerklank.model.errors import Refused, fault
from weerklank.model.ids import AccountId
from weerklank.model.item import AuthorRole
from weerklank.model.text import Text
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.find.read_rights import read_rights
from weerklank.services.life.events_of import Life
from weerklank.services.transfer.appraisals import appraise_of
from weerklank.services.workplace import Workplace
from weerklank.transfer.describe import Describer, Piece, civil
from weerklank.transfer.limits import Limits, limits_of
from weerklank.transfer.mdto import InformationObject, Mdto
from weerklank.transfer.mdto_xml import mdto_pieces

NOTHING_LEFT = fault(
    "TRANSFER-018",
    Text(
        nl="{item} is vernietigd (lijst {list}): MDTO beschrijft wat er is.",
        en="{item} was destroyed (list {list}): MDTO describes what is there.",
    ),
    Text(
        nl="Kies --format premis of json: die zeggen dat het is vernietigd, en waardoor.",
        en="Choose --format premis or json: they say that it was destroyed, and by what.",
    ),
)


def mdto_of(workplace: Workplace, life: Life) -> Iterator[bytes]:
    """Write MDTO of an item by itself, without its thread; Refused of one that was destroyed."""
    if not life.versions:
        raise Refused(NOTHING_LEFT, item=life.id, list=", ".join(life.destroyed_by))

    def describe(catalogue: Catalogue, _: ItemReader) -> InformationObject:
        return _described(workplace, catalogue, life)

    return mdto_pieces(Mdto(ask_for_part(workplace, describe)))


def _described(workplace: Workplace, catalogue: Catalogue, life: Life) -> InformationObject:
    describer = Describer(workplace.organisation, "", civil(iso(workplace.clock.now())))
    newest = life.versions[-1]
    account = workplace.register().accounts[AccountId(newest.account)]
    place = locate(catalogue, life.id)[-1]
    piece = Piece(
        id=life.id,
        account=account,
        part_of=describer.series(account),
        versions=[*life.versions],
        life=[*life.events],
    )
    piece.take(newest, is_first=True)
    mark = catalogue.database.deletions.of(place.key)
    piece.missed = mark.missed if mark else None
    hidden = place.shielded or is_special(place, laid_states(workplace))
    day = civil_day(newest.created_at if newest.is_dated else newest.captured_at)
    rights = limits_of(read_rights(workplace).of(life.versions))
    for limit, holders in rights.items():
        piece.holders.setdefault(limit, set()).update(holders)
    limits = Limits(
        newest.author.role in {AuthorRole.CITIZEN, AuthorRole.NAMED},
        day if hidden else None,
        frozenset(rights),
    )
    return describer.record(piece, appraise_of(workplace, catalogue)(newest), limits)

"""Describe one record in MDTO, as a SIP of now would, without a transfer."""

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, fault
from weerklank.model.item import ItemKind
from weerklank.model.text import Text
from weerklank.package.names import PackageName
from weerklank.services.find.read_items import ask_for_part, locate, refuse_destroyed
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.transfer.appraisals import appraise_of
from weerklank.services.transfer.read_mdto_files import MdtoFile
from weerklank.services.transfer.sheet import Sheet
from weerklank.services.transfer.write_piece import PieceWriter
from weerklank.services.transfer.write_sip import month_of, month_reference
from weerklank.services.workplace import Workplace
from weerklank.transfer.describe import Describer, civil

NOT_DESCRIBED = fault(
    "TRANSFER-014",
    Text(
        nl="Bericht {item} wordt niet beschreven: een besluit beperkt het, of het wordt "
        "vernietigd.",
        en="Post {item} is not described: a decision restricts it, or it is being destroyed.",
    ),
    Text(
        nl="'weerklank mark list' noemt de besluiten; na opheffing kan het weer.",
        en="'weerklank mark list' names the decisions; once lifted, it can be described again.",
    ),
)


def describe_item(workplace: Workplace, name: str) -> list[MdtoFile]:
    """Give what MDTO says of the record that an item is part of: its files, and last itself.

    A post goes with its whole thread, so a reply gives the record of what it answers. WrongUse for
    an item that is not there; Refused for what no SIP would have.
    """
    refuse_destroyed(workplace, name)
    now = civil(iso(workplace.clock.now()))
    describer = Describer(organisation_of(workplace), "", now)

    def write(catalogue: Catalogue, _: object) -> list[MdtoFile]:
        newest = locate(catalogue, name)[-1]
        account = workplace.register().accounts[PackageName.read(newest.package).account]
        sheet = Sheet(describer.source, now)
        appraise = appraise_of(workplace, catalogue)
        writer = PieceWriter(workplace, catalogue, sheet, describer, appraise)
        _, places = catalogue.database.threads.record_with(newest.key, account.id)
        items = writer.going(places)
        if not any(one[-1].key == newest.key for one in items):
            raise Refused(NOT_DESCRIBED, item=newest.id)
        above = month_reference(describer, account, month_of(items[0][0].created))
        if writer.read(newest).kind is ItemKind.PROFILE:
            above = describer.series(account)
        writer.write("", account, above, items)
        return [MdtoFile(path.rpartition("/")[2], document) for path, document in sheet.documents]

    return ask_for_part(workplace, write)

"""Export number: whether an export is of the account that bore its name before.

Names become free and go to others, on X and YouTube as on a server of Mastodon. Whoever has one
now may ask for an export too, and that bears the name of our account. The number by which the
platform knows an account, which the export states, goes to nobody else.
"""

from weerklank.harvest.port import Export
from weerklank.model.account import Account
from weerklank.model.change_report import Reported
from weerklank.model.errors import Refused, fault
from weerklank.model.ids import RunId
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.register.account_number import (
    BY_SERVER,
    note_number,
    number_of,
    teller_on,
)
from weerklank.services.register.report_change import report_found
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

OTHER_NUMBER = fault(
    "IMPORT-034",
    Text(
        nl="De export draagt de naam van {account}, maar {platform} kent dat account onder een "
        "ander nummer dan in de exports van eerder: het is een ander account. Er is niets van "
        "opgenomen.",
        en="The export bears the name of {account}, but {platform} knows that account by another "
        "number than in the exports of before: it is another account. Nothing of it was taken in.",
    ),
    Text(
        nl="Is het een ander account van de organisatie, registreer het dan apart met 'weerklank "
        "account add' en noem het met --account; heet {account} nu anders, leg dat dan eerst "
        "vast met 'weerklank account edit {account} --url ADRES'. Is het toch {account}, "
        "bijvoorbeeld opnieuw gemaakt, dan wijst wie het accountoverzicht beheert de melding af "
        "dat het van een ander werd ('weerklank report list'), en neemt u de export nog eens op. "
        "Is het van een ander, leg dan vast dat het uwe is gesloten: 'weerklank account edit "
        "{account} --status closed'.",
        en="If it is another account of the organisation, register it by itself with 'weerklank "
        "account add' and name it with --account; if {account} has another name now, record that "
        "first by 'weerklank account edit {account} --url URL'. If it is {account} after all, "
        "made anew for example, the owner of the register rejects the report that it became "
        "somebody else's ('weerklank report list'), and you take the export in once more. If it "
        "is somebody else's, record that yours is closed: 'weerklank account edit {account} "
        "--status closed'.",
    ),
)


def demand_same_number(workplace: Workplace, account: Account, export: Export, run: RunId) -> None:
    """Refuse an export of another number than those before, and report it; note the first number.

    It is noted before anything is taken in: a run may break off. An address with the number in it
    that the register has of the account is the word of its keeper that the number is ours.
    """
    stated, teller = export.owner.user_id, teller_on(account.platform)
    if stated is None or teller == BY_SERVER:
        return  # on Mastodon it is an address: it changes with the name
    known = number_of(workplace, account.id, teller)
    if known == stated:
        return
    if known is not None and not _is_in_register(account, stated):
        report_found(workplace, account, run, Reported.KIND)
        seal_events(workplace)
        raise Refused(OTHER_NUMBER, account=account.id, platform=TITLES[account.platform])
    note_number(workplace, account.id, stated, run, teller)


def _is_in_register(account: Account, stated: str) -> bool:
    """Tell whether the account has, or had, an address that names it by the number."""
    handles = {account.handle, *(had.handle for had in account.former_handles)}
    return stated.rpartition("/")[2] in handles

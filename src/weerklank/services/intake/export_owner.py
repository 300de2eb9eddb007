"""Export owner: to which account of the register an export belongs."""

from urllib.parse import urlsplit

from weerklank.harvest.port import Export
from weerklank.harvest.stated_owner import give_name, says_whose, take_as
from weerklank.model.account import Account
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.host_form import host_form, with_host_form
from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text
from weerklank.register.book import Register

NOT_REGISTERED = fault(
    "IMPORT-004",
    Text(
        nl="De export is van een account dat niet in het accountoverzicht staat.",
        en="The export is of an account that is not in the register.",
    ),
    Text(
        nl="Registreer het account eerst met 'weerklank account add'. Had een account uit het "
        "overzicht eerder deze naam, leg dat dan vast met 'weerklank account edit A --former-url "
        "ADRES' en noem het met --account.",
        en="Register the account first with 'weerklank account add'. If an account of the "
        "register had this name before, record that by 'weerklank account edit A --former-url "
        "URL' and name it with --account.",
    ),
)
OTHER_ACCOUNT = fault(
    "IMPORT-005",
    Text(
        nl="De export is niet van {account} maar van een ander account op {platform}.",
        en="The export is not of {account} but of another account on {platform}.",
    ),
    Text(
        nl="Noem met --account het goede account, of vraag de export van dit account aan. Is het "
        "account naar een andere server verhuisd, leg dan eerst zijn nieuwe adres vast: "
        "'weerklank account edit {account} --url ADRES'.",
        en="Name the right account with --account, or ask for the export of this account. If the "
        "account moved to another server, record its new address first: "
        "'weerklank account edit {account} --url URL'.",
    ),
)


OTHER_NAME_HERE = fault(
    "IMPORT-009",
    Text(
        nl="De export is van een andere naam op de server van {account}, die het accountoverzicht "
        "niet van dit account kent. Op een server is een andere naam een ander account: er is "
        "niets opgenomen.",
        en="The export is of another name on the server of {account}, which the register does not "
        "know of this account. On one server another name is another account: nothing was taken "
        "in.",
    ),
    Text(
        nl="Vraag de export van het account zelf aan. Heette dit account eerder zo, leg dat dan "
        "vast met 'weerklank account edit {account} --former-url ADRES'; heet het nu zo, met "
        "--url ADRES. Is het een ander account van de organisatie, registreer dat dan met "
        "'weerklank account add'.",
        en="Ask for the export of the account itself. If this account had that name before, "
        "record that by 'weerklank account edit {account} --former-url URL'; if it has it now, "
        "by --url URL. If it is another account of the organisation, register that by "
        "'weerklank account add'.",
    ),
)

OWNER_NOT_STATED = fault(
    "IMPORT-028",
    Text(
        nl="De export zegt niet van welk account van {platform} hij is.",
        en="The export does not say of which account on {platform} it is.",
    ),
    Text(
        nl="Noem het account met --account, als zeker is dat de export daarvan is.",
        en="Name the account with --account, if it is certain that the export is of that one.",
    ),
)


BY_ID_ALONE = fault(
    "IMPORT-031",
    Text(
        nl="De export zegt niet hoe zijn account heet, alleen welk vast nummer het heeft: {id}.",
        en="The export does not say what its account is called, only which lasting id it has: "
        "{id}.",
    ),
    Text(
        nl="Is het een account uit het overzicht, leg dat nummer er dan eenmaal bij vast met "
        "'weerklank account edit A --former-url {address}'. Of lever het bestand in een zip aan "
        "met daarin het DID-document (did.json), dat de naam noemt.",
        en="If it is an account of the register, record that id with it once by 'weerklank "
        "account edit A --former-url {address}'. Or hand the file in in a zip that holds the DID "
        "document (did.json), which tells the name.",
    ),
)


def whose(register: Register, export: Export, named: str | None) -> Account:
    """Give the account that an export is of; WrongUse when it is of another than was named.

    What is named may have another name in the export only when a keeper of the register stated
    that it had it before. Refused on the account's own server too: who made the export says in it
    whose it is, and what came in under the account's name would be a stranger's, for good.

    An export that does not say whose it is, is of the account that is named, and without one
    refused. One that says it by a lasting id alone gets the name that the register has.
    """
    if not says_whose(export):
        return _as_named(register, export, named)
    account = _whose(register, export, named)
    if _is_by_id_alone(export):
        give_name(export, account.handle, account.url)
    return account


def _whose(register: Register, export: Export, named: str | None) -> Account:
    owner = export.owner
    if named is None:
        for account in register.accounts.values():
            if account.platform is owner.platform and is_as_registered(account, export):
                return account
        _demand_name(export)
        raise WrongUse(NOT_REGISTERED)
    account = register.find(named)
    if account.platform is not owner.platform:
        raise WrongUse(OTHER_ACCOUNT, account=account.id, platform=owner.platform)
    if is_as_registered(account, export) or _had(account, export):
        return account
    _demand_name(export)
    if _share(account, export) and not _is_another_of_ours(register, export):
        raise Refused(OTHER_NAME_HERE, account=account.id)
    raise WrongUse(OTHER_ACCOUNT, account=account.id, platform=owner.platform)


def _as_named(register: Register, export: Export, named: str | None) -> Account:
    platform = export.owner.platform
    if named is None:
        raise WrongUse(OWNER_NOT_STATED, platform=TITLES[platform])
    account = register.find(named)
    if account.platform is not platform:
        raise WrongUse(OTHER_ACCOUNT, account=account.id, platform=platform)
    take_as(export, account.platform, account.handle, account.url)
    return account


def is_as_registered(account: Account, export: Export) -> bool:
    """Tell whether an export bears the handle or the address that the register has now.

    The address alone does not tell where the export itself says another name on that server.
    """
    owner = export.owner
    if account.handle == owner.handle:
        return True
    if _is_by_id_alone(export) and _had(account, export):
        return True  # an id is no former name: it is the account's for good
    here = account.url in map(with_host_form, owner.addresses)
    return here and not _has_other_name(account, export)


def _is_by_id_alone(export: Export) -> bool:
    return export.owner.user_id is not None and export.owner.handle == export.owner.user_id


def _demand_name(export: Export) -> None:
    """Refuse an export that tells its account by an id that no account is known by."""
    owner = export.owner
    if _is_by_id_alone(export) and owner.platform is Platform.BLUESKY:
        address = next((one for one in owner.addresses if one.startswith("https:")), "-")
        raise WrongUse(BY_ID_ALONE, id=owner.user_id or "-", address=address)


def _has_other_name(account: Account, export: Export) -> bool:
    """Tell whether both have handles of one server, and other ones."""
    (_, _, ours), (_, _, theirs) = (
        (handle or "").partition("@") for handle in (account.handle, export.owner.handle)
    )
    return account.handle != export.owner.handle and bool(theirs) and ours == theirs


def _handles(export: Export) -> set[str | None]:
    """Give by which handles the owner of an export is known on the platform itself.

    A channel of YouTube has a number besides its name. On a server of its own a handle is one of
    that server alone, whatever a file states.
    """
    owner = export.owner
    return {owner.handle, *(handle for handle in owner.other_handles if "@" not in handle)}


def _had(account: Account, export: Export) -> bool:
    owner = export.owner
    return any(
        had.handle in _handles(export) and had.platform is owner.platform
        for had in account.former_handles
    )


def _is_another_of_ours(register: Register, export: Export) -> bool:
    owner = export.owner
    return any(
        other.handle == owner.handle and other.platform is owner.platform
        for other in register.accounts.values()
    )


def _share(account: Account, export: Export) -> bool:
    """Tell whether an account and the owner of an export are of one server."""
    ours = {_server(account.url), account.handle.partition("@")[2]}
    owner = export.owner
    theirs = {*map(_server, owner.addresses), (owner.handle or "").partition("@")[2]}
    return bool((ours & theirs) - {""})


def _server(address: str) -> str:
    try:
        return host_form(urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # such as half of an IPv6 address
        return ""

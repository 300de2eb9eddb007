"""Export owner: to which account of the register an export belongs."""

from urllib.parse import urlsplit

from weerklank.harvest.port import Export
from weerklank.model.account import Account
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.register.book import Register

NOT_REGISTERED = fault(
    "IMPORT-004",
    Text(
        nl="De export is van een account dat niet in het accountoverzicht staat.",
        en="The export is of an account that is not in the register.",
    ),
    Text(
        nl="Registreer het account eerst met 'weerklank account add', of noem het met --account "
        "als het is hernoemd.",
        en="Register the account first with 'weerklank account add', or name it with --account "
        "if it was renamed.",
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


def whose(register: Register, export: Export, named: str | None) -> Account:
    """Give the account that an export is of; WrongUse when it is of another than was named.

    What is named may have another name in the export, as it was renamed: on its own server, or as
    the register once knew it. A stranger's export is never taken for it.
    """
    owner = export.owner
    if named is None:
        for account in register.accounts.values():
            if account.platform is owner.platform and is_as_registered(account, export):
                return account
        raise WrongUse(NOT_REGISTERED)
    account = register.find(named)
    if account.platform is owner.platform and is_as_registered(account, export):
        return account
    taken = any(
        other.handle == owner.handle and other.platform is owner.platform
        for other in register.accounts.values()
    )
    known = any(
        (had.platform, had.handle) == (owner.platform, owner.handle)
        for had in account.former_handles
    )
    if account.platform is not owner.platform or taken or not (known or _share(account, export)):
        raise WrongUse(OTHER_ACCOUNT, account=account.id, platform=owner.platform)
    return account


def is_as_registered(account: Account, export: Export) -> bool:
    """Tell whether an export bears the handle or the address that the register has now."""
    owner = export.owner
    return account.handle == owner.handle or account.url in owner.addresses


def _share(account: Account, export: Export) -> bool:
    """Tell whether an account and the owner of an export are of one server."""
    ours = {_server(account.url), account.handle.partition("@")[2]}
    owner = export.owner
    theirs = {*map(_server, owner.addresses), (owner.handle or "").partition("@")[2]}
    return bool((ours & theirs) - {""})


def _server(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # such as half of an IPv6 address
        return ""

"""Make the text of a profile from the template and the register (requirement B1)."""

from weerklank.model.account import Account, NamedAfter
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import TITLES
from weerklank.model.profile_template import ROOMS, ProfileText, profile_text
from weerklank.model.text import Language
from weerklank.services.workplace import Workplace


def make_template(workplace: Workplace, name: str) -> ProfileText:
    """Give the form of the template that fits the platform of an account, filled in."""
    register = workplace.register()
    account, organisation = register.find(name), workplace.organisation.name
    return profile_text(
        account.platform, named_after(account, organisation), organisation, register.pages
    )


def named_after(account: Account, organisation: str) -> str:
    """Give whose account it is: the organisation's, else of its office or project."""
    if account.named_after is NamedAfter.ORGANISATION or not account.unit:
        return organisation
    return account.unit


def template_json(account: Account, made: ProfileText, language: Language) -> JsonObject:
    """Write what was made."""
    return {
        "account": account.id,
        "platform": TITLES[account.platform],
        "text": made.text,
        "form": made.form,
        "characters": made.count,
        "limit": made.limit,
        "field": ROOMS[account.platform].field.say(language),
        "link": made.link,
        "landing": made.landing,
        "missing": [*made.missing],
    }

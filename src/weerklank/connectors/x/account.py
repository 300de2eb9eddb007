"""Whose archive of X it is, and the profile of that account."""

import re
from dataclasses import dataclass

from weerklank.connectors.x.archive import ACCOUNT, PROFILE, USER_DETAILS, VERIFIED, Archive
from weerklank.connectors.x.gaps import NO_ACCOUNT
from weerklank.connectors.x.media_files import MediaFiles
from weerklank.connectors.x.moments import moment_of
from weerklank.connectors.x.shape import ACCOUNT as SHAPE
from weerklank.connectors.x.shape import MAPPING
from weerklank.connectors.x.small_file import object_in, objects_in
from weerklank.harvest.json_fields import Fields, text_of
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at, spelling_of
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPerson

_NAME = re.compile(r"[A-Za-z0-9_]{1,30}")
_NUMBER = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Account:
    """The account of an archive."""

    owner: RawPerson
    number: str
    #: As the archive has them; empty where it has none.
    account: JsonObject
    profile: JsonObject
    verified: JsonObject
    #: Of an archive from before 2018: what it has in the place of those three.
    details: JsonObject


def account_of(archive: Archive, stated: JsonObject) -> Account:
    """Read whose archive it is; `stated` is what manifest.js says of that.

    BrokenInput when nothing tells it.
    """
    details = next(objects_in(archive, USER_DETAILS), {})
    account = object_in(archive, ACCOUNT, "account") or _as_now(details)
    name = text_of(account.get("username")) or text_of(stated.get("userName"))
    number = text_of(account.get("accountId")) or text_of(stated.get("accountId"))
    shown = text_of(account.get("accountDisplayName")) or text_of(stated.get("displayName"))
    if not (name and _NAME.fullmatch(name) and number and _NUMBER.fullmatch(number)):
        raise BrokenInput(NO_ACCOUNT, file=archive.container.path.name, missing=ACCOUNT)
    owner = RawPerson(
        platform=Platform.X,
        user_id=number,
        handle=name.lower(),
        spelling=spelling_of(name),
        addresses=(f"https://x.com/{name.lower()}", f"https://twitter.com/{name.lower()}"),
        display_name=shown,
    )
    return Account(
        owner,
        number,
        account,
        object_in(archive, PROFILE, "profile") or _profile_as_now(details),
        object_in(archive, VERIFIED, "verified"),
        details,
    )


def _as_now(details: JsonObject) -> JsonObject:
    """Give what user_details.js says by the names that account.js has for it."""
    return {
        "accountDisplayName": details.get("full_name"),
        "accountId": details.get("id"),
        "createdAt": details.get("created_at"),
        "username": details.get("screen_name"),
    }


def _profile_as_now(details: JsonObject) -> JsonObject:
    website = details.get("expanded_url") or details.get("url")
    about = {"bio": details.get("bio"), "location": details.get("location"), "website": website}
    return {"description": about} if details else {}


def profile_of_account(account: Account, files: MediaFiles, made: str) -> RawItem:
    """Read the profile; `made` is the moment of the archive, for an account without one."""
    fields = Fields(account.profile)
    about = account.profile.get("description")
    told = Fields(about if isinstance(about, dict) else {})
    bio = told.text("bio") or (about if isinstance(about, str) else "") or ""
    texts = [bio, *filter(None, (told.text("location"), told.text("website")))]
    name = account.owner.display_name
    pictures = [fields.text(field) for field in ("avatarMediaUrl", "headerMediaUrl")]
    parts = (
        {"user_details": account.details}
        if account.details
        else {
            "account": account.account,
            "profile": account.profile,
            "verified": account.verified,
        }
    )
    return RawItem(
        platform=Platform.X,
        native_id=f"user:{account.number}",
        kind=ItemKind.PROFILE,
        created_at=_moment(account, made),
        author=account.owner,
        persons=persons_named(account.owner, [*texts, name or ""]),
        html=html_of("\n".join(texts)) if any(texts) else None,
        title=name,
        url=account.owner.addresses[0],
        media=tuple(files.of_profile(account.number, one) for one in pictures if one),
        source={key: part for key, part in parts.items() if part},
        shape=SHAPE,
        mapping=MAPPING,
        broken=tuple(f"/profile/{name}" for name in fields.broken)
        + tuple(f"/profile/description/{name}" for name in told.broken),
    )


def _moment(account: Account, made: str) -> str:
    try:
        return moment_of(account.account.get("createdAt"), account.number)
    except Unreadable:
        return made


def persons_named(owner: RawPerson, texts: list[str]) -> tuple[RawPerson, ...]:
    """Give whom the texts of a profile name or lead to, but for the account itself."""
    persons = dict.fromkeys(one for text in texts for one in named_in_text(text, Platform.X))
    for text in texts:
        persons |= dict.fromkeys(persons_at(leads_of_html(html_of(text)), owner))
        persons |= dict.fromkeys(persons_at(leads_of_text(text), owner))
    return tuple(one for one in persons if one.handle != owner.handle)

"""Whose an export is where it does not say so itself: whoever hands it in says so.

LinkedIn's export names a member by name and not by profile; one of TikTok may come without the
profile, or be cut off before it.
"""

from msgspec.structs import replace

from weerklank.harvest.port import Export
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson


def says_whose(export: Export) -> bool:
    """Tell whether an export says of which account it is."""
    owner = export.owner
    return bool(owner.handle or owner.user_id or owner.addresses)


def take_as(export: Export, platform: Platform, handle: str, url: str) -> None:
    """Take an export that does not say so as that of an account of the register."""
    export.owner = RawPerson(
        platform=platform,
        handle=handle,
        addresses=(url,),
        display_name=export.owner.display_name,
    )


def give_name(export: Export, handle: str, url: str) -> None:
    """Give an export that tells whose it is by a lasting id alone the name of that account."""
    owner = export.owner
    others = tuple({owner.handle, *owner.other_handles} - {handle, None})
    export.owner = replace(
        owner,
        handle=handle,
        other_handles=tuple(filter(None, others)),
        addresses=tuple(dict.fromkeys((*owner.addresses, url))),
    )

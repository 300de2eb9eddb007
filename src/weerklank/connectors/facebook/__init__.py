"""Facebook: a page by its API, and the export of a page or a profile that one downloads."""

from pathlib import Path

from weerklank.connectors.facebook.api import FacebookFeed
from weerklank.connectors.facebook.layout import ITEMS, LAYOUT, PROFILE, is_of_page
from weerklank.connectors.facebook.manifest import API, MANIFEST
from weerklank.connectors.facebook.records import FacebookRecords
from weerklank.connectors.facebook.sign_in import FacebookSignIn
from weerklank.harvest.connecting import Sends
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.json_fields import parse, text_of
from weerklank.harvest.meta_archive import NO_OWNER, MetaArchive
from weerklank.harvest.meta_export import MetaExport
from weerklank.harvest.meta_parts import open_meta
from weerklank.harvest.meta_text import mended
from weerklank.harvest.port import (
    Asks,
    Connector,
    Held,
    Manifest,
    NotesAnswers,
    Unreadable,
)
from weerklank.model.errors import BrokenInput
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform, profile_of
from weerklank.model.raw import RawPerson

_LARGEST_PROFILE = 4 << 20


class Facebook:
    """The connector."""

    manifest: Manifest = MANIFEST

    def sign_in(self, endpoint: str, sends: Sends) -> FacebookSignIn:
        """Give the way to ask the platform for permission to read."""
        return FacebookSignIn(endpoint, sends)

    def open_live(
        self,
        url: str,  # noqa: ARG002 - of the port
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> FeedReader:
        """Find the page that the permission is of."""
        return FeedReader(FacebookFeed(endpoint or API, handle, asks, answers, held), held)

    def open_export(self, path: Path) -> MetaExport | None:
        """Open an export when it is one of Facebook's."""
        archive = open_meta(path, LAYOUT)
        if archive is None:
            return None
        archive.demand(ITEMS)
        profile = profile_in(archive)
        owner = owner_of(profile)
        if owner.display_name is None:  # titles say by it what is somebody else's
            missing = "profile_information.json"
            raise BrokenInput(NO_OWNER, file=archive.name, platform=LAYOUT.title, missing=missing)
        records = FacebookRecords(profile, owner, is_page=is_of_page(archive.marks))
        return MetaExport(archive, records, "posts")


def profile_in(archive: MetaArchive) -> JsonObject:
    """Give the record of the profile, mended; empty when there is none that can be read."""
    content = archive.small(PROFILE, _LARGEST_PROFILE)
    try:
        found = mended(parse(content)) if content else None
    except (Unreadable, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    profile = found.get("profile_v2") or found.get("profile")
    return profile if isinstance(profile, dict) else {}


def owner_of(profile: JsonObject) -> RawPerson:
    """Give whose export it is: by the name in the address, or the number where there is none.

    An export may name neither; then whoever hands it in says whose it is.
    """
    name = profile.get("name")
    shown = text_of(name.get("full_name")) if isinstance(name, dict) else text_of(name)
    username, address = text_of(profile.get("username")), text_of(profile.get("profile_uri"))
    at = profile_of(address) if address else None
    handles = [username.lower()] if username else []
    is_own = at is not None and at.platform is Platform.FACEBOOK and not at.deeper
    if at and is_own:
        handles.append(at.handle)
    addresses = [f"https://www.facebook.com/{handle}" for handle in dict.fromkeys(handles)]
    addresses += [f"{one}/" for one in addresses]
    if address and is_own:
        addresses.append(address)
    return RawPerson(
        platform=Platform.FACEBOOK,
        handle=handles[0] if handles else None,
        other_handles=tuple(dict.fromkeys(handles[1:])),
        addresses=tuple(dict.fromkeys(addresses)),
        display_name=shown,
    )


def connector() -> Connector:
    """Make the connector; the entry point."""
    return Facebook()

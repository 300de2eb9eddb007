"""TikTok's Data Portability API: ask for an archive of posts and profile, and fetch it.

What is asked for stands here and nowhere else: `video` and `profile`. TikTok has `activity`,
`direct_message` and `all_data` besides; those are never asked for, and a permission that would
give them is refused. The archive is the same zip with one JSON file that a person downloads.

Source: developers.tiktok.com, Data Portability API: Get Started, Add Data Request, Check Status of
Data Request, Download (November 2026); not tried on TikTok itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from weerklank.connectors.tiktok.api_client import SCOPE_MISSING, TikTokClient
from weerklank.connectors.tiktok.export import TikTokExport
from weerklank.connectors.tiktok.manifest import API
from weerklank.connectors.tiktok.permission_check import (
    PERMISSIONS_OF_JOBS,
    check_for_jobs,
)
from weerklank.connectors.tiktok.sign_in import TikTokSignIn
from weerklank.connectors.tiktok.source_file import open_source
from weerklank.harvest.api_client import ApiClient, error_of
from weerklank.harvest.connecting import Sends
from weerklank.harvest.exchange import NO_SENSE, TOO_BUSY, Exchange, NoAnswer
from weerklank.harvest.json_fields import number_of, object_within, parse_object, text_of
from weerklank.harvest.port import Unreadable
from weerklank.harvest.portability import AsksForJobs, NotTaken, Part, Seen, Stage
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

CATEGORIES = ("video", "profile")
NOT_GIVEN = Text(
    "TikTok geeft geen reden die Weerklank kent",
    "TikTok gives no reason that Weerklank knows",
)
_OK = "ok"
_REASONS = {
    "rate_limit_exceeded": TOO_BUSY,
    "scope_not_authorized": SCOPE_MISSING,
    "scope_permission_missed": SCOPE_MISSING,
}
#: What TikTok says of a request, and what that means; `downloading`: it can be downloaded.
_STAGES = {
    "pending": Stage.BUSY,
    "downloading": Stage.READY,
    "expired": Stage.EXPIRED,
    "cancelled": Stage.FAILED,
}


class TikTokJobsSignIn(TikTokSignIn):
    """The sign-in for the permission that jobs need."""

    permissions: tuple[Permission, ...] = PERMISSIONS_OF_JOBS
    margin = timedelta(minutes=5)

    def check(
        self,
        handle: str,
        url: str,  # noqa: ARG002 - of the port
        granted: Granted,
    ) -> tuple[Granted, list[Finding]]:
        """Look whose permission it is, and whether it is for posts and profile and no more."""
        client = TikTokClient(self._base, self._sends)
        return check_for_jobs(client, self._sends.sign_in, handle, granted)


@dataclass(frozen=True, slots=True)
class TikTokJobs:
    """Archives of TikTok."""

    api: str = API
    asks_for: tuple[str, ...] = CATEGORIES
    hosts: tuple[str, ...] = ()

    def sign_in(self, endpoint: str, sends: Sends) -> TikTokJobsSignIn:
        """Give the way to ask TikTok for the permission."""
        return TikTokJobsSignIn(endpoint, sends)

    def file_name(self, part: int) -> str:
        """Name the file of an archive."""
        return f"user_data_tiktok-{part}.zip"

    def open(self, paths: Sequence[Path]) -> TikTokExport | None:
        """Open an archive, which is one file here."""
        source = open_source(paths[0]) if len(paths) == 1 else None
        return TikTokExport(source) if source else None

    def ask(self, endpoint: str, asks: AsksForJobs) -> str:
        """Ask for an archive; gives the number of the request."""
        wanted: list[Json] = [*CATEGORIES]
        address = ApiClient(endpoint, asks).address("v2/user/data/add/", fields="request_id")
        body: JsonObject = {"data_format": "json", "category_selection_list": wanted}
        exchange = asks.post_once(address, body)
        number = number_of(_data(exchange).get("request_id"))
        if number is None:
            raise NoAnswer(NO_SENSE)
        return str(number)

    def look(self, endpoint: str, asks: AsksForJobs, job: str) -> Seen:
        """Ask how far a request is."""
        client = ApiClient(endpoint, asks)
        address = client.address("v2/user/data/check/", fields="request_id,status")
        body: JsonObject = {"request_id": int(job)}
        stage = _STAGES.get(text_of(_data(asks.post(address, body)).get("status")) or "")
        if stage is None:
            raise NoAnswer(NO_SENSE)
        if stage is not Stage.READY:
            return Seen(stage)
        return Seen(stage, (Part(client.address("v2/user/data/download/"), body),))


def _data(exchange: Exchange) -> JsonObject:
    """Give what an answer tells; NotTaken when TikTok refuses."""
    try:
        found = parse_object(exchange.content(LARGEST_ANSWER))
    except (Unreadable, msgspec.DecodeError, RecursionError):
        found = error_of(exchange)
    code = text_of(object_within(found, "error").get("code"))
    if code == _OK:
        return object_within(found, "data")
    if code is None:
        raise NoAnswer(NO_SENSE)
    raise NotTaken(_REASONS.get(code, NOT_GIVEN))

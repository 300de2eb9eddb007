"""Google's Data Portability API: ask for an archive of a channel, and fetch it.

What is asked for stands here and nowhere else: the channel, its public and unlisted videos and
playlists, its posts and its comments. Google has 60 groups besides, such as private videos, live
chats, subscriptions and what somebody looked at; none of those is asked for or permitted.
Its permissions go with no other one, so that this is a connection by itself.

An archive comes in one or more zips by signed addresses that hold six hours; the archive holds
fourteen days. That it is laid out as a Takeout is is what Google's schema pages suggest.

Source: developers.google.com, Data Portability API: Call Data Portability API methods, Use
Time-Based Access, accessType.check, and its discovery document (revision 20260719); not tried on
Google itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from weerklank.connectors.youtube.export import YouTubeExport
from weerklank.connectors.youtube.sign_in import demand_no_mail
from weerklank.connectors.youtube.takeout import open_whole
from weerklank.harvest.api_client import error_of
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.connecting import Sends
from weerklank.harvest.exchange import NO_SENSE, NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.json_fields import object_within, text_of
from weerklank.harvest.portability import AsksForJobs, NotTaken, Part, Seen, Stage
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

API = "https://dataportability.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/dataportability."
_GROUPS: dict[str, Text] = {
    "youtube.channel": Text("Het kanaal zelf.", "The channel itself."),
    "youtube.public_videos": Text(
        "De openbare video's, met de films.", "The public videos, with their films."
    ),
    "youtube.unlisted_videos": Text(
        "De video's die wie het adres heeft kan zien.", "The videos that who has the link can see."
    ),
    "youtube.comments": Text(
        "De reacties die het kanaal zelf schreef.", "The comments that the channel itself wrote."
    ),
    "youtube.posts": Text("De berichten van het kanaal.", "The posts of the channel."),
    "youtube.public_playlists": Text("De openbare afspeellijsten.", "The public playlists."),
    "youtube.unlisted_playlists": Text(
        "De afspeellijsten die wie het adres heeft kan zien.",
        "The playlists that who has the link can see.",
    ),
}
RESOURCES = tuple(_GROUPS)
PERMISSIONS = tuple(Permission(f"{_SCOPE}{group}", what) for group, what in _GROUPS.items())

TOO_SOON = Text(
    "Google maakt van hetzelfde hoogstens eens per dag een archief",
    "Google makes an archive of the same once a day at most",
)
USED_UP = Text(
    "met deze toestemming is al een archief gemaakt, en zij geldt voor één",
    "an archive was made with this permission already, and it holds for one",
)
TOO_SMALL = Text(
    "de toestemming geeft niet alles wat wordt gevraagd",
    "the permission does not give all that is asked for",
)
NOT_GIVEN = Text(
    "Google geeft geen reden die Weerklank kent",
    "Google gives no reason that Weerklank knows",
)
_REASONS = {
    "FAILED_PRECONDITION": TOO_SOON,
    "RESOURCE_EXHAUSTED": USED_UP,
    "PERMISSION_DENIED": TOO_SMALL,
}
_STAGES = {
    "IN_PROGRESS": Stage.BUSY,
    "COMPLETE": Stage.READY,
    "FAILED": Stage.FAILED,
    "CANCELLED": Stage.FAILED,
}
_JOB = re.compile(r"[\w\-]{1,200}", re.ASCII)
_OK, _REFUSED, _MISSING = 200, 403, 404
#: Parts of one archive; Google's are of some gigabytes each.
_MOST_PARTS = 200


class YouTubeJobsSignIn(CentralSignIn):
    """The sign-in for the permission that jobs need."""

    places = OAuthPlaces(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com/revoke",
    )
    permissions: tuple[Permission, ...] = PERMISSIONS
    asks_besides: Mapping[str, str] = {"access_type": "offline", "prompt": "consent"}

    def check(
        self,
        handle: str,  # noqa: ARG002 - of the port
        url: str,  # noqa: ARG002 - of the port
        granted: Granted,
    ) -> tuple[Granted, list[Finding]]:
        """Look what it gives, by the question that makes no archive.

        Google tells nobody by this permission of which channel it is: the archive says so, and
        what is of another channel is not taken in.
        """
        demand_no_mail(granted)
        self._sends.sign_in(granted.token)
        try:
            exchange = self._sends.post(f"{self._base}/v1/accessType:check", {})
        except NoAnswer as none:
            return granted, self.unanswered(none)
        if exchange.status == _REFUSED:
            return granted, [Finding(kind=PERMISSION_REFUSED)]
        if exchange.status != _OK:
            return granted, self.unanswered(NoAnswer(NO_SENSE))
        return granted, [*self._found(error_of(exchange), granted)]

    def _found(self, told: JsonObject, granted: Granted) -> Iterator[Finding]:
        lasting, once = (
            _texts(told.get("timeBasedResources")),
            _texts(told.get("oneTimeResources")),
        )
        given = {*lasting, *once}
        for group in RESOURCES:
            if group not in given:
                yield Finding(kind="scope_missing", values=(("scope", f"{_SCOPE}{group}"),))
        wide = sorted({*given - {*RESOURCES}, *_beyond(granted)})
        if wide:
            yield Finding(kind="scope_too_wide", values=(("scopes", ", ".join(wide)),))
        if set(RESOURCES) & set(once):
            yield Finding(kind="one_archive")
        yield Finding(kind="owner_in_archive")


@dataclass(frozen=True, slots=True)
class YouTubeJobs:
    """Archives of a channel, made by Google."""

    api: str = API
    asks_for: tuple[str, ...] = RESOURCES
    hosts: tuple[str, ...] = ("googleapis.com", "googleusercontent.com")

    def sign_in(self, endpoint: str, sends: Sends) -> YouTubeJobsSignIn:
        """Give the way to ask Google for the permission."""
        return YouTubeJobsSignIn(endpoint, sends)

    def file_name(self, part: int) -> str:
        """Name a file of an archive."""
        return f"takeout-{part:03}.zip"

    def open(self, paths: Sequence[Path]) -> YouTubeExport | None:
        """Open all files of an archive as one export."""
        takeout = open_whole(paths)
        return YouTubeExport(takeout) if takeout else None

    def ask(self, endpoint: str, asks: AsksForJobs) -> str:
        """Ask for an archive; gives the number of the job."""
        wanted: list[Json] = [*RESOURCES]
        address = f"{endpoint}/v1/portabilityArchive:initiate"
        told = _told(asks.post_once(address, {"resources": wanted}))
        number = text_of(told.get("archiveJobId")) or ""
        if not _JOB.fullmatch(number):
            raise NoAnswer(NO_SENSE)
        return number

    def look(self, endpoint: str, asks: AsksForJobs, job: str) -> Seen:
        """Ask how far a job is; one that Google no longer has expired."""
        if not _JOB.fullmatch(job):
            raise NoAnswer(NO_SENSE)
        exchange = asks.get(f"{endpoint}/v1/archiveJobs/{job}/portabilityArchiveState")
        if exchange.status == _MISSING:
            return Seen(Stage.EXPIRED)
        told = _told(exchange)
        stage = _STAGES.get(text_of(told.get("state")) or "")
        if stage is None:
            raise NoAnswer(NO_SENSE)
        if stage is not Stage.READY:
            return Seen(stage)
        return Seen(stage, _parts(told.get("urls")))


def _told(exchange: Exchange) -> JsonObject:
    """Give what an answer tells; NotTaken when Google refuses."""
    told = error_of(exchange)
    if exchange.status == _OK:
        return told
    status = text_of(object_within(told, "error").get("status"))
    if status is None:
        raise NoAnswer(NO_SENSE)
    raise NotTaken(_REASONS.get(status, NOT_GIVEN))


def _parts(urls: Json) -> tuple[Part, ...]:
    """Give all files of an archive: one without those that can't be read would seem whole."""
    addresses = _texts(urls)
    if not isinstance(urls, list) or not addresses:
        raise NoAnswer(NOT_THERE)
    if len(addresses) < len(urls) or len(addresses) > _MOST_PARTS:
        raise NoAnswer(NO_SENSE)
    return tuple(map(Part, addresses))


def _texts(value: Json) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _beyond(granted: Granted) -> set[str]:
    """Give what a token permits besides, as far as Google said so with it."""
    return set(granted.scopes or ()) - {one.scope for one in PERMISSIONS}

"""Permission to read a channel: by OAuth at Google, or by a key of the organisation's own project.

Source: the documents of Google, OAuth 2.0 for the YouTube Data API, and its discovery document. A
permission is of one channel and shows what is private too; a key is of nobody, and shows what
anyone can see, comments included.
"""

from collections.abc import Iterator, Mapping

from weerklank.connectors.youtube.api_questions import Answer, Questions
from weerklank.connectors.youtube.api_whose import CHANNELS, asked_by, id_in
from weerklank.harvest.api_key import is_api_key
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.connecting import Sends
from weerklank.harvest.exchange import NOT_THERE, TOO_BUSY, Exchange, NoAnswer
from weerklank.harvest.port import NO_HEADERS
from weerklank.harvest.trial import KeepsNoAnswers
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.errors import NotNow, Refused, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

OTHER_CHANNEL = fault(
    "CONNECT-870",
    Text(
        nl="De toestemming is niet van het kanaal {account}, maar van een ander.",
        en="The permission is not of the channel {account}, but of another one.",
    ),
    Text(
        nl="Er is niets bewaard. Kies bij Google het kanaal {account} (een merkaccount staat er "
        "apart bij) en koppel opnieuw.",
        en="Nothing was kept. Choose the channel {account} at Google (a brand account stands "
        "there by itself) and connect again.",
    ),
)
MESSAGES_TOO = fault(
    "CONNECT-871",
    Text(
        nl="Geweigerd: de toestemming opent ook e-mail of chats van het Google-account.",
        en="Refused: the permission opens mail or chats of the Google account too.",
    ),
    Text(
        nl="Er is niets bewaard. Trek haar in bij Google en koppel opnieuw, met alleen "
        "youtube.readonly.",
        en="Nothing was kept. Withdraw it at Google and connect again, with youtube.readonly "
        "alone.",
    ),
)
NO_CHANNEL = fault(
    "CONNECT-872",
    Text(
        nl="YouTube kent geen kanaal onder het geregistreerde adres van {account}.",
        en="YouTube knows no channel by the registered address of {account}.",
    ),
    Text(
        nl="Leg het adres met @naam of /channel/ vast met 'weerklank account edit {account} --url "
        "ADRES' en koppel opnieuw.",
        en="Record the address with @name or /channel/ by 'weerklank account edit {account} --url "
        "URL' and connect again.",
    ),
)

READ_ONLY = "https://www.googleapis.com/auth/youtube.readonly"
PERMISSIONS = (
    Permission(
        READ_ONLY,
        Text(
            "Het kanaal en al zijn video's lezen, met hun aantallen, en nagaan dat dit het kanaal "
            "uit het accountoverzicht is. Wat privé is, ziet deze toestemming ook; dat wordt niet "
            "opgenomen. Reacties geeft YouTube hiermee niet.",
            "Read the channel and all its videos, with their numbers, and see that this is the "
            "channel of the register. What is private this permission sees too; that is not taken "
            "in. YouTube does not give comments for it.",
        ),
    ),
)
#: What opens mail and chats, in the words of Google's permissions.
_MESSAGES = (
    "mail.google.com",
    "/auth/gmail.",
    "/auth/chat",
    "/auth/googlevoice",
    "conversations",
    "live_chat",
)
_TOO_SMALL = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})


class _Sent:
    """Asks by what connecting gives; nobody waits while somebody looks on."""

    def __init__(self, sends: Sends, *, is_signed_in: bool) -> None:
        self._sends = sends
        self.is_signed_in = is_signed_in

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        return self._sends.get(address, headers)

    def post(
        self, address: str, body: JsonObject, headers: Mapping[str, str] = NO_HEADERS
    ) -> Exchange:
        del address, body, headers
        raise NoAnswer(NOT_THERE)

    def pause(self, attempt: int) -> None:
        del attempt
        raise NoAnswer(TOO_BUSY)


class YouTubeSignIn(CentralSignIn):
    """Google, by an app of the organisation; a permission or key of elsewhere is looked at too."""

    places = OAuthPlaces(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com/revoke",
    )
    permissions: tuple[Permission, ...] = PERMISSIONS
    #: Google gives what renews a token when it is asked to, and only when the person consents.
    asks_besides: Mapping[str, str] = {"access_type": "offline", "prompt": "consent"}

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        """Look at it.

        Refused when it is of another channel, or opens messages; NotNow without an answer.
        """
        demand_no_mail(granted)
        is_key = is_api_key(granted.token)
        self._sends.sign_in(granted.token)
        asks = _Sent(self._sends, is_signed_in=not is_key)
        questions = Questions(self._base, asks, KeepsNoAnswers())
        try:
            asked = asked_by(url, handle)
            if not asked:
                raise NotNow(NO_CHANNEL, account=handle)
            registered = questions.ask(CHANNELS, part="id", **asked)
            if not registered.is_ok and not registered.is_missing:
                return granted, [_refused(registered)]
            if is_key:
                return granted, [*self._of_key(registered, handle)]
            return granted, [*self._of_permission(questions, registered, handle, granted)]
        except NoAnswer as none:
            return granted, self.unanswered(none)

    def _of_key(self, registered: Answer, handle: str) -> Iterator[Finding]:
        if id_in(registered.first) is None:
            raise NotNow(NO_CHANNEL, account=handle)
        yield Finding(kind="public_only")

    def _of_permission(
        self, questions: Questions, registered: Answer, handle: str, granted: Granted
    ) -> Iterator[Finding]:
        mine = questions.ask(CHANNELS, part="id", mine="true")
        if mine.reason in _TOO_SMALL:
            yield _refused(mine)
            return
        number = id_in(mine.first)
        if number is None or number != id_in(registered.first):
            raise Refused(OTHER_CHANNEL, account=handle)
        yield from self.scope_findings(granted)
        asked = {"part": "id", "allThreadsRelatedToChannelId": number, "maxResults": "1"}
        if questions.ask("commentThreads", **asked).reason in _TOO_SMALL:
            yield Finding(kind="comments_not_permitted")


def demand_no_mail(granted: Granted) -> None:
    """Refuse a permission that opens mail or chats."""
    if any(mark in scope for scope in granted.scopes or () for mark in _MESSAGES):
        raise Refused(MESSAGES_TOO)


def _refused(answer: Answer) -> Finding:
    if answer.reason in _TOO_SMALL:
        return Finding(kind="scope_missing", values=(("scope", READ_ONLY),))
    return Finding(kind=PERMISSION_REFUSED)

"""What a permission of TikTok reads: whose account, and each of the permissions that are needed.

TikTok tells what was permitted when it gives a token (`scope`), and of a token made elsewhere not
at all: so each is tried. A refusal is a 401 for a permission that is missing too, so that they are
asked one after another, the account itself first.

Source: developers.tiktok.com, Scopes Reference, Get User Info, List Videos, Error Handling.
"""

from collections.abc import Callable, Iterable

from weerklank.connectors.tiktok.api_client import SCOPE_MISSING, TikTokClient
from weerklank.connectors.tiktok.api_objects import USER_FIELDS, owner_of
from weerklank.harvest.exchange import NO_SENSE, SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.port import Unreadable
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.errors import NotNow, Refused, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text

NO_ANSWER = fault(
    "CONNECT-900",
    Text(
        nl="TikTok gaf geen bruikbaar antwoord: {reason}.",
        en="TikTok gave no usable answer: {reason}.",
    ),
    Text(
        nl="Er is niets bewaard. Probeer het later opnieuw.",
        en="Nothing was kept. Try again later.",
    ),
)
OTHER_ACCOUNT = fault(
    "CONNECT-901",
    Text(
        nl="De toestemming is niet van @{account}, maar van een ander account op TikTok.",
        en="The permission is not of @{account}, but of another account on TikTok.",
    ),
    Text(
        nl="Er is niets bewaard. Meld u bij TikTok aan als @{account} en koppel opnieuw.",
        en="Nothing was kept. Sign in at TikTok as @{account} and connect again.",
    ),
)
GIVES_MESSAGES = fault(
    "CONNECT-902",
    Text(
        nl="De toestemming geeft ook privéberichten: {scopes}. Die worden nooit gelezen.",
        en="The permission gives direct messages too: {scopes}. Those are never read.",
    ),
    Text(
        nl="Er is niets bewaard. Haal die toestemming bij de app in het ontwikkelaarsportaal van "
        "TikTok weg en koppel opnieuw.",
        en="Nothing was kept. Take that permission away from the app in TikTok's developer portal "
        "and connect again.",
    ),
)

_BASIC, _PROFILE, _STATS = USER_FIELDS
_VIDEOS = "video.list"
PERMISSIONS = (
    Permission(
        _BASIC,
        Text(
            "De naam en de profielfoto van het account lezen.",
            "Read the name and the profile picture of the account.",
        ),
    ),
    Permission(
        _PROFILE,
        Text(
            "De beschrijving lezen, en nagaan dat dit het account uit het accountoverzicht is.",
            "Read the description, and see that this is the account of the register.",
        ),
    ),
    Permission(
        _STATS,
        Text(
            "Lezen hoeveel films en volgers er zijn, zodat te zien is of er films ontbreken.",
            "Read how many films and followers there are, so as to see whether films are missing.",
        ),
    ),
    Permission(
        _VIDEOS,
        Text("De openbare films van het account lezen.", "Read the public films of the account."),
    ),
)
NEEDED = tuple(one.scope for one in PERMISSIONS)
#: For jobs: for more than one archive, and for one. The second is never asked for, and is enough.
ONGOING, SINGLE = "portability.postsandprofile.ongoing", "portability.postsandprofile.single"
PERMISSIONS_OF_JOBS = (
    *(one for one in PERMISSIONS if one.scope in {_BASIC, _PROFILE}),
    Permission(
        ONGOING,
        Text(
            "Archieven van berichten en profiel aanvragen en ophalen, nu en later. "
            "Privéberichten en activiteit zitten daar niet in.",
            "Ask for archives of posts and profile and fetch them, now and later. Direct messages "
            "and activity are not in those.",
        ),
    ),
)
#: Parts of a permission that gives direct messages, or an export of everything.
_OF_MESSAGES = ("message", "portability.all")


def check(
    client: TikTokClient, sign_in: Callable[[Secret], None], handle: str, granted: Granted
) -> tuple[Granted, list[Finding]]:
    """Look at a permission: whose it is, and whether it reads what it must and no more.

    `sign_in` shows a token anew, as nothing is asked any more with one that was refused. Refused
    when it is of another account, or gives direct messages; NotNow when TikTok does not answer.
    """
    found, lacks = _try(sign_in, _questions(client, handle), granted)
    return granted, found if lacks else [*found, *_beyond(granted, NEEDED)]


def check_for_jobs(
    client: TikTokClient, sign_in: Callable[[Secret], None], handle: str, granted: Granted
) -> tuple[Granted, list[Finding]]:
    """Look at a permission for jobs, as `check` does.

    Whether it gives archives is asked by no question: the only one that would tell asks for one.
    What TikTok said with the token tells it, and of a token made elsewhere nothing does.
    """
    asked = [one for one in _questions(client, handle) if one[0] in {_BASIC, _PROFILE}]
    found, lacks = _try(sign_in, asked, granted)
    if lacks:
        return granted, found
    if granted.scopes is not None and not {ONGOING, SINGLE} & set(granted.scopes):
        found = [*found, Finding(kind="scope_missing", values=(("scope", ONGOING),))]
    return granted, [*found, *_beyond(granted, (_BASIC, _PROFILE, ONGOING, SINGLE))]


def _try(
    sign_in: Callable[[Secret], None],
    questions: Iterable[tuple[str, Callable[[], None]]],
    granted: Granted,
) -> tuple[list[Finding], bool]:
    """Ask what needs each permission; tells what is missing, and whether it holds for nothing."""
    _demand_no_messages(granted)
    missing: list[str] = []
    for scope, ask in questions:
        sign_in(granted.token)
        try:
            ask()
        except NoAnswer as none:
            if none.reason not in {SIGN_IN_REFUSED, SCOPE_MISSING}:
                raise NotNow(NO_ANSWER, reason=none.reason) from None
            if scope == _BASIC:
                return [Finding(kind=PERMISSION_REFUSED)], True
            missing.append(scope)
    sign_in(granted.token)
    return [Finding(kind="scope_missing", values=(("scope", one),)) for one in missing], False


def _questions(client: TikTokClient, handle: str) -> tuple[tuple[str, Callable[[], None]], ...]:
    """Give for each permission the question that needs it."""
    return (
        (_BASIC, lambda: _reads(client, _BASIC)),
        (_PROFILE, lambda: _demand_same(client, handle)),
        (_STATS, lambda: _reads(client, _STATS)),
        (_VIDEOS, lambda: _lists(client)),
    )


def _reads(client: TikTokClient, scope: str) -> None:
    client.user(USER_FIELDS[scope])


def _lists(client: TikTokClient) -> None:
    client.videos(None)


def _demand_same(client: TikTokClient, handle: str) -> None:
    """Refuse a permission of another account, by its name."""
    try:
        owner = owner_of(client.user(USER_FIELDS[_PROFILE]).data)
    except Unreadable:
        raise NoAnswer(NO_SENSE) from None
    if owner.handle != handle.lower():
        raise Refused(OTHER_ACCOUNT, account=handle)


def _demand_no_messages(granted: Granted) -> None:
    told = granted.scopes or ()
    bad = sorted(one for one in told if any(part in one.lower() for part in _OF_MESSAGES))
    if bad:
        raise Refused(GIVES_MESSAGES, scopes=", ".join(bad))


def _beyond(granted: Granted, needed: tuple[str, ...]) -> list[Finding]:
    """Tell of permissions that are not needed."""
    if granted.scopes is None:
        return [Finding(kind="scope_unknown")]
    wide = sorted(set(granted.scopes) - set(needed))
    return [Finding(kind="scope_too_wide", values=(("scopes", ", ".join(wide)),))] if wide else []

"""What goes wrong with a request of the API, as RFC 9457 has it, in both languages."""

from dataclasses import dataclass, field
from http import HTTPStatus

import orjson
from django.http import HttpResponse

from weerklank.model.errors import WeerklankError, fault
from weerklank.model.text import Language, Text
from weerklank.web.error_words import message_of, next_of
from weerklank.web.views.errors import status_of

_SEE = Text(
    nl="Zie /api/v1/openapi.json: daar staat elke bewerking met wat zij vraagt.",
    en="See /api/v1/openapi.json: it has every operation with what it asks.",
)
NO_OPERATION = fault(
    "API-001",
    Text(nl="Dit adres is er niet, of niet voor u.", en="This is not there, or not for you."),
    _SEE,
)
NO_METHOD = fault(
    "API-002",
    Text(nl="Dit kan op dit adres niet.", en="This can't be done at this address."),
    _SEE,
)
NO_TOKEN = fault(
    "API-003",
    Text(
        nl="Er is geen token meegestuurd, of het geldt niet (meer).",
        en="No token came along, or it does not hold (any more).",
    ),
    Text(
        nl="Maak een token onder Mijn gegevens en stuur het mee als Authorization: Bearer TOKEN.",
        en="Make a token under About me and send it as Authorization: Bearer TOKEN.",
    ),
)
TOO_MANY = fault(
    "API-004",
    Text(
        nl="Van dit adres kwamen te veel tokens die niet gelden.",
        en="Too many tokens that do not hold came from this address.",
    ),
    Text(
        nl="Probeer het over een kwartier opnieuw, met een token dat geldt.",
        en="Try again in a quarter of an hour, with a token that holds.",
    ),
)
NOT_THIS_ROLE = fault(
    "API-005",
    Text(
        nl="De rol van dit token mag dit niet. Wel: {roles}.",
        en="The role of this token may not do this. Who may: {roles}.",
    ),
    Text(
        nl="Maak een token voor een van die rollen, als u die hebt.",
        en="Make a token for one of those roles, if you hold it.",
    ),
)
WRONG_VALUES = fault(
    "API-006",
    Text(
        nl="Niet alles in dit verzoek is te gebruiken.",
        en="Not everything in this request can be used.",
    ),
    Text(
        nl="In 'errors' staat per veld wat er wordt verwacht.",
        en="See in 'errors' what is expected of each field.",
    ),
)
WRONG_TYPE = fault(
    "API-007",
    Text(
        nl="Stuur {type} mee, met die naam in Content-Type.",
        en="Send {type}, with that name in Content-Type.",
    ),
    _SEE,
)
TOO_LARGE = fault(
    "API-008",
    Text(nl="Wat meekomt, is te groot.", en="What came along is too large."),
    Text(nl="Ten hoogste {most} bytes.", en="{most} bytes at most."),
)
DEFECT = fault(
    "API-009",
    Text(
        nl="Dit had niet mogen gebeuren. Het archief staat zoals het stond.",
        en="This should not have happened. The archive stands as it stood.",
    ),
    Text(
        nl="Probeer het opnieuw. Blijft het misgaan, meld het dan met deze code.",
        en="Try again. If it keeps going wrong, report it with this code.",
    ),
)
NO_SUCH_PIECE = fault(
    "API-010",
    Text(nl="Dit deel heeft het bestand niet.", en="The file has no such part."),
    Text(
        nl="In Content-Range staat hoeveel bytes het zijn.",
        en="Content-Range tells how many bytes there are.",
    ),
)


class ApiError(WeerklankError):
    """A request that can't be answered as it is, with its status."""

    def __init__(
        self, status: int, code: str, wrong: "tuple[Wrong, ...]" = (), **values: object
    ) -> None:
        super().__init__(code, **values)
        self.status, self.wrong = status, wrong
        #: Headers that say how it would be answered.
        self.headers: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that can't be used; what it holds is not repeated."""

    #: `query` or `body`.
    place: str
    name: str
    text: Text
    #: JSON schema of what is expected.
    expected: dict[str, object] = field(default_factory=dict)


def problem(error: WeerklankError, status: int, language: Language) -> HttpResponse:
    """Give an error as problem details."""
    is_ours = isinstance(error, ApiError)
    said = Text(error.message("nl"), error.message("en")) if is_ours else message_of(error)
    then = Text(error.hint("nl"), error.hint("en")) if is_ours else next_of(error)
    told: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": said.say(language),
        "code": error.code,
        "next": then.say(language) if then else None,
        "nl": {"detail": said.nl, "next": then.nl if then else None},
        "en": {"detail": said.en, "next": then.en if then else None},
    }
    if isinstance(error, ApiError) and error.wrong:
        told["errors"] = [
            {
                "in": one.place,
                "name": one.name,
                "detail": one.text.say(language),
                "expected": one.expected,
            }
            for one in error.wrong
        ]
    answer = HttpResponse(
        orjson.dumps(told), status=status, content_type="application/problem+json"
    )
    if isinstance(error, ApiError):
        for name, value in error.headers.items():
            answer[name] = value
    return answer


def status_for(error: WeerklankError, wrong: int) -> int:
    """Give the status of an error of a service; `wrong` is that of wrong use."""
    if isinstance(error, ApiError):
        return error.status
    if error.code == "SEARCH-003":
        return HTTPStatus.GONE
    return wrong if error.exit_code == 2 else status_of(error)

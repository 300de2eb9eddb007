"""Permission to read a page of LinkedIn: what is asked, and what a look at it finds.

Source: LinkedIn's documentation of its OAuth (authorisation code, tokens of 60 days, refresh
tokens of a year for apps that may have those) and of the Pages Data Portability API. There is one
permission for all that a page has, messages of members and leads too: LinkedIn has no smaller one.
Weerklank asks for none of that: the transport refuses those addresses.
"""

from weerklank.connectors.linkedin.dma import ACLS, FORBIDDEN, HEADERS, OK, OUTDATED, VERSION
from weerklank.connectors.linkedin.restli import encoded, query_of
from weerklank.connectors.linkedin.whose_page import OUTDATED_HERE, managed_in, number_in
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.exchange import NO_SENSE, Exchange, NoAnswer
from weerklank.harvest.json_fields import objects_within, parse_object, text_of
from weerklank.harvest.port import Unreadable
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.errors import NotNow, Refused, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

OTHER_PAGE = fault(
    "CONNECT-890",
    Text(
        nl="Wie toestemming gaf, heeft geen rol op de pagina {account}.",
        en="Whoever gave permission has no role on the page {account}.",
    ),
    Text(
        nl="Er is niets bewaard. Laat een beheerder of contentbeheerder van de pagina toestemming "
        "geven, en koppel opnieuw.",
        en="Nothing was kept. Let an administrator or content administrator of the page permit "
        "it, and connect again.",
    ),
)

SCOPE = "r_dma_admin_pages_content"
PERMISSIONS = (
    Permission(
        SCOPE,
        Text(
            "De pagina lezen, met alle eigen berichten, de reacties eronder en de aantallen. "
            "LinkedIn heeft hiervoor geen kleinere toestemming: deze dekt ook privéberichten en "
            "leads van de pagina. Weerklank vraagt die nooit op.",
            "Read the page, with all own posts, the comments below and the numbers. LinkedIn has "
            "no smaller permission for that: this one covers messages and leads of the page too. "
            "Weerklank never asks for those.",
        ),
    ),
)


class LinkedInSignIn(CentralSignIn):
    """LinkedIn, by an app that the organisation registered there."""

    places = OAuthPlaces(
        authorize="https://www.linkedin.com/oauth/v2/authorization",
        token="https://www.linkedin.com/oauth/v2/accessToken",  # noqa: S106 - an address
        revoke=None,
    )
    permissions: tuple[Permission, ...] = PERMISSIONS
    #: LinkedIn has PKCE for programs without a secret alone, at addresses of their own.
    proves = False

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        """Look whether a token reads this page, and gives no more than it must."""
        del url
        self._sends.sign_in(granted.token)
        try:
            return granted, self._look(handle, granted)
        except NoAnswer as none:
            return granted, self.unanswered(none)

    def _look(self, handle: str, granted: Granted) -> list[Finding]:
        exchange, found = self._ask(ACLS)
        if exchange.status == FORBIDDEN:
            return [Finding(kind="scope_missing", values=(("scope", SCOPE),))]
        managed = managed_in(objects_within(found, "elements"))
        if self._number_of(handle) not in managed:
            raise Refused(OTHER_PAGE, account=handle)
        note = Finding(kind="messages_in_scope", values=(("scope", SCOPE),))
        return [*self.scope_findings(granted), note]

    def _number_of(self, handle: str) -> str:
        """Give the number of the organisation whose page has a name in its address."""
        if handle.isascii() and handle.isdecimal():
            return handle
        query = query_of(q="vanityName", vanityName=encoded(handle))
        _, found = self._ask(f"rest/dmaOrganizations?{query}")
        for one in objects_within(found, "elements"):
            number = number_in(one)
            if number and (text_of(one.get("vanityName")) or "").lower() == handle:
                return number
        raise Refused(OTHER_PAGE, account=handle)

    def _ask(self, path: str) -> tuple[Exchange, JsonObject]:
        exchange = self._sends.get(f"{self._base}/{path}", HEADERS)
        if exchange.status == OUTDATED:
            raise NotNow(OUTDATED_HERE, version=VERSION)
        if exchange.status == FORBIDDEN:
            return exchange, {}
        if exchange.status != OK:
            raise NoAnswer(NO_SENSE)
        try:
            return exchange, parse_object(exchange.content(LARGEST_ANSWER))
        except Unreadable:
            raise NoAnswer(NO_SENSE) from None

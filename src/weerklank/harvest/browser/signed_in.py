"""Gives a context of the browser what it is signed in with, and takes back what became of it."""

import msgspec

from weerklank.harvest.browser.asked import text_of
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.harvest.browser.profile_state import of_server, origin_of
from weerklank.model.browser_profile import Cookie, ProfileState, StoredItem, StoredOrigin
from weerklank.model.json_value import Json, JsonObject

#: Stores before the first script of the page, and in its own origin alone.
_STORES = """for (const one of %s)
  if (location.origin === one.origin)
    for (const { name, value } of one.localStorage) localStorage.setItem(name, value);"""


class SignedIn:
    """The sign-in of one visit, in the context of its page."""

    def __init__(
        self, devtools: Devtools, context: str, session: str, state: ProfileState
    ) -> None:
        self._devtools, self._context, self._session = devtools, context, session
        self._state = state
        self._script = ""

    async def give(self) -> None:
        """Set all of it, before the page goes anywhere."""
        for one in self._state.cookies:
            try:
                await self._devtools.ask(
                    "Storage.setCookies",
                    cookies=[_as_set(one)],
                    browserContextId=self._context,
                )
            except Declined:  # one that no browser holds, such as of a name that promises TLS
                continue
        if self._state.origins:
            stored = msgspec.json.encode(self._state.origins).decode()
            made = await self._devtools.ask(
                "Page.addScriptToEvaluateOnNewDocument",
                self._session,
                source=_STORES % stored,
                worldName="weerklank",
            )
            self._script = text_of(made.get("identifier"))

    async def is_given(self) -> None:
        """Set nothing any more: what the page stores from now on is its own.

        A page that goes on in the very moment in which it came is given the same once more.
        """
        script, self._script = self._script, ""
        if script:
            await self._devtools.ask(
                "Page.removeScriptToEvaluateOnNewDocument", self._session, identifier=script
            )

    async def taken_back(self, home: str) -> ProfileState:
        """Give what the browser holds of the server now."""
        got = await self._devtools.ask("Storage.getCookies", browserContextId=self._context)
        cookies = got.get("cookies")
        told = [one for one in map(_cookie, cookies if isinstance(cookies, list) else ()) if one]
        origins = await self._stored(origin_of(home))
        return of_server(ProfileState(cookies=tuple(told), origins=origins), home)

    async def _stored(self, origin: str) -> tuple[StoredOrigin, ...]:
        """Give what the origin has stored; as it was where the page is elsewhere by now."""
        try:
            got = await self._devtools.ask(
                "DOMStorage.getDOMStorageItems",
                self._session,
                storageId={"securityOrigin": origin, "isLocalStorage": True},
            )
        except Declined:
            return self._state.origins
        entries = got.get("entries")
        pairs = (
            [one for one in entries if isinstance(one, list)] if isinstance(entries, list) else []
        )
        items = [
            StoredItem(name=text_of(pair[0]), value=text_of(pair[1])) for pair in pairs if pair[1:]
        ]
        return (StoredOrigin(origin=origin, local_storage=tuple(items)),) if items else ()


def _as_set(one: Cookie) -> dict[str, object]:
    given: dict[str, object] = {
        "name": one.name,
        "value": one.value,
        "domain": one.domain,
        "path": one.path,
        "httpOnly": one.http_only,
        "secure": one.secure,
        "sameSite": one.same_site,
    }
    if not one.domain.startswith("."):  # of this host alone: a domain would make it hold below it
        scheme = "https" if one.secure else "http"
        given = {**given, "url": f"{scheme}://{one.domain}{one.path}"}
        del given["domain"]
    if one.expires > 0:
        given["expires"] = one.expires
    return given


def _cookie(told: Json) -> Cookie | None:
    if not isinstance(told, dict):
        return None
    is_of_session = told.get("session") is True
    return Cookie(
        name=text_of(told.get("name")),
        value=text_of(told.get("value")),
        domain=text_of(told.get("domain")),
        path=text_of(told.get("path")) or "/",
        expires=-1 if is_of_session else _seconds(told),
        http_only=told.get("httpOnly") is True,
        secure=told.get("secure") is True,
        same_site=text_of(told.get("sameSite")) or "Lax",
    )


def _seconds(told: JsonObject) -> float:
    expires = told.get("expires")
    return float(expires) if isinstance(expires, int | float) else -1

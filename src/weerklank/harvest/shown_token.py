"""The token that the server of an account is shown, and the next one when that ends."""

from collections.abc import Callable
from typing import TypeVar

from weerklank.harvest.api_key import is_api_key, shown
from weerklank.harvest.exchange import SIGN_IN_REFUSED, NoAnswer
from weerklank.model.secret import Secret

T = TypeVar("T")

#: Gives a newer token where there is one: in time before the one of now ends, or for one that the
#: server refused. None where there is none. NoAnswer when none comes, with SIGN_IN_REFUSED when
#: none ever will.
Renews = Callable[[Secret | None], Secret | None]


class ShownToken:
    """A token at work."""

    def __init__(self, token: Secret, renews: Renews | None = None) -> None:
        self._token = token
        self._renews = renews
        #: Whether the server refused it, and there is no other.
        self.is_refused = False

    def ask(self, question: Callable[[], T]) -> T:
        """Ask with a token that holds; once more where the server refuses it and gives another.

        Another process may have had it renewed, and a harvest lasts longer than a token.
        """
        self._renew(None)
        try:
            return question()
        except NoAnswer:
            if not self.is_refused or not self._renew(self._token):
                raise
        return question()

    @property
    def is_key(self) -> bool:
        """Tell whether it is a key of a program, and no permission of an account."""
        return is_api_key(self._token)

    def header(self) -> dict[str, str]:
        """Give what shows it (RFC 6750; a key has a header of its own)."""
        return shown(self._token)

    def _renew(self, refused: Secret | None) -> bool:
        """Take a newer token where there is one; tells whether there was."""
        if self._renews is None:
            return False
        try:
            newer = self._renews(refused)
        except NoAnswer as none:
            self.is_refused = none.reason == SIGN_IN_REFUSED
            raise
        if newer is None:
            return False
        self._token, self.is_refused = newer, False
        return True

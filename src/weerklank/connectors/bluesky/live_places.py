"""Which servers are asked of an account, and for what.

Three parties know something of an account: the AppView, which counts and relates (the API that the
manifest names, or the endpoint that was given); the directory that says by its DID which server
keeps it; and that server, which gives what the account wrote and its files. On loopback one server
stands for all three, so that a double can.
"""

from urllib.parse import urlsplit

from weerklank.connectors.bluesky.words import document_of

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Places:
    """The servers of one run, by the endpoint at which it asks the AppView."""

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        self.appview = f"{parts.scheme}://{parts.netloc}"
        self._is_double = (parts.hostname or "") in _LOOPBACK

    def document(self, did: str) -> str:
        """Give where the document of an account is published."""
        return f"{self.appview}/{did}" if self._is_double else document_of(did)

    def server(self, told: str) -> str | None:
        """Give the origin of the server that keeps an account; None where none is told."""
        if self._is_double:
            return self.appview
        try:
            parts = urlsplit(told)
        except ValueError:  # such as half of an IPv6 address
            return None
        return f"https://{parts.netloc}" if parts.scheme == "https" and parts.hostname else None

"""Questions to the API of one server of Mastodon."""

from urllib.parse import urlencode

from weerklank.harvest.api_client import ApiClient

GONE = frozenset({404, 410})


class Client(ApiClient):
    """Asks one server."""

    def address(self, path: str, **query: object) -> str:
        """Give the address of an endpoint of the first version of its API."""
        return super().address(f"api/v1/{path}", **query)

    def knows(self, name: str) -> bool:
        """Tell by WebFinger (RFC 7033), which all servers of the fediverse have, of an account."""
        host = self.base.partition("://")[2]
        asked = urlencode({"resource": f"acct:{name}@{host}"})
        exchange = self._asks.get(f"{self.base}/.well-known/webfinger?{asked}")
        return exchange.status not in GONE

    def is_at_work(self) -> bool:
        """Tell whether the server answers for itself: by NodeInfo, else by Mastodon's API.

        One in trouble may say of all that it is asked that it is not there.
        """
        _, found = self.ask(f"{self.base}/.well-known/nodeinfo")
        if not isinstance(found, dict):
            _, found = self.ask(self.address("instance"))
        return isinstance(found, dict)

"""Whoever manages an account at its server: opens the page there and presses the button."""

import urllib.request
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response


def permit(address: str) -> str:
    """Give where the server leads after the button, or the page that it shows instead."""
    parts = urlsplit(address)
    with urllib.request.urlopen(address) as page:
        assert b"<button>" in page.read()
    form = {name: values[0] for name, values in parse_qs(parts.query).items()}
    where = f"{parts.scheme}://{parts.netloc}/oauth/authorize"
    opener = urllib.request.build_opener(_Stay)
    with opener.open(where, urlencode(form).encode()) as answer:
        led = answer.headers["Location"]
        return str(led or answer.read().decode())

"""Rest.li 2.0 as LinkedIn's API speaks it: how a URN and a list of them stand in an address.

Source: linkedin.github.io/rest.li, protocol 2.0.0. What has a meaning there (`:`, `(`, `)`, `,`
and `'`) is escaped inside a value; the brackets and commas of `List(…)` itself stay as they are.
"""

from collections.abc import Iterable
from urllib.parse import quote

#: Which protocol a question is in; the header is asked for by every address of the API.
PROTOCOL = "2.0.0"


def encoded(value: str) -> str:
    """Write a value as it stands in a path or a query."""
    return quote(value, safe="")


def list_of(values: Iterable[str]) -> str:
    """Write several values as one."""
    return f"List({','.join(map(encoded, values))})"


def query_of(**parts: str) -> str:
    """Write a query of values that are encoded already, in the order in which they are given."""
    return "&".join(f"{name}={value}" for name, value in parts.items())

"""URNs of LinkedIn's API: which post, comment or page one is of, in its one form."""

import re
from urllib.parse import unquote

from weerklank.connectors.linkedin.links import urn_in

_POST = re.compile(
    r"urn:li:(?:share|ugcPost|groupPost|activity):[0-9]+(?:-[0-9]+)?", re.IGNORECASE
)
#: A comment is named by what it stands below and a number; the name of the former is written
#: with and without `urn:li:`.
_COMMENT = re.compile(
    r"urn:li:comment:\((?:urn:li:)?([A-Za-z]{3,30}):([0-9]{1,30}(?:-[0-9]{1,10})?),([0-9]{1,30})\)"
)
_PAGE = re.compile(
    r"urn:li:(?:organization|organizationalPage|organizationBrand|company):([0-9]{1,20})"
)
_OF_PAGE = re.compile(r"urn:li:(?:organization|organizationalPage|organizationBrand|company):")


def post_urn(text: str) -> str | None:
    """Give the URN of a post in its one form, that of an export too; None for another URN."""
    plain = unquote(text)
    return urn_in(plain) if _POST.fullmatch(plain) else None


def comment_urn(text: str) -> str | None:
    """Give the URN of a comment in its one form; None for another URN."""
    found = _COMMENT.fullmatch(unquote(text))
    return f"urn:li:comment:(urn:li:{found[1]}:{found[2]},{found[3]})" if found else None


def one_form(urn: str) -> str:
    """Give a URN in the one form that it has here, however an answer writes it."""
    return post_urn(urn) or comment_urn(urn) or unquote(urn)


def number_of_comment(urn: str) -> str:
    """Give the number of a comment, which is one whatever it is said to stand below."""
    return urn.rpartition(",")[2].rstrip(")")


def number_of_page(urn: str) -> str | None:
    """Give the number of an organisation by a URN of it; None for the URN of anything else."""
    found = _PAGE.fullmatch(urn)
    return found[1] if found else None


def is_of_page(urn: str) -> bool:
    """Tell whether a URN is of an organisation, and not of a person."""
    return _OF_PAGE.match(urn) is not None


def page_urn(number: str) -> str:
    """Give the URN by which the API is asked for what is of an organisation."""
    return f"urn:li:organization:{number}"

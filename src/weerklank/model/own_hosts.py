"""Own hosts: which names of servers can be one organisation's own, as all names under them are."""

import re

from weerklank.model.platform import large_platform_of

#: Letters, figures and hyphens, in the form that goes over the line (RFC 1123, RFC 5890). The last
#: label is no number: browsers take a name that ends in one for an address (WHATWG URL, 3.5).
_NAME = re.compile(
    r"(?=.{4,253}$)(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)+(?![0-9]+$|0x[0-9a-f]*$)[a-z0-9-]{2,63}"
)
#: Suffixes below a country under which anybody can have a name, such as `co.uk` and `com.au`.
_OF_COUNTRY = re.compile(r"(?:ac|co|com|edu|gob|gov|gouv|go|mil|ne|net|nom|or|org)\.[a-z]{2}")
#: Names under which each customer has a name of its own, as in the private part of the Public
#: Suffix List (publicsuffix.org): those that are met most.
_OF_CUSTOMERS = frozenset(
    "amazonaws.com azurewebsites.net azurestaticapps.net windows.net cloudfront.net github.io "
    "gitlab.io netlify.app vercel.app pages.dev workers.dev herokuapp.com web.app firebaseapp.com "
    "blogspot.com blogspot.nl wordpress.com wixsite.com weebly.com webnode.nl webnode.com "
    "jouwweb.nl jimdosite.com jimdofree.com myshopify.com squarespace.com sharepoint.com "
    "onmicrosoft.com co.nl com.nl net.nl".split()
)


def is_host_name(host: str) -> bool:
    """Tell of a host in its one form whether it is a name of more than one part, and no number."""
    return _NAME.fullmatch(host) is not None


def is_of_many(host: str) -> bool:
    """Tell whether others than one organisation have pages on a host, or have names under it."""
    bare = host.removeprefix("www.")
    if bare in _OF_CUSTOMERS or _OF_COUNTRY.fullmatch(bare):
        return True
    return large_platform_of(host) is not None

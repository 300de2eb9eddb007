"""A key of an API: it tells whose program asks, and is no permission of any account.

Google's keys have a form of their own and go in a header of their own, not where a permission
stands (Google Cloud, 'Use API keys to access APIs').
"""

import re

from weerklank.model.secret import Secret

_OF_GOOGLE = re.compile(r"AIza[0-9A-Za-z_-]{35}")


def is_api_key(token: Secret) -> bool:
    """Tell a key of Google from a permission."""
    return _OF_GOOGLE.fullmatch(token.reveal()) is not None


def shown(token: Secret) -> dict[str, str]:
    """Give the header by which a permission or a key is shown."""
    if is_api_key(token):
        return {"X-Goog-Api-Key": token.reveal()}
    return {"Authorization": f"Bearer {token.reveal()}"}

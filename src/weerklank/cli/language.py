"""The language of the locale: Dutch or English."""

import os

from weerklank.model.text import Language, Text


def language() -> Language:
    """Give Dutch for a Dutch locale, else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"


def say(nl: str, en: str, **values: object) -> str:
    """Give a sentence in the language of the locale."""
    return Text(nl, en).say(language(), **values)

"""Numbers as people read them."""

from weerklank.model.text import Language


def number(value: int, language: Language) -> str:
    """Write a number with its thousands apart: by dots in Dutch, by commas in English."""
    return f"{value:,}".replace(",", "." if language == "nl" else ",")

"""What a form says at one of its fields, as somebody hears it whose reader follows the links."""

import html
import re

from django.http import HttpResponse


def at_field(answer: HttpResponse, name: str) -> str:
    """Give what is told at a field; fails unless the field itself is marked and points at it."""
    page = answer.content.decode()
    told = re.search(rf'<p class="wrong[^>]* id="{name}-wrong">(.*?)</p>', page, re.DOTALL)
    field = re.search(rf'<input[^>]* id="{name}"[^>]*>', page)
    assert told, f"nothing is told at {name}"
    assert field, f"there is no field {name}"
    assert 'aria-invalid="true"' in field[0]
    pointed = re.search(r'aria-describedby="([^"]*)"', field[0])
    assert pointed, f"{name} points at nothing"
    assert f"{name}-wrong" in pointed[1].split()
    return html.unescape(told[1])

"""Read an article of a LinkedIn export: a page of HTML with its title, day and text.

A page without `published` is a draft, which nobody but its maker ever saw.
"""

import re
from dataclasses import dataclass

from weerklank.connectors.linkedin.links import article_in, is_file
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

NO_TITLE = Text("een artikel zonder titel", "an article without a title")
_PUBLISHED = re.compile(
    r"""<[a-z]{1,10}[^<>]{0,200}class=["']?published["']?[^<>]{0,200}>""", re.IGNORECASE
)
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?")
_HREF = re.compile(r"""href=["']([^"'<>\s]{1,2000})["']""", re.IGNORECASE)
_PICTURE = re.compile(r"""<img[^<>]{0,500}?src=["']([^"'<>\s]{1,4000})["']""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")
_SPACE = re.compile(r"\s++")
_MOST_PICTURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A published article."""

    record: JsonObject
    #: Addresses of its pictures on LinkedIn's servers.
    pictures: tuple[str, ...]


def read_article(page: str) -> Article | None:
    """Read a page; None for a draft. Unreadable when it has no title or no moment."""
    published = _PUBLISHED.search(page)
    if published is None:
        return None
    heading, end = _heading(page)
    if heading is None:
        raise Unreadable(NO_TITLE)
    title = _SPACE.sub(" ", _TAG.sub("", heading)).strip()
    written = _MOMENT.search(page, published.end(), published.end() + 200)
    day, hour = written.groups() if written else ("", None)
    body = page[page.find(">", max(published.end(), end)) + 1 :]
    address = _address_in(heading)
    pictures = [one.replace("&amp;", "&") for one in _PICTURE.findall(page)]
    return Article(
        record={
            "title": title,
            "url": address,
            "published": moment(f"{day}T{hour or '00:00'}"),
            "content": body,
        },
        pictures=tuple(dict.fromkeys(filter(is_file, pictures)))[:_MOST_PICTURES],
    )


def draft_at(page: str) -> str | None:
    """Give the address of a draft, as one that was published may have; None without one."""
    heading, _ = _heading(page)
    return _address_in(heading) if heading else None


def _heading(page: str) -> tuple[str | None, int]:
    """Give the heading of a page, and where it ends; None where there is none."""
    begin = page.find("<h1")
    end = page.find("</h1>", begin) if begin >= 0 else -1
    return (page[begin:end] if end >= 0 else None), end


def _address_in(heading: str) -> str | None:
    return next(filter(None, map(article_in, _HREF.findall(heading))), None)

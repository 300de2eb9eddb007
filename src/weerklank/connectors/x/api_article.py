"""The article that belongs to a post, as X's API tells it: a long text with a title.

X's OpenAPI document 2.167 says of `article` that it is an object, and no more. Which fields it has
is taken from what programs of others read of it; what else stands in it is sealed and counted.
"""

from dataclasses import dataclass

from weerklank.harvest.json_fields import object_within, objects_within, text_of
from weerklank.harvest.plain_text import html_of
from weerklank.model.json_value import JsonObject

#: Where a post leads to that has an article.
PLACE = "/i/article/"


@dataclass(frozen=True, slots=True)
class Article:
    """What an article says."""

    title: str
    text: str
    #: Its short links that are told of, with where each leads.
    links: tuple[tuple[str, str], ...]

    @property
    def html(self) -> str:
        """Give its text as HTML."""
        return html_of(self.text)


def article_of(post: JsonObject) -> Article | None:
    """Read the article of a post; None where there is none with a title and a text."""
    told = object_within(post, "article")
    title, text = text_of(told.get("title")), text_of(told.get("plain_text"))
    if not title or not text:
        return None
    links = [
        (short, address)
        for one in objects_within(told, "entities", "urls")
        if (short := text_of(one.get("url"))) and (address := text_of(one.get("expanded_url")))
    ]
    return Article(title, text, tuple(links))


def names_article(post: JsonObject) -> bool:
    """Tell whether a post has an article, whether or not it is told what that says."""
    links = objects_within(post, "entities", "urls")
    leads = any(PLACE in str(one.get("expanded_url")) for one in links)
    return leads or isinstance(post.get("article"), dict)

"""Records as LinkedIn's API for pages writes them, for a test double: made from its documentation.

Nobody here saw an answer of LinkedIn itself. What the documents leave open follows programs that
use the API: `paginationCursorMetdata` is spelt as they read it, the numbers beside a post stand in
`dmaSocialMetadata`, and files have a `downloadUrl` in the record itself.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

_RESERVED = str.maketrans({sign: f"\\{sign}" for sign in "\\|{}@[]()<>#*_~"})


def little(text: str) -> str:
    """Write a plain text as `little` text."""
    return text.translate(_RESERVED)


def mention(name: str, urn: str) -> str:
    """Write a mention as `little` text."""
    return f"@[{little(name)}]({urn})"


@dataclass(kw_only=True)
class PagePost:
    """A post of a page."""

    urn: str
    published: datetime
    #: As `little` text.
    commentary: str = ""
    content: Json = field(default_factory=dict)
    #: Fields that stand over the usual ones; None takes one out.
    more: Json = field(default_factory=dict)
    edited: datetime | None = None
    likes: int = 0
    #: Comments that LinkedIn counts besides those that it gives.
    hidden_comments: int = 0


@dataclass(kw_only=True)
class PageComment:
    """A comment below a post, or below another comment."""

    number: int
    post: str
    published: datetime
    text: str = ""
    #: None of a member who did not agree that it is shared.
    actor: str | None = "urn:li:person:iemand"
    #: The comment that it answers.
    parent: int | None = None
    #: Attributes of its text, as the Comments API writes them.
    attributes: list[Json] = field(default_factory=list)
    more: Json = field(default_factory=dict)

    @property
    def urn(self) -> str:
        """Give its name."""
        return f"urn:li:comment:({self.post},{self.number})"


def millis(moment: datetime) -> int:
    """Write a moment as the API does."""
    return int(moment.timestamp() * 1000)


def post_json(post: PagePost, author: str) -> Json:
    """Write a post."""
    made, changed = millis(post.published), millis(post.edited or post.published)
    stamp: Json = {"actor": "urn:li:person:medewerker", "time": made}
    record: Json = {
        "author": author,
        "commentary": post.commentary,
        "content": post.content or None,
        "created": stamp,
        "distribution": {"feedDistribution": "MAIN_FEED", "thirdPartyDistributionChannels": []},
        "id": post.urn,
        "isReshareDisabledByAuthor": False,
        "lastModified": {**stamp, "time": changed},
        "lifecycleState": "PUBLISHED",
        "lifecycleStateInfo": {"isEditedByAuthor": post.edited is not None},
        "publishedAt": made,
        "visibility": "PUBLIC",
        **post.more,
    }
    return {name: value for name, value in record.items() if value is not None}


def comment_json(comment: PageComment) -> Json:
    """Write a comment."""
    made = millis(comment.published)
    above = f"urn:li:comment:({comment.post},{comment.parent})" if comment.parent else None
    record: Json = {
        "actor": comment.actor,
        "commentUrn": comment.urn,
        "created": {"actor": comment.actor, "time": made} if comment.actor else {"time": made},
        "id": str(comment.number),
        "lastModified": {"time": made},
        "message": {"attributes": comment.attributes, "text": comment.text},
        "object": comment.post,
        "parentComment": above,
        **comment.more,
    }
    return {name: value for name, value in record.items() if value is not None}


def social_json(urn: str, comments: int, top: int, likes: int = 0) -> Json:
    """Write the numbers beside a post or a comment."""
    reactions = {"LIKE": {"count": likes, "reactionType": "LIKE"}} if likes else {}
    return {
        "commentSummary": {"count": comments, "topLevelCount": top},
        "commentsState": "OPEN",
        "entity": urn,
        "reactionSummaries": reactions,
    }


def page_json(number: int, name: str, title: str) -> Json:
    """Write an organisation."""
    return {
        "created": {"time": 1_500_000_000_000},
        "entityStatus": "ACTIVE",
        "id": number,
        "lastModified": {"time": 1_700_000_000_000},
        "localizedDescription": f"De pagina van {title}.",
        "localizedName": title,
        "name": {
            "localized": {"nl_NL": title},
            "preferredLocale": {"country": "NL", "language": "nl"},
        },
        "organizationType": "GOVERNMENT_AGENCY",
        "primaryPhoneNumber": {"number": "+31 00 000 00 00"},
        "vanityName": name,
    }

"""Synthetic exports of LinkedIn for those who test connectors: a zip of CSV files and articles.

Names of files and columns are those of real exports; ends of lines in a text are quoted in the odd
way of LinkedIn. Posts are written one after another, so that a million fit.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

_BEGIN = datetime(2025, 1, 1, 9, tzinfo=UTC)
_SHARES = ("Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility")
_PROFILE = (
    *("First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary"),
    *("Industry", "Zip Code", "Geo Location", "Twitter Handles", "Websites"),
    "Instant Messengers",
)
_NOTES = 'Notes:\r\n"When exporting your connection data, some are missing."\r\n\r\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInPost:
    """A post of the member."""

    published: datetime
    text: str
    urn: str
    shared: str = ""
    medium: str = ""
    shown_to: str = "PUBLIC"
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInReply:
    """A reply of the member, or with no text something that was shared without words."""

    published: datetime
    urn: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInArticle:
    """A page; a draft when it has no moment."""

    title: str
    slug: str
    body: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInExportContent:
    """What an export holds."""

    posts: Iterable[LinkedInPost] = ()
    replies: Iterable[LinkedInReply] = ()
    reposts: Iterable[LinkedInReply] = ()
    articles: Iterable[LinkedInArticle] = ()
    #: Description, sentence with the moment, and link.
    media: Iterable[tuple[str, str, str]] = ()
    #: Somebody in all that must stay closed.
    correspondent: str = "Een Burger"
    #: Of whoever the member is at home; none of it may come in.
    home: str = "Dorpsstraat 1"
    summary: str = "Wethouder van Voorbeelddam."
    #: Lines that stand among the posts as they are.
    odd: str = ""


def share_link(urn: str) -> str:
    """Give the link to a post as the export has it: escaped."""
    return f"https://www.linkedin.com/feed/update/{urn.replace(':', '%3A')}"


def write_linkedin_export(path: Path, content: LinkedInExportContent, *, number: str = "") -> Path:
    """Write an export; `number` stands behind the names of its files, as in newer ones."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        _write_closed(made, content.correspondent)
        _write_posts(made, f"Shares{number}.csv", content)
        _write(
            made,
            f"Comments{number}.csv",
            ("Date", "Link", "Message"),
            ((_day(one.published), share_link(one.urn), one.text) for one in content.replies),
        )
        _write(
            made,
            f"InstantReposts{number}.csv",
            ("Date", "Link"),
            ((_day(one.published), share_link(one.urn)) for one in content.reposts),
        )
        _write(
            made,
            "Rich_Media.csv",
            ("Date/Time", "Media Description", "Media Link"),
            ((sentence, description, link) for description, sentence, link in content.media),
        )
        home = content.home
        profile = (
            "Sanne",
            "Voorbeeld",
            home,
            home,
            home,
            "Wethouder",
            content.summary,
            "Overheid",
        )
        _write(made, "Profile.csv", _PROFILE, [(*profile, home, home, "", "", home)])
        for number_of_it, one in enumerate(content.articles):
            made.writestr(f"Articles/Articles/{number_of_it}.html", _page(one))
    return path


def big_linkedin_export(path: Path, posts: int) -> Path:
    """Write an export of so many invented posts, in flat memory."""
    made = (
        LinkedInPost(
            published=_BEGIN + timedelta(minutes=number),
            text=f'Bericht {number} over "de dam".\n\nLees meer: https://voorbeelddam.example/{number}',
            urn=f"urn:li:share:{7_000_000_000_000_000_000 + number}",
        )
        for number in reversed(range(posts))
    )
    return write_linkedin_export(path, LinkedInExportContent(posts=made))


def _write_closed(made: zipfile.ZipFile, who: str) -> None:
    closed = {
        "messages.csv": ("FROM", "CONTENT"),
        "guide_messages.csv": ("FROM", "CONTENT"),
        "Connections.csv": ("First Name", "URL"),
        "Invitations.csv": ("From", "Message"),
        "Reactions.csv": ("Date", "Link"),
        "SearchQueries.csv": ("Time", "Search Query"),
        "Logins.csv": ("Login Date", "IP Address"),
    }
    for name, header in closed.items():
        notes = _NOTES if name == "Connections.csv" else ""
        made.writestr(name, notes + _rows([header, (who, f"Privé van {who}")]))


def _write_posts(made: zipfile.ZipFile, name: str, content: LinkedInExportContent) -> None:
    with made.open(name, "w", force_zip64=True) as stream:
        header: tuple[str, ...] | None = None
        for post in content.posts:
            if header is None:
                header = (*_SHARES, *post.more)
                stream.write(_rows([header]).encode())
                stream.write(content.odd.encode())
            text = post.text.replace('"', '""').replace("\n", '""\n""')
            cells = _rows([(_day(post.published), share_link(post.urn))]).removesuffix("\r\n")
            rest = (post.shared, post.medium, post.shown_to, *post.more.values())
            stream.write(f'{cells},"{text}",{_rows([rest])}'.encode())
        if header is None:
            stream.write(_rows([_SHARES]).encode() + content.odd.encode())


def _write(
    made: zipfile.ZipFile, name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    made.writestr(name, _rows([header, *rows]))


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _page(article: LinkedInArticle) -> str:
    made = article.published
    published = f'<p class="published">Published on {_day(made)[:16]}</p>' if made else ""
    return (
        f"<html><head><title>{article.title}</title></head><body>"
        f'<h1><a href="https://www.linkedin.com/pulse/{article.slug}">{article.title}</a></h1>'
        f'<p class="created">Created on 2025-01-01 10:00</p>{published}'
        f"<div>{article.body}</div></body></html>"
    )


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

"""An export in which all that can hold markup holds some, and whose media lie of what they are."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportMedium,
    ExportPost,
    snowflake,
    write_export,
)

HOST = "vijandig.voorbeelddam.example"
#: Where a request would go if any of it worked; nothing listens there.
ELSEWHERE = "http://127.0.0.1:9/gelekt"
_WHEN = datetime(2026, 9, 20, 10, tzinfo=UTC)
RUN = "window.gelekt = 1"
ATTACKS = (
    f"<script>{RUN}</script>",
    f'<img src="{ELSEWHERE}" onerror="{RUN}">',
    f'<svg onload="{RUN}"><animate onbegin="{RUN}"/></svg>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<a href="javascript:{RUN}">lees meer</a>',
    f'<link rel="stylesheet" href="{ELSEWHERE}"><style>@import "{ELSEWHERE}";</style>',
    f'<form action="{ELSEWHERE}"><input name=q autofocus onfocus="{RUN}"></form>',
    f'"><script>{RUN}</script>',
    f"' onmouseover='{RUN}' x='",
    f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}">',
    f'<base href="{ELSEWHERE}/">',
    f"</div></main></body><script>{RUN}</script>",
    "{% include 'shell.html' %}{{ settings.SECRET_KEY }}",
    "\u202egnisrever\u202c \x00 &#x3c;script&#x3e;",
)
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg"><script>{RUN}</script>'
    f'<image href="{ELSEWHERE}"/></svg>'
).encode()
HTML = f"<!doctype html><script>{RUN}</script><img src='{ELSEWHERE}'>".encode()
#: A picture at its beginning, a page after that.
BOTH = b"GIF89a/*" + HTML + b"*/=1;"
ACCOUNT = ExportAccount(
    host=HOST,
    name="kwaad",
    display_name=f"Kwaad <b onclick='{RUN}'>Account</b>",
    summary_html=f"<p>{ATTACKS[0]}{ATTACKS[1]}</p>",
    actor_id=f"https://{HOST}/users/kwaad",
    created=datetime(2023, 1, 1, tzinfo=UTC),
)


def _escaped(text: str) -> str:
    """Write markup so that the platform shows it as text: the archive then holds markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _medium(name: str, kind: str, data: bytes) -> ExportMedium:
    alt = f'Foto "><script>{RUN}</script> van <b>kwaad</b>'
    return ExportMedium(path=name, content_type=kind, alt=alt, width=8, height=8, data=data)


def hostile_export(path: Path) -> Path:
    """Write the export."""
    first = ExportPost(
        number=snowflake(_WHEN),
        published=_WHEN,
        html="<p>kwaadaardig " + " ".join(map(_escaped, ATTACKS)) + "</p>",
        summary=f"Pas op {ATTACKS[7]}",
        media=(
            _medium("media_attachments/files/1/original/a.svg", "image/svg+xml", SVG),
            _medium("media_attachments/files/2/original/b.png", "image/png", SVG),
            _medium("media_attachments/files/3/original/c.jpg", "image/jpeg", HTML),
            _medium("media_attachments/files/4/original/d.gif", "image/gif", BOTH),
        ),
    )
    later = _WHEN.replace(hour=12)
    second = replace(
        first,
        number=snowflake(later),
        published=later,
        html=f"<p>kwaadaardig rauw {''.join(ATTACKS[:8])}</p>",
        media=(),
    )
    write_export(path, ACCOUNT, [first, second], style="zip")
    return path

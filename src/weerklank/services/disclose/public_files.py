"""Public files: what machines read of the portal: a feed, a sitemap with DiWoo, the accounts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from weerklank.disclose.diwoo import Category, DiWoo, diwoo_element
from weerklank.disclose.publicity import is_official
from weerklank.model.account import Account, AccountStatus
from weerklank.model.clock import civil_day, iso
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.organisation import Organisation
from weerklank.model.platform import TITLES
from weerklank.services.disclose.public_items import PublicItem, public_items
from weerklank.services.disclose.search_public import PublicPost, newest_public
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.workplace import Workplace

#: Posts of a feed, and of one file of the sitemap.
IN_FEED, IN_SITEMAP = 50, 5_000
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_TITLE = 80
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the portal stands, whole: what is read apart from it must lead back."""

    home: str
    feed: str
    post: Callable[[str], str]
    sitemap: Callable[[int], str]
    account: Callable[[str], str]


def official_accounts(workplace: Workplace) -> list[Account]:
    """Give the official accounts, as the public list has them: by platform and handle."""
    found = filter(is_official, workplace.register().accounts.values())
    return sorted(found, key=lambda one: (one.platform, one.handle))


def accounts_json(workplace: Workplace, at: Addresses) -> JsonObject:
    """Write the official accounts for machines, without anybody's name."""
    organisation = organisation_of(workplace)
    accounts: list[Json] = [
        {
            "address": at.account(one.id),
            "ended": one.status_since.isoformat()
            if one.status is AccountStatus.CLOSED and one.status_since
            else None,
            "handle": one.handle,
            "id": one.id,
            "platform": one.platform.value,
            "platform_name": TITLES[one.platform],
            "status": one.status.value,
            "unit": one.unit,
            "url": one.url,
        }
        for one in official_accounts(workplace)
    ]
    return {
        "accounts": accounts,
        "organisation": {"name": organisation.name, "tooi": organisation.tooi},
    }


def write_feed(workplace: Workplace, at: Addresses, account: Account | None) -> bytes:
    """Write the newest public posts as Atom (RFC 4287), of all accounts or of one."""
    organisation = workplace.organisation
    posts = newest_public(workplace, IN_FEED, account.id if account else "")
    updated = max((_moment(post) for post in posts), default="1970-01-01T00:00:00Z")
    about = f"{account.handle} ({TITLES[account.platform]})" if account else "alle accounts"
    urn = f"urn:weerklank:{organisation.origin}" + (f":{account.id}" if account else "")
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">',
        f"<id>{_text(urn)}</id>",
        f"<title>{_text(f'Berichten van {organisation.name}: {about}')}</title>",
        f"<updated>{updated}</updated>",
        f"<author><name>{_text(organisation.name)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(at.feed)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(at.home)}/>',
    ]
    accounts = workplace.register().accounts
    entries = (_entry(organisation, post, at, accounts[AccountId(post.found.account)])
               for post in posts)  # fmt: skip
    return "\n".join((*head, *entries, "</feed>\n")).encode()


def _entry(organisation: Organisation, post: PublicPost, at: Addresses, account: Account) -> str:
    words = " ".join((post.title or post.text).split()) or post.item.id
    title = words if len(words) <= _TITLE else f"{words[:_TITLE].rstrip()}…"
    body = "\n\n".join(part for part in (post.title, post.text) if part)
    return "\n".join(
        (
            "<entry>",
            f"<id>{_text(f'urn:weerklank:{organisation.origin}:{post.item.id}')}</id>",
            f"<title>{_text(title)}</title>",
            f"<updated>{_moment(post)}</updated>",
            f"<published>{_since(post.found) or _moment(post)}</published>",
            f'<link rel="alternate" type="text/html" href={_attribute(at.post(post.item.id))}/>',
            f"<category term={_attribute(account.platform.value)}/>",
            f'<content type="text">{_text(body)}</content>',
            "</entry>",
        )
    )


def write_sitemap_index(workplace: Workplace, at: Addresses) -> bytes:
    """Write which files the sitemap has."""
    files = max(1, -(-len(public_items(workplace).shown) // IN_SITEMAP))
    rows = (
        f"<sitemap><loc>{_text(at.sitemap(number))}</loc></sitemap>"
        for number in range(1, files + 1)
    )
    return _document("sitemapindex", rows)


def write_sitemap(workplace: Workplace, at: Addresses, number: int) -> bytes | None:
    """Write one file of the sitemap, each post with DiWoo where the archive knows its body.

    The oldest first, so that what stands in a full file stays there. None where there is none of
    this number.
    """
    public = public_items(workplace)
    every = [*public.shown.values()][::-1]
    found = every[(number - 1) * IN_SITEMAP : number * IN_SITEMAP]
    if number < 1 or (not found and number > 1):
        return None
    organisation, accounts = organisation_of(workplace), public.decided.accounts
    return _document(
        "urlset", [_url(organisation, one, at, accounts[AccountId(one.account)]) for one in found]
    )


def _url(organisation: Organisation, one: PublicItem, at: Addresses, account: Account) -> str:
    since = _since(one)
    changed = f"<lastmod>{since}</lastmod>" if since else ""
    head = f"<url><loc>{_text(at.post(one.id))}</loc>{changed}"
    if organisation.tooi is None or since is None:
        return f"{head}</url>"
    moment = datetime.fromtimestamp(one.created, UTC)
    told = DiWoo(
        id=one.id,
        publisher=organisation.name,
        tooi=organisation.tooi,
        title=f"Bericht van {account.handle} op {TITLES[account.platform]}, {civil_day(moment)}",
        created=civil_day(moment),
        decided=moment,
        category=Category.OWN_ACCOUNT,
    )
    return f"{head}\n{diwoo_element(told)}</url>"


def _document(name: str, rows: Iterable[str] | Sequence[str]) -> bytes:
    body = "\n".join(rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{_SITEMAP}">\n{body}\n</{name}>\n'
    ).encode()


def _since(one: PublicItem) -> str | None:
    return iso(datetime.fromtimestamp(one.created, UTC)) if one.created else None


def _moment(post: PublicPost) -> str:
    return post.item.edited_at or _since(post.found) or post.item.captured_at


def _text(text: str) -> str:
    return escape(text.translate(_CONTROL))


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_CONTROL))

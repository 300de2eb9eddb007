"""What machines read of the portal, and its clean media."""

import hashlib

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.services.disclose.public_files import (
    accounts_json,
    official_accounts,
    write_feed,
    write_sitemap,
    write_sitemap_index,
)
from weerklank.services.disclose.show_public import public_medium
from weerklank.web import site
from weerklank.web.portal.hosts import addresses_of
from weerklank.web.sent_file import FILE_POLICY, file_name, send

_XML = "application/xml; charset=utf-8"
#: A file of the sitemap that has a higher number is none: nobody counts on for ever.
_MOST_FILES = 10_000


def medium(request: HttpRequest, name: str, medium: str) -> HttpResponseBase:
    """Send the clean copy of a medium of a public post, and never what it was made of."""
    try:
        copy = public_medium(site.current().workplace(), name, medium)
    except (WrongUse, Refused) as error:
        raise Http404 from error
    answer = send(request, copy.size, copy.kind.type, copy.blocks, copy.read)
    answer["Content-Disposition"] = f'inline; filename="{file_name(name, copy.kind)}"'
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["X-Robots-Tag"] = "all"
    answer["ETag"] = (
        f'"{hashlib.sha256(f"{name}/{medium}/{copy.size}".encode()).hexdigest()[:32]}"'
    )
    return answer


def accounts(request: HttpRequest) -> HttpResponse:
    """Give the official accounts as JSON."""
    shown = site.current()
    told = accounts_json(shown.workplace(), addresses_of(request, shown))
    answer = HttpResponse(
        orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
        content_type="application/json",
    )
    # It is for everybody, and no cookie or name goes along.
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["X-Robots-Tag"] = "all"
    return answer


def feed(request: HttpRequest, number: str = "") -> HttpResponse:
    """Give the newest posts as Atom, of all accounts or of one."""
    shown = site.current()
    workplace = shown.workplace()
    account = next(
        (one for one in official_accounts(workplace) if one.id == AccountId(number)), None
    )
    if number and account is None:
        raise Http404
    content = write_feed(workplace, addresses_of(request, shown), account)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Give which files the sitemap has."""
    shown = site.current()
    content = write_sitemap_index(shown.workplace(), addresses_of(request, shown))
    return HttpResponse(content, content_type=_XML)


def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """Give one file of the sitemap."""
    shown = site.current()
    content = (
        write_sitemap(shown.workplace(), addresses_of(request, shown), number)
        if number <= _MOST_FILES
        else None
    )
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=_XML)

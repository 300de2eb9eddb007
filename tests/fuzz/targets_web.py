"""What a browser asks: any page, with any question behind it and any words in the way in."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from oracle import Target
from targets_files import filled, workplace_in

#: Names that pages read from the address, as their code has them.
_READ = re.compile(r"GET(?:\.get|\.getlist)?[(\[]\s*\"([a-z_]+)\"")


@cache
def _client() -> Any:
    """Give a browser that is signed in to a site over a small archive."""
    from weerklank.model.person import Role
    from weerklank.services.people.add_person import add_person
    from weerklank.web.configure import configure
    from weerklank.web.site import Site

    root = filled()
    add_person(workplace_in(root), "Anna", tuple(Role))
    configure(Site(archive=root / "archive", keys=root / "keys", address="http://testserver"))
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(username="Anna")
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


@cache
def _questions() -> tuple[bytes, ...]:
    from django.urls import get_resolver, reverse

    _client()
    sources = [
        one for part in ("views", "") for one in files("weerklank.web").joinpath(part).iterdir()
    ]
    found = {
        name
        for one in sources
        if one.name.endswith(".py")
        for name in _READ.findall(one.read_text())
    }
    query = dict.fromkeys(sorted(found), "1") | {"q": '"bericht" AND -x', "van": "2026-01-01"}
    account = str(next(iter(workplace_in(filled()).register().accounts)))
    patterns = get_resolver("weerklank.web.urls").url_patterns
    made = []
    for pattern in patterns:
        if pattern.name == "sign-out":
            continue
        given = {name: account if name == "number" else "1" for name in pattern.pattern.converters}
        asked = {
            "path": reverse(pattern.name, kwargs=given),
            "query": query,
            "headers": {"Accept-Language": "nl"},
        }
        made.append(json.dumps(asked).encode())
    return tuple(made)


def _ask(data: bytes, folder: Path) -> None:
    try:
        told = json.loads(data)
        path, query, headers = str(told["path"]), told["query"], told["headers"]
        asked = {str(name): value for name, value in query.items()}
        heads = {str(name): str(value) for name, value in headers.items()}
        heads = {n: v for n, v in heads.items() if re.fullmatch("[A-Za-z-]{1,40}", n)}
        for value in (path, *heads.values()):
            value.encode()
        json.dumps(asked).encode()
        values = {n: v if isinstance(v, (str, list)) else str(v) for n, v in asked.items()}
        values = {n: [str(x) for x in v] if isinstance(v, list) else v for n, v in values.items()}
        urlencode(values, doseq=True)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return  # what no browser can send
    if not path.startswith("/"):
        return
    client = _client()
    answer = client.get(path.partition("?")[0], values, headers=heads)
    assert answer.status_code < 500, (path, answer.status_code)
    b"".join(answer) if answer.streaming else answer.content


TARGETS = (Target("web-question", _questions, _ask, starts=True, place=filled, few=20),)

"""Leak test of the harvest: a third party in every leaf of what an API answers, and a byte search.

The person writes a reply, so that name, handle and addresses are known from structure; then every
field of the posts of the account, of that reply, of the profile and of earlier versions holds one
of those, whatever it should hold.
"""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, moment, post

from weerklank.cli.main import main
from weerklank.connectors.mastodon.api_shape import ACCOUNT, STATUS
from weerklank.model.raw import Either, Field, Shape
from weerklank.testing.canaries import Canaries, Canary, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

#: Lists in the API; the rest of what holds fields is an object.
LISTS = {"media_attachments", "mentions", "tags", "emojis", "options", "fields", "roles"}
FREE = frozenset({Field.TEXT, Field.HTML})
FORMS = ("name", "handle", "at", "address", "item", "html")


def leaves(
    shape: Shape, above: tuple[str, ...] = (), *, but: frozenset[Field] = frozenset()
) -> Iterator[tuple[str, ...]]:
    for name, rule in shape.items():
        inner = rule.shape if isinstance(rule, Either) else rule
        if isinstance(inner, dict):
            yield from leaves(inner, (*above, name), but=but)
        if not (isinstance(rule, Field) and rule in but):
            yield (*above, name)
    yield (*above, "a_field_that_nobody_knows")


def written(canary: Canary, form: str) -> str:
    return {
        "name": canary.name,
        "handle": canary.handle,
        "at": f"@{canary.handle}",
        "address": canary.address,
        "item": canary.item,
        "html": f'<p>Dag <a href="{canary.address}">@{canary.local}</a>, {canary.name}</p>',
    }[form]


def with_leaf(base: dict[str, Any], path: tuple[str, ...], value: str) -> dict[str, Any]:
    """Give an object with a value at one place."""
    name, *rest = path
    if not rest:
        return {**base, name: value}
    here = base.get(name)
    inner = here[0] if isinstance(here, list) and here else here
    changed = with_leaf(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    return {**base, name: [changed] if name in LISTS else changed}


def findings(root: Path, canaries: Canaries) -> list[tuple[str, str]]:
    found = LeakScan(canaries.of(CanaryClass.THIRD)).folder(root)
    return [(one.where, one.what) for one in found if one.canary is not None]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("where", ["post", "reply", "profile", "history"])
def test_no_field_of_an_answer_lets_a_third_party_through(tmp_path, where, form):
    canaries = Canaries()
    person = canaries.give("author", CanaryClass.THIRD)
    value = written(person, form)
    place = Archive(tmp_path)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    first = post(1, "Vraag maar", edited=moment(2))
    asked = Reply(
        uri=person.item,
        html=f"<p>Ik ben {person.name}</p>",
        answers=f"{ME.actor_id}/statuses/{first.number}",
        published=moment(3),
    )
    with mastodon_server(ME, [first], replies=[asked]) as server:
        server.edits = {first.number: [(moment(1), "<p>Eerst</p>")]}
        place.good("account", "add", server.url, "--kind", "corporate")
        own = server.statuses({})[0][0]
        theirs = server.context(own["id"])["descendants"][0]
        theirs["account"] |= {
            "display_name": person.name,
            "acct": person.handle,
            "url": person.address,
            "uri": person.address,
            "username": person.local,
        }
        edit = server.history(own["id"])[0]
        posts, replies, edits = [own], [theirs], [edit]
        for number, path in enumerate(leaves(STATUS)):
            number_here = str(int(own["id"]) + 1 + number)
            marked = {**own, "id": number_here, "edited_at": None, "replies_count": 0}
            marked["uri"] = own["uri"].replace(own["id"], number_here)
            marked["url"] = own["url"].replace(own["id"], number_here)
            marked |= {"in_reply_to_id": own["id"], "in_reply_to_account_id": own["account"]["id"]}
            posts.append(with_leaf(marked, path, value))
            other = {**theirs, "id": number_here, "uri": f"{person.item}{number}"}
            replies.append(with_leaf(other, path, value))
            edits.append(with_leaf(edit, path, value))
        if where == "post":
            monkey(
                server, "statuses", lambda query: (posts if "max_id" not in query else [], None)
            )
        elif where == "reply":
            monkey(server, "context", lambda _: {"ancestors": [], "descendants": replies})
        elif where == "history":
            monkey(server, "history", lambda _: [*edits, server_now(edit, own)])
        else:
            account = server.profile()
            # In free text of the profile nobody is known who is in no structure of it.
            free = FREE if form in {"name", "handle"} else frozenset()
            for path in leaves(ACCOUNT, but=free):
                if path[0] not in {"username", "url", "uri"}:
                    account = with_leaf(account, path, value)
            server.mood.change_account = lambda told: {**account, "id": told["id"]}
        monkey_theirs(server, where, theirs)
        code, answer, said = run(place, "harvest", "gemeente")
    assert code in {0, 1}, answer
    assert len(place.lines()) > 2
    assert findings(tmp_path, canaries) == []
    scan = LeakScan(canaries.of(CanaryClass.THIRD))
    assert [one for one in scan.content("said", said.encode()) if one.canary] == []


def server_now(edit: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {**edit, "content": own["content"], "created_at": own["edited_at"]}


def monkey(server: Any, name: str, replacement: Any) -> None:
    setattr(server, name, replacement)


def monkey_theirs(server: Any, where: str, theirs: dict[str, Any]) -> None:
    """Let the person take part in the thread by a reply, also where others are marked."""
    if where != "reply":
        monkey(server, "context", lambda _: {"ancestors": [], "descendants": [theirs]})


def run(place: Archive, *arguments: str) -> tuple[int, Any, str]:
    out, err = io.StringIO(), io.StringIO()
    given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), "--json"]
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        main([*given, *arguments])
    said = out.getvalue() + err.getvalue()
    return int(str(end.value.code)), json.loads(out.getvalue()), said


def test_the_same_search_finds_who_is_not_replaced(tmp_path):
    canaries = Canaries()
    person = canaries.give("author", CanaryClass.THIRD)
    place = Archive(tmp_path)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    # Own words stay: nobody's structure tells that this is a name.
    made = replace(post(1, "x"), html=f"<p>{person.surname}</p>")
    with mastodon_server(ME, [made]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        run(place, "harvest", "gemeente")
    assert findings(tmp_path, canaries) != []

"""Leak test of LinkedIn's API: a third party in every leaf of what it answers, and a byte search.

The person wrote a comment and is mentioned in the post above it, so that their name is known from
structure; then every field of a post, a comment, the numbers beside them and the page holds one of
the forms in which somebody may be named, whatever it should hold.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from place import Archive

from weerklank.connectors.linkedin.api_shape import OWN_REPLY, PAGE, POST, REPLY
from weerklank.model.raw import Either, Field, Language, Shape
from weerklank.testing.canaries import Canaries, Canary, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.linkedin_api_json import PageComment, PagePost, little, mention
from weerklank.testing.linkedin_server import TOKEN, LinkedInServer, linkedin_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
URL = "https://www.linkedin.com/company/voorbeelddam"
OURS = "urn:li:organization:10002687"
FORMS = ("name", "handle", "address", "item", "urn")
#: Fields that are ours: a record with another value there is none, or none of the page's.
FIXED = frozenset(
    "id author lifecycleState publishedAt createdAt created vanityName commentUrn actor object "
    "commentary mentions mentionedPages".split()
)
LISTS = frozenset({"images", "options", "taggedEntities"})
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def leaves(shape: Shape, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, rule in shape.items():
        inner = rule.shape if isinstance(rule, Either) else rule
        if not above and name in FIXED:
            continue
        if isinstance(inner, dict):
            yield from leaves(inner, (*above, name))
        elif isinstance(inner, Language):
            yield (*above, name, "nl_NL")
        yield (*above, name)
    yield (*above, "een_veld_dat_niemand_kent")


def written(person: Canary, form: str) -> str:
    if form == "urn":
        return f"urn:li:person:{person.local}"
    return str(getattr(person, form))


def with_leaf(base: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    name, *rest = path
    if not rest:
        return {**base, name: value}
    here = base.get(name)
    inner = here[0] if isinstance(here, list) and here else here
    changed = with_leaf(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    return {**base, name: [changed] if name in LISTS else changed}


def filled(shape: Shape, value: str, *, but: Field | None = None) -> Iterator[dict[str, Any]]:
    """Give what stands over the usual fields: each leaf by itself, as a text and in a list."""
    for path in leaves(shape):
        rule: Any = shape
        for name in path:
            inner = rule.shape if isinstance(rule, Either) else rule
            rule = inner.get(name) if isinstance(inner, dict) else getattr(inner, "value", None)
        if but is not None and (rule is but or getattr(rule, "value", None) is but):
            continue
        yield with_leaf({}, path, value)
        yield with_leaf({}, path, [value])


def found_in(root: Path, person: Canary) -> list[str]:
    return [one.where for one in LeakScan([person]).folder(root) if one.canary is not None]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("where", ["post", "reply", "own_reply", "page"])
def test_no_field_of_an_answer_lets_a_third_party_through(tmp_path, where, form):
    person = Canaries().give("author", CanaryClass.THIRD)
    value = written(person, form)
    place = Archive(tmp_path)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    place.good("account", "add", URL, "--kind", "corporate")
    member = f"urn:li:person:{person.local}"
    first = PagePost(
        urn="urn:li:share:700",
        published=NOON,
        commentary=little("Dag ") + mention(person.name, member),
    )
    comments = [
        PageComment(
            number=5, post=first.urn, published=NOON, actor=member, text=f"Ik ben {person.name}"
        )
    ]
    posts, page = [first], {}
    if where == "post":
        posts += [
            PagePost(
                urn=f"urn:li:share:8{n:04}",
                published=NOON,
                commentary=mention(person.name, member),
                more=more,
            )
            for n, more in enumerate(filled(POST, value))
        ]
    elif where == "page":
        # Nobody is known by name on a page: in its words an address alone leads to somebody.
        is_address = form in {"address", "item"}
        for more in filled(PAGE, value, but=None if is_address else Field.TEXT):
            page |= more
    else:
        shape, actor = (REPLY, member) if where == "reply" else (OWN_REPLY, OURS)
        comments += [
            PageComment(number=100 + n, post=first.urn, published=NOON, actor=actor, more=more)
            for n, more in enumerate(filled(shape, value))
        ]
    shown = LinkedInServer(posts=posts, comments=comments, more_of_page=page)
    token = tmp_path / "token.txt"
    token.write_text(TOKEN)
    with linkedin_server(shown) as server:
        given = ("--token-file", str(token), "--base-url", server.address)
        place.good("connect", "voorbeelddam", *given)
        _, answer = place.run("harvest", "voorbeelddam")
    token.unlink()
    (run,) = answer["runs"]
    assert run["items"]["posts"] + run["items"]["replies"] >= max(len(posts), len(comments)) - 4
    shown_in = [str(row) for row in place.lines() if person.surname in str(row)]
    assert shown_in == []
    assert found_in(tmp_path, person) == []
    assert not any(needle in str(answer) for needle in person.needles)


@pytest.mark.parametrize(
    "written",
    [
        "Dag @[{name} [wnd]](urn:li:person:{local})",
        "Dag @[{name}](urn:li:fsd_profile:{local})",
        "Dag @[{name}] (urn:li:person:{local})",
        "Dag @[{name}](urn:li:member:({local},5))",
        r"Dag @\[{name}\]\(urn:li:person:{local}\)",
        "Dag urn:li:person:{local}",
    ],
)
def test_a_mention_in_a_form_that_linkedin_does_not_know_names_nobody(tmp_path, written):
    person = Canaries().give("mention", CanaryClass.THIRD)
    said = written.format(name=person.name, local=person.local)
    place = Archive(tmp_path)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    place.good("account", "add", URL, "--kind", "corporate")
    post = PagePost(urn="urn:li:share:700", published=NOON, commentary=said)
    reply = PageComment(number=5, post=post.urn, published=NOON, text=said)
    token = tmp_path / "token.txt"
    token.write_text(TOKEN)
    with linkedin_server(LinkedInServer(posts=[post], comments=[reply])) as server:
        given = ("--token-file", str(token), "--base-url", server.address)
        place.good("connect", "voorbeelddam", *given)
        place.good("harvest", "voorbeelddam")
    token.unlink()
    assert sum("Dag" in row.get("text", "") for row in place.rows()) == 2
    assert found_in(tmp_path, person) == []


def test_what_is_looked_through_is_every_field_of_the_mapping():
    assert {path[0] for path in leaves(POST)} >= set(POST) - FIXED
    assert all(isinstance(rule, Field | dict | Either) for rule in REPLY.values())

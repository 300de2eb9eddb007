"""One person under two names that look alike does not act on both sides of a rule for two."""

import os
from pathlib import Path

import pytest
from small_archive import Small, filled, posts

from weerklank.services.people import add_person

#: Anna with a Cyrillic A, as a register may have it of before such names were refused.
TWIN = "\u0410nna"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    made = filled(tmp_path / "small")
    code, told = made.run("person", "add", TWIN, "--role", "reviewer")
    assert (code, told["error"]["code"]) == (3, "ROLE-008")
    with monkeypatch.context() as before:
        before.setattr(add_person, "is_one_of", lambda *_: False)
        roles = ("reviewer", "communication", "woo", "privacy")
        made.good("person", "add", TWIN, *(word for one in roles for word in ("--role", one)))
    made.good("person", "add", "Anna", "--role", "woo", "--role", "privacy")
    return made


def test_two_names_that_look_alike_are_one_person(small: Small) -> None:
    ids = small.ids()
    item, other = ids[posts().url("doel")], ids[posts().url("gewoon")]
    given = ("--id", item, "--ground", "court", "--reason", "Vonnis.")
    number = str(small.good("destroy", "propose", *given, acting="Anna")["list"])
    tried = [small.run("destroy", "review", number, acting=TWIN)]
    small.good("mark", "add", other, "--not-government", "--reason", "Privé.", acting=TWIN)
    tried.append(small.run("mark", "decide", other, "keep", acting="Anna"))
    asked = ("--request", "Wie schreef dit?", "--received", "2026-02-01")
    dossier = str(small.good("dossier", "new", *asked, acting=TWIN)["dossier"])
    small.good("dossier", "add", dossier, "--id", other, acting=TWIN)
    tried.append(small.run("dossier", "review", dossier, acting="Anna"))
    assert [(code, told["error"]["code"]) for code, told in tried] == [
        (3, "DESTROY-003"),
        (3, "MARK-005"),
        (3, "DOSSIER-017"),
    ]

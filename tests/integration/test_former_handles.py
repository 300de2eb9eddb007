"""Handles that an account had before stay named; what a run finds is reported, and no more."""

from dataclasses import replace

import orjson
import pytest
from place import HOST, ME, Archive, Json, noted, packed, post
from place import members as export_of

from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import ExportAccount, write_export

OTHER = replace(ME, name="gemeente2", actor_id=f"https://{HOST}/users/gemeente2")
#: The same profile page, by a server that has another name for its accounts.
ELSEWHERE = replace(ME, actor_id="https://ap.voorbeelddam.example/users/gemeente")
FOUND = "gemeente@ap.voorbeelddam.example"
AT = f"@{FOUND}"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "place").make()


def export(archive: Archive, of: ExportAccount, day: int, *more: str) -> Json:
    """Take in an export with one post, by an account under some handle."""
    path = archive.root / f"export-{of.name}-{day}.zip"
    write_export(path, of, [post(day, "Goedemorgen allemaal.")], style="zip")
    return archive.take(path, *more)


def mentioning(archive: Archive, handle: str, day: int) -> str:
    """Take in a post of our own that mentions a handle; give its text."""
    name, _, host = handle.partition("@")
    href = f"https://{host}/@{name}"
    written = f'<p>Volg <a href="{href}" class="u-url mention">@{name}</a> niet meer.</p>'
    tag = {"type": "Mention", "href": f"https://{host}/users/{name}", "name": f"@{handle}"}
    made = noted(post(day, ""), content=written, tag=[tag])
    archive.take(packed(archive.root, "zip", export_of([made])))
    return next(text for text in archive.texts() if text.startswith("Volg"))


def test_a_run_reports_another_handle_and_renames_nothing(archive):
    export(archive, ELSEWHERE, 1)
    shown = archive.good("account", "show", "a0001")
    assert (shown["handle"], shown["former_handles"]) == (f"gemeente@{HOST}", [])
    (report,) = shown["reported_handles"]
    assert report["handle"] == FOUND
    *_, told = archive.good("account", "history", "a0001")["events"]
    assert told["kind"] == "account.reported"
    assert told["run"] == report["run"]
    assert told["change"] == {"handle": {"from": f"gemeente@{HOST}", "to": FOUND}}
    export(archive, ELSEWHERE, 2)
    assert len(archive.events("register", "account.reported")) == 1  # it is no news


def test_an_export_as_registered_reports_nothing(archive):
    export(archive, ME, 1)
    assert archive.events("register", "account.reported") == []


def test_a_reported_handle_is_a_third_partys_until_a_keeper_says_otherwise(archive):
    export(archive, ELSEWHERE, 1)
    text = mentioning(archive, FOUND, 2)
    assert "@gemeente" not in text
    assert "Burger-" in text


@pytest.mark.parametrize(
    "written",
    [AT, FOUND, "https://ap.voorbeelddam.example/@gemeente", ELSEWHERE.actor_id],
)
def test_a_handle_known_from_an_earlier_run_stays_named_once_a_keeper_took_it_over(
    archive, written
):
    export(archive, ELSEWHERE, 1)
    edited = archive.good("account", "edit", "a0001", "--former-url", written)
    had = {"handle": FOUND, "platform": "mastodon"}
    assert (edited["former_handles"], edited["reported_handles"]) == ([had], [])
    assert "@gemeente" in mentioning(archive, FOUND, 2)
    export(archive, ELSEWHERE, 3)
    assert len(archive.events("register", "account.reported")) == 1


def test_a_handle_that_a_run_reported_can_be_dismissed_and_stays_a_third_party_s(archive):
    export(archive, ELSEWHERE, 1)
    edited = archive.good("account", "edit", "a0001", "--without-former-url", AT)
    assert (edited["former_handles"], edited["reported_handles"]) == ([], [])
    assert "@gemeente" not in mentioning(archive, FOUND, 2)


def test_a_stranger_s_handle_is_neither_taken_in_nor_written_down(archive):
    """Nor by a hand-in: both ask whose export it is before anything else."""
    stranger = replace(ME, name="jan_prive", actor_id=f"https://{HOST}/users/jan_prive")
    path = archive.root / "export.zip"
    made = post(1, "Goedemorgen allemaal.")
    write_export(path, stranger, [made], style="zip")
    assert archive.refuses(path, 3, "--account", "a0001")["code"] == "IMPORT-009"
    archive.good("account", "edit", "a0001", "--kind", "hybrid", "--since", "2020-01-01")
    one = ("--post", f"{stranger.url}/{made.number}", "--process", "werving")
    for more in ((), one, (*one, "--propose")):
        code, told = archive.run("handin", "a0001", "--file", str(path), *more)
        assert (code, told["error"]["code"]) == (3, "IMPORT-009")
    assert archive.events("register", "account.reported") == []
    assert b"jan_prive" not in archive.bytes_of_all()


def test_the_handle_from_before_a_renaming_stays_named_and_is_told(archive):
    edited = archive.good("account", "edit", "a0001", "--url", OTHER.url)
    assert edited["former_handles"] == [{"handle": f"gemeente@{HOST}", "platform": "mastodon"}]
    assert [one["code"] for one in edited["warnings"]] == ["former-handle"]
    path = archive.root / "export.zip"
    old = f'<p>Wij heetten <a href="{ME.url}" class="u-url mention">@gemeente</a>.</p>'
    made = replace(post(1, ""), html=old, mentions=((ME.actor_id, f"@gemeente@{HOST}"),))
    write_export(path, OTHER, [made], style="zip")
    archive.take(path)
    assert "@gemeente" in archive.texts()[0]
    assert archive.events("register", "account.reported") == []


def test_a_name_registered_by_mistake_can_be_withdrawn(archive):
    archive.good("account", "edit", "a0001", "--url", OTHER.url)
    back = archive.good("account", "edit", "a0001", "--url", ME.url)
    assert [one["handle"] for one in back["former_handles"]] == [f"gemeente2@{HOST}"]
    edited = archive.good("account", "edit", "a0001", "--without-former-url", OTHER.url)
    assert edited["former_handles"] == []
    code, told = archive.run("account", "edit", "a0001", "--without-former-url", AT)
    assert (code, told["error"]["code"]) == (2, "REGISTER-040")


@pytest.mark.parametrize("handle", [f"@gemeente@{HOST}", "https://mast.example/@wethouder"])
def test_the_name_that_an_account_has_now_is_nobodys_former_one(archive, handle):
    archive.good("account", "add", "https://mast.example/@wethouder", "--kind", "hybrid")
    code, told = archive.run("account", "edit", "a0001", "--former-url", handle)
    assert (code, told["error"]["code"]) == (2, "REGISTER-016")


def test_an_alias_in_the_profile_stays_once_it_is_a_former_handle(archive):
    old, stranger = "https://oud.example/users/gemeente", "https://oud.example/users/jan_prive"
    archive.good("account", "edit", "a0001", "--former-url", "https://oud.example/@gemeente")
    profile = {**actor(ME), "alsoKnownAs": [old, stranger]}
    content = export_of([])
    content[0] = ("actor.json", orjson.dumps(profile))
    archive.take(packed(archive.root, "zip", content))
    everything = archive.bytes_of_all()
    assert old.encode() in everything
    assert b"jan_prive" not in everything


def test_text_in_the_place_of_a_handle_is_not_written_into_the_register(archive):
    content = export_of([])
    profile = {**actor(ELSEWHERE), "preferredUsername": "Trijntje Vlier, 06-12345678"}
    content[0] = ("actor.json", orjson.dumps(profile))
    archive.take(packed(archive.root, "zip", content), "--account", "a0001")
    assert archive.events("register", "account.reported") == []

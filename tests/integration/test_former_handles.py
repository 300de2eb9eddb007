"""Handles that an account had before stay named; what a run finds is reported, and no more."""

from dataclasses import replace

import orjson
import pytest
from place import HOST, ME, Archive, Json, noted, packed, post
from place import members as export_of

from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import ExportAccount, write_export

OTHER = replace(ME, name="gemeente2", actor_id=f"https://{HOST}/users/gemeente2")
AT = f"@gemeente2@{HOST}"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "place").make()


def export(archive: Archive, of: ExportAccount, day: int, *more: str) -> Json:
    """Take in an export with one post, by an account under some handle."""
    path = archive.root / f"export-{of.name}-{day}.zip"
    write_export(path, of, [post(day, "Goedemorgen allemaal.")], style="zip")
    return archive.take(path, *more)


def mentioning(archive: Archive, of: ExportAccount, day: int) -> str:
    """Take in a post of our own that mentions an account; give its text."""
    href = f"https://{of.host}/@{of.name}"
    written = f'<p>Volg <a href="{href}" class="u-url mention">@{of.name}</a> niet meer.</p>'
    tag = {"type": "Mention", "href": of.actor_id, "name": f"@{of.name}@{of.host}"}
    made = noted(post(day, ""), content=written, tag=[tag])
    archive.take(packed(archive.root, "zip", export_of([made])))
    return next(text for text in archive.texts() if text.startswith("Volg"))


def test_a_run_reports_another_handle_and_renames_nothing(archive):
    export(archive, OTHER, 1, "--account", "a0001")
    shown = archive.good("account", "show", "a0001")
    assert (shown["handle"], shown["former_handles"]) == (f"gemeente@{HOST}", [])
    (report,) = shown["reported_handles"]
    assert report["handle"] == f"gemeente2@{HOST}"
    *_, told = archive.good("account", "history", "a0001")["events"]
    assert told["kind"] == "account.reported"
    assert told["run"] == report["run"]
    assert told["change"] == {"handle": {"from": f"gemeente@{HOST}", "to": f"gemeente2@{HOST}"}}
    export(archive, OTHER, 2, "--account", "a0001")
    assert len(archive.events("register", "account.reported")) == 1  # it is no news


def test_an_export_as_registered_reports_nothing(archive):
    export(archive, ME, 1)
    assert archive.events("register", "account.reported") == []


def test_a_reported_handle_is_a_third_partys_until_a_keeper_says_otherwise(archive):
    export(archive, OTHER, 1, "--account", "a0001")
    text = mentioning(archive, OTHER, 2)
    assert "gemeente2" not in text
    assert "Burger-" in text


@pytest.mark.parametrize("written", [AT, AT.removeprefix("@"), OTHER.url, OTHER.actor_id])
def test_a_handle_known_from_an_earlier_run_stays_named_once_a_keeper_took_it_over(
    archive, written
):
    export(archive, OTHER, 1, "--account", "a0001")
    edited = archive.good("account", "edit", "a0001", "--former-url", written)
    had = {"handle": f"gemeente2@{HOST}", "platform": "mastodon"}
    assert (edited["former_handles"], edited["reported_handles"]) == ([had], [])
    assert "@gemeente2" in mentioning(archive, OTHER, 2)
    export(archive, OTHER, 3, "--account", "a0001")
    assert len(archive.events("register", "account.reported")) == 1


def test_a_stranger_s_handle_taken_in_by_mistake_is_dismissed_and_stays_a_third_party_s(archive):
    stranger = replace(ME, name="jan_prive", actor_id=f"https://{HOST}/users/jan_prive")
    export(archive, stranger, 1, "--account", "a0001")
    edited = archive.good("account", "edit", "a0001", "--without-former-url", "@jan_prive@" + HOST)
    assert (edited["former_handles"], edited["reported_handles"]) == ([], [])
    text = mentioning(archive, stranger, 2)
    assert "jan_prive" not in text


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
    profile = {**actor(ME), "preferredUsername": "Trijntje Vlier, 06-12345678"}
    content[0] = ("actor.json", orjson.dumps(profile))
    archive.take(packed(archive.root, "zip", content), "--account", "a0001")
    assert archive.events("register", "account.reported") == []

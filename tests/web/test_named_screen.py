"""*Herkenbaar*: who stays named by decision, as it is decided, shown beside texts, taken back."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.web.task_count import COUNTS

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
LIST = "/privacy/herkenbaar/"
NEW = f"{LIST}nieuw/"
PIA, ANNA, IRMA, LEES = SANNE, "Anna Fictema", "Irma Fictema", "Lees Fictema"
ROLES = {PIA: "privacy", ANNA: "archivist", IRMA: "inspector", LEES: "reader"}
PROFILE = "https://prov.example/@zqprovincie"
NAME = "Provincie Zqvoorbeeld"
TYPED = {
    "url": PROFILE,
    "kind": "body",
    "name": NAME,
    "start": "2026-01-01",
    "until": "",
    "user_id": "",
    "reason": "Een overheidsorganisatie.",
}
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
POSTS = [posted(f"2026-03-0{day}T09:00:00", f"Brug {day} is dicht.") for day in (2, 4)]


def reply(number: int, post: int, who: str, text: str) -> Reply:
    return Reply(
        uri=f"https://prov.example/users/{who}/statuses/{number}",
        html=f"<p>{text}</p>",
        answers=f"{OURS.actor_id}/statuses/{POSTS[post].number}",
        published=BEGAN + timedelta(days=2 * post + 1),
    )


@dataclass(frozen=True)
class Held:
    """An archive before and after the decision, with what is told of a scan of the latter."""

    before: OwnArchive
    after: OwnArchive


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    made = OwnArchive(tmp_path_factory.mktemp("herkenbaar"))
    made.run("init", str(made.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
    for name, role in ROLES.items():
        made.run("person", "add", name, "--role", role)
    first = reply(1, 0, "zqprovincie", "Wij rijden om.")
    with mastodon_server(OURS, POSTS[:1], replies=[first]) as server:
        made.run("account", "add", server.url, "--kind", "corporate")
        made.run("harvest", "gemeente", "--as", ANNA)
        before = copied(made, tmp_path_factory.mktemp("ervoor"))
        given = [
            part for name in ("kind", "name", "reason") for part in (f"--{name}", TYPED[name])
        ]
        made.run("privacy", "named", "add", PROFILE, *given, "--from", "2026-01-01", "--as", PIA)
        server.items.append(POSTS[1])
        server.replies += [
            reply(2, 1, "zqprovincie", "Wij rijden weer."),
            reply(3, 1, "trijntje_vlier", "Hoera, zegt Provincie Zqvoorbeeld."),
        ]
        made.run("harvest", "gemeente", "--as", ANNA)
    return Held(before, made)


def copied(made: OwnArchive, folder: Path) -> OwnArchive:
    """An archive in which something may be decided, with its keys."""
    copy = OwnArchive(folder)
    shutil.copytree(made.folder, copy.folder, symlinks=True)
    shutil.copytree(made.keys, copy.keys)
    return copy


def test_it_is_shown_with_what_is_held_before_it_is_decided(
    held: Held, shown: Shown, tmp_path: Path
) -> None:
    own = copied(held.before, tmp_path)
    own.serve()
    COUNTS.forget()
    client = shown.client(PIA)
    assert "Alleen de eigen accounts blijven herkenbaar." in shown.get(PIA, LIST)
    assert 'name="url"' in shown.get(PIA, NEW)
    wrong = {
        "kind": ("citizen", "Kies als wat."),
        "name": ("", "Geef de naam voluit."),
        "start": ("gisteren", "Geef een dag als 2026-11-27."),
        "until": ("2025-12-31", "De laatste dag ligt voor de eerste. Controleer de eerste en de"),
        "reason": ("Dit is @zqprovincie.", "een accountnaam (@…)"),
        "url": ("zomaar", "geen webadres van een profiel"),
        "user_id": ("name:iets", "laat het id leeg als u het niet weet"),
    }
    for name, (value, told) in wrong.items():
        answer = client.post(NEW, {**TYPED, "stap": "voorbeeld", name: value})
        assert answer.status_code == 422, name
        said = answer.content.decode()
        assert told in said, (name, said)
        assert not any(option in said for option in ("--from", "--name", "--id")), name
    preview = client.post(NEW, {**TYPED, "stap": "voorbeeld"})
    page = preview.content.decode()
    assert preview.status_code == 200
    assert "Er is nog niets vastgelegd." in page
    assert "<dt>Geschreven, onder pseudoniem</dt><dd>1</dd>" in page
    seal = page.partition('name="zegel" value="')[2].partition('"')[0]
    # What was changed after it was shown is shown once more, and not recorded.
    sent = {**TYPED, "stap": "vastleggen", "zegel": seal}
    assert client.post(NEW, {**sent, "kind": "press"}).status_code == 200
    assert f'value="{PROFILE}"' in client.post(NEW, {**sent, "stap": "aanpassen"}).content.decode()
    assert own.run("privacy", "named", "list", "--all")["named"] == []
    done = client.post(NEW, sent)
    assert done["Location"] == f"{LIST}?vastgelegd=ja"
    page = shown.get(PIA, done["Location"])
    assert "Vastgelegd." in page
    assert NAME in page
    assert "Naast de eigen accounts blijft 1 ander herkenbaar." in page
    assert client.post(NEW, sent).status_code == 422
    assert "Herkenbaar: iemand toegevoegd" in shown.get(ANNA, "/logboek/")


def test_who_is_named_is_shown_with_what_they_are(held: Held, shown: Shown) -> None:
    held.after.serve()
    COUNTS.forget()
    client = shown.client(LEES)
    (hit,) = held.after.run("search", "rijden weer")["hits"]
    assert (hit["author"], hit["named_as"]) == (NAME, "body")
    (under,) = held.after.run("search", "rijden om")["hits"]
    assert under["named_as"] is None
    (own,) = held.after.run("search", "Brug 4")["hits"]
    for address in ("/zoeken/?q=weer", f"/id/{hit['id']}/", f"/id/{own['id']}/"):
        for language, kind in (("nl", "overheidsorganisatie"), ("en", "public body")):
            client.cookies["taal"] = language
            page = client.get(address).content.decode()
            assert f"<b>{NAME}</b>" in page, (address, language)
            assert f'<span class="quiet small">{kind}</span>' in page, (address, language)
    assert "staat onder pseudoniem, behalve" in shown.get(LEES, f"/id/{own['id']}/")
    assert 'class="hit hit-own"' not in shown.get(LEES, "/zoeken/?q=weer")


def test_who_is_named_is_no_finding_of_a_scan(held: Held, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Zie https://prov.example/@zqprovincie")
    told = held.after.run("privacy", "scan", "--also", str(tmp_path), "--as", PIA)
    assert told["findings"] == []
    # The same words of an archive in which nothing was decided of them.
    told = held.before.run("privacy", "scan", "--also", str(tmp_path), "--as", PIA, code=1)
    assert {one["path"] for one in told["findings"]} == {"also-1/plain.txt"}


def test_the_last_day_is_set_and_a_mistake_taken_back(
    held: Held, shown: Shown, tmp_path: Path
) -> None:
    own = copied(held.after, tmp_path)
    own.serve()
    COUNTS.forget()
    client = shown.client(PIA)
    for who in (ANNA, IRMA):
        page = shown.get(who, LIST)
        assert NAME in page
        assert "beeindigen" not in page
        assert shown.client(who).get(NEW).status_code == 403
        assert shown.client(who).post(f"{LIST}n0001/terugnemen/").status_code == 403
    assert shown.client(LEES).get(LIST).status_code == 403
    end, back = f"{LIST}n0001/beeindigen/", f"{LIST}n0001/terugnemen/"
    assert "krijgt een pseudoniem" in shown.get(PIA, end)
    for given in ({"last": "2025-01-01", "reason": "x"}, {"last": "2026-12-31", "reason": ""}):
        assert client.post(end, given).status_code == 422
    done = client.post(end, {"last": "2026-12-31", "reason": "Hernoemd."})
    assert done["Location"] == LIST
    page = client.get(LIST).content.decode()
    assert "De laatste dag van n0001 is gezet." in page
    assert "hoefde niets te veranderen" in page
    assert "n0001 is gezet" not in client.get(LIST).content.decode()
    later = client.post(end, {"last": "2027-12-31", "reason": "Toch langer."})
    assert "een latere dag is een nieuw besluit" in later.content.decode()
    assert "De naam wordt gewist" in shown.get(PIA, back)
    assert client.post(back, {"reason": ""}).status_code == 422
    done = client.post(back, {"reason": "Een vergissing."})
    assert done["Location"] == f"{LIST}?alles=ja"
    page = client.get(done["Location"]).content.decode()
    assert "n0001 is teruggenomen; de naam is gewist." in page
    assert "2 berichten kregen een pseudoniem." in page
    assert "Naam is weg" in page
    assert NAME not in page
    assert "Ook wie dat niet meer is" in shown.get(ANNA, LIST)
    assert "n0001" not in shown.get(ANNA, LIST).partition("<main")[2]
    assert "zqprovincie" not in shown.get(LEES, "/zoeken/?q=weer")
    for gone in (end, back, f"{LIST}n0099/terugnemen/"):
        assert client.get(gone).status_code == 404

"""*Opnieuw verwerken met nieuwe kaart*: on the page of a run that an earlier mapping read."""

import io
import sys
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path

import orjson
import pytest
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank import bootstrap
from weerklank.cli.main import main
from weerklank.model.person import Role
from weerklank.services.change.map_again import map_again
from weerklank.services.people.add_person import add_person
from weerklank.services.runs.read_runs import read_runs
from weerklank.web.views import runs

sys.path.append(str(Path(__file__).parents[1] / "integration"))
from x_of_then import ME, export, mapping_of_then

BUTTON = "Opnieuw verwerken met nieuwe kaart"


@pytest.fixture
def served(shown: Shown, tmp_path: Path) -> Shown:
    own = OwnArchive(tmp_path).make([])
    own.run("account", "add", ME.url, "--kind", "corporate", "--as", SANNE)
    with mapping_of_then():
        own.run("import", str(export(tmp_path)))
    return Shown(own.folder, own.keys, own.serve(), shown.post)


def test_the_button_is_there_as_long_as_there_is_something_to_read_again(served, monkeypatch):
    run, first = read_runs(served.workplace)
    assert BUTTON in served.get(SANNE, f"/oogsten/{run.id}/")
    assert BUTTON not in served.get(SANNE, f"/oogsten/{first.id}/")  # of Mastodon
    add_person(served.workplace, "Wout Fictema", (Role.WOO,))
    assert BUTTON not in served.get("Wout Fictema", f"/oogsten/{run.id}/")
    assert served.client("Wout Fictema").post("/oogsten/opnieuw-lezen/").status_code == 403
    begun = []
    monkeypatch.setattr(runs.WORKS, "start", lambda _, work, told: begun.append((work, told)))
    asked = {"account": run.account}
    assert served.client(SANNE).post("/oogsten/opnieuw-lezen/", asked).status_code == 302
    ((work, told),) = begun
    assert (work.kind, told) == ("remap", ["--account", run.account])

    (done,) = map_again(served.workplace, bootstrap.connectors(), (run.account,))
    assert done.new_versions == 2
    assert BUTTON not in served.get(SANNE, f"/oogsten/{run.id}/")
    page = unescape(served.get(SANNE, f"/oogsten/{done.run}/"))
    assert "opnieuw gelezen met een nieuwe kaart" in page
    assert "withheld" in page
    assert served.client(SANNE).get("/oogsten/20260101T000000Z-aaaaaa/").status_code == 404
    given = ["--archive", str(served.archive), "--keys", str(served.keys), "--json"]
    with redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit):
        main([*given, "search", "Bericht"])
    hits = orjson.loads(out.getvalue())["hits"]
    (item,) = [one["id"] for one in hits if one["text"].startswith("Bericht 0")]
    shown = unescape(served.get(SANNE, f"/id/{item}/"))
    assert "niet getoond door het platform, om een claim van rechten" in shown

"""Who stays named by decision asks too: what is held of them by name counts and is told (D5)."""

from pathlib import Path

import pytest
from place import ME, Archive, moment, post, uri

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
NAME = "zqkrant"
WHO = f"{NAME}@mast.example"
PRIYA = ("--as", "Priya")
ON = ("--platform", "mastodon")
ABOUT = post(1, "De brug bij de sluis is open.")


def answering(name: str, day: int, html: str) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/{name}/statuses/{900 + day}",
        html=f"<p>{html}</p>",
        answers=uri(ABOUT),
        published=moment(day),
    )


REPLIES = [
    answering(NAME, 3, "Eindelijk, de sluisbrug kan weer."),
    answering("zqander", 4, f"Mee eens @{WHO}, hoogste tijd."),
    answering(NAME, 5, "Mijn dochter heeft epilepsie, dus zij fietst niet."),
    answering(NAME, 12, "Mijn zoon heeft autisme en de brug helpt hem."),
]


def test_what_is_held_by_name_is_told_and_can_be_erased(tmp_path: Path) -> None:
    place = Archive(tmp_path).begin()
    with mastodon_server(ME, [ABOUT], replies=REPLIES) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("person", "add", "Ria", "--role", "register-owner")
        place.good("person", "add", "Priya", "--role", "privacy", "--as", "Ria")
        place.good(
            *PRIYA, "privacy", "named", "add", f"https://mast.example/@{NAME}", "--kind", "press",
            "--name", "Zq Krant", "--from", "2025-01-01", "--until",
            moment(5).date().isoformat(), "--reason", "Pers.",
        )  # fmt: skip
        place.good("harvest", "gemeente")
    assert [row["author"]["role"] for row in place.rows()].count("named") == 2
    for _ in range(2):
        told = place.good(*PRIYA, "privacy", "person", WHO, *ON)
        assert (told["written"], told["named"]) == (3, 1)
        place.good("catalogue", "rebuild")
    # What is special of them is withheld as of anybody: there it is even known of whom it tells.
    out = tmp_path / "uit"
    assert place.good("export", str(out), "--format", "as2")["left_out"]["special"] == 2
    assert "epilepsie" not in (out / "activity-streams.json").read_text("utf-8")
    # The scan knows who stays named, and on which days.
    assert place.good(*PRIYA, "privacy", "scan")["findings"] == []
    asked = (*PRIYA, "request", "new", WHO, *ON, "--case", "Z1", "--how", "gezien", "--kind")
    place.good(*asked, "access")
    path = tmp_path / "brief.txt"
    place.good(*PRIYA, "request", "letter", "p0001", "-o", str(path))
    letter = " ".join(path.read_text("utf-8").split())
    assert "bevat van u: 3 berichten" in letter
    assert "Met uw naam en accountnaam staat u in wat van 1 januari 2025" in letter
    assert "accountnaam, profielfoto" not in letter
    place.good(*asked, "erasure")
    done = place.good(
        *PRIYA, "request", "decide", "p0002", "--outcome", "granted", "--ground", "avg-17-1",
        "--reason", "Zo besloten.",
    )  # fmt: skip
    (made,) = place.good("destroy", "list")["lists"]
    assert (made["list"], len(made["items"])) == (done["list"], 3)

"""*Organisaties*: several archives in numbers alone, and why one of them can't be read."""

from pathlib import Path

from shown import Shown, copied

from weerklank import bootstrap
from weerklank.model.completeness import Verdict
from weerklank.model.person import Role
from weerklank.services.schedule.overview import overview

PAGE = "/volledigheid/organisaties/"


def listed(shown: Shown, *places: tuple[Path, Path]) -> None:
    text = "".join(f'[[archive]]\nfolder = "{one}"\nkeys = "{keys}"\n' for one, keys in places)
    (shown.keys / "overview.toml").write_text(text)


def test_archives_stand_beside_each_other_without_content(own: Shown, tmp_path: Path) -> None:
    alone = own.get(Role.OPERATOR, PAGE)
    assert "Hier staat alleen dit archief" in alone
    other = copied(own, tmp_path, ("ander", "ander-sleutels"))
    gone = tmp_path / "weg"
    listed(own, (other.archive, other.keys), (gone, other.keys))
    text = own.get(Role.OPERATOR, PAGE)
    found = overview(own.workplace, bootstrap.connectors())
    rows = text.split("<tbody")[1].split("</tbody>")[0].split("<tr")[1:]
    assert len(rows) == 2  # this one, and the other
    below = found.bands.get(Verdict.BELOW, 0)
    assert below
    for row in rows:
        assert found.organisation in row
        assert f'data-l="onder het minimum">{below}<' in row
    assert '<strong class="breakable">weg</strong>' in text  # and why
    main = text.split("<main")[1]
    for account in own.workplace.register().accounts.values():
        assert account.handle not in main
    # Counted a while ago is as good; asked anew it is counted again.
    listed(own, (other.archive, other.keys))
    assert "weg</strong>" not in own.get(Role.OPERATOR, f"{PAGE}?nieuw=ja")
    (own.keys / "overview.toml").write_text("archive = 3")
    assert "De lijst van archieven is niet te lezen" in own.get(Role.OPERATOR, PAGE)
    assert own.client(Role.ARCHIVIST).get(PAGE).status_code == 403

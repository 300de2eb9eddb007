"""The benchmark of exports measures what it says, at sizes of a few posts."""

import pytest
from benchmarks import exports
from benchmarks.bare_export import bare_loop
from benchmarks.export_kinds import KINDS

from weerklank.bootstrap import connectors

POSTS = 12


@pytest.mark.parametrize("name", KINDS)
def test_an_export_of_each_kind_is_known_and_the_bare_loop_reads_all_its_posts(name, tmp_path):
    kind = KINDS[name]
    posts = 2 if name == "media" else POSTS
    path = tmp_path / kind.file
    kind.write(path, posts)
    assert bare_loop(path) >= posts
    platform = "instagram" if name == "media" else name
    (connector,) = (one for one in connectors() if one.manifest.platform == platform)
    assert connector.open_export(path) is not None


def test_all_platforms_with_exports_are_measured():
    assert {one.manifest.platform for one in connectors()} <= set(KINDS)


def test_two_sizes_give_speed_a_ratio_and_the_growth_of_memory(tmp_path, capsys):
    exports.main(
        ["snapchat", "--posts", "10", "--times", "2", "--folder", str(tmp_path)],
    )
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 5
    assert all(line[0].startswith("snapchat") for line in told)
    growth = next(line for line in told if "growth" in line)
    assert float(growth[growth.index("growth") + 1]) == pytest.approx(1, abs=0.1)
    assert not list(tmp_path.iterdir())


def test_a_zip_of_media_is_as_large_as_was_asked(tmp_path):
    kind = KINDS["media"]
    kind.write(tmp_path / kind.file, 3)
    assert (tmp_path / kind.file).stat().st_size == pytest.approx(3 * kind.bytes_each, rel=0.01)

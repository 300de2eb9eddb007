"""Every reader takes hostile input as it should; what once went wrong goes well from then on.

Here each reads a fixed number of inputs, made from one seed, so that the suite stays steady;
`make fuzz SECONDS=60` reads others for as long as is asked (docs/adr/0146).
"""

import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from campaign import CORPUS, hostile, kept, targets_of
from mutations import Mutator

HERE = Path(__file__).parent


def campaign(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a campaign in a process of its own: it watches all that the process does."""
    ended = subprocess.run(
        [sys.executable, HERE / "campaign.py", "--few", "--seed", "vast", *arguments],
        capture_output=True,
        text=True,
        timeout=500,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), "HOME": str(folder)},
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.slow
def test_no_reader_falls_over_hostile_input(tmp_path: Path) -> None:
    code, told = campaign(tmp_path)
    assert code == 0, told[-6000:]
    assert told.count(" 0 wrong\n") == len(targets_of()) + 1
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("weerklank")]


def test_the_campaign_sees_what_no_reader_may_do(tmp_path: Path) -> None:
    code, told = campaign(tmp_path, "--of", "faulty_targets")
    assert code == 1
    found = {one.split()[1] for one in told.splitlines() if one.startswith("--- ")}
    assert found == {"ZeroDivisionError", "TooLong", "reaches", "names", "refused", "memory"}
    assert "refuses: 2 inputs" in told
    assert told.count(" 1 wrong\n") == 7


def test_a_seed_makes_the_same_input_and_another_seed_other_input() -> None:
    target = targets_of(("targets_media",))["media-png"]
    first, again, other = (list(islice(hostile(target, one), 30)) for one in ("a", "a", "b"))
    assert first == again != other
    assert len(set(first)) > 25


@pytest.mark.parametrize(
    "content",
    [b'{"a": [1, {"b": "c"}]}', b'window.YTD.x = [{"a": 1}]', b"a;b\n1;2\n", b"<a><b>c</b></a>"],
)
def test_what_has_a_structure_often_keeps_one(content: bytes) -> None:
    made = [Mutator(f"{number}").change(content, (content,)) for number in range(200)]
    ends = content[-1:]
    assert sum(one.endswith(ends) and one != content for one in made) > 60


def test_what_is_kept_belongs_to_a_target() -> None:
    known = targets_of()
    assert {one.name for one in CORPUS.iterdir()} <= set(known)
    assert all(kept(one.name) for one in CORPUS.iterdir())

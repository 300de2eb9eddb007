"""A work whose process is killed or whose disk is full has ended, and keeps nothing."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from weerklank.web import work as works
from weerklank.web.views import dossier_set
from weerklank.web.work import Work


def _work(script: str) -> Work:
    found = Work(id="w1", kind="dossier", by="Wout Fictema", started=datetime.now(UTC))
    found.process = subprocess.Popen(
        ["/bin/sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    return found


def test_a_process_that_is_killed_in_the_middle_of_a_line_has_ended() -> None:
    """Else its kind would go on for ever, and no other could be begun."""
    step = '{"step": {"nl": "Bezig.", "en": "Busy."}}'
    found = _work(f"printf '%s\\n' '{step}'; printf '{{\"result\": {{\"ok\"'; kill -9 $$")
    told: list[str] = []
    works._listen(found, None, lambda one: told.append(one.id))
    assert found.ended
    assert found.result == {"error": True, "code": "DEFECT-001"}
    assert [one.text.en for one in found.steps] == ["Busy."]
    assert told == ["w1"]


@pytest.mark.parametrize(("result", "is_kept"), [('{"ok": true}', True), ('{"error": 1}', False)])
def test_half_a_set_gives_its_room_back(tmp_path: Path, result: str, is_kept: bool) -> None:
    made = tmp_path / "set.zip"
    made.write_bytes(b"PK")
    found = _work(f"""echo '{{"result": {result}}}'""")
    dossier_set.MADE.keep(found.id, made.open("rb"))
    works._listen(found, None, dossier_set._drop_half)
    file = dossier_set.MADE.open(found.id)
    assert (file is not None) is is_kept
    if file is not None:
        file.close()
        dossier_set.MADE.drop(found.id)

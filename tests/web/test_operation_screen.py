"""*Beheer*: how the work goes, for the operator alone, in both set-ups and without content."""

import hashlib
import json
import re
import time

from shown import Shown

from weerklank.model.person import Role
from weerklank.services.machines import database
from weerklank.services.schedule.at_work import working

HERE = "/beheer/"


def test_one_machine_shows_what_is_due_and_needs_no_queue(shown: Shown, monkeypatch) -> None:
    monkeypatch.delenv(database.VARIABLE, raising=False)
    page = shown.get(Role.OPERATOR, HERE)
    assert "Er is geen wachtrij" in page
    assert "Python" in page
    assert str(shown.archive) not in page
    for account in shown.workplace.register().accounts.values():
        assert account.handle not in page, "no names: those stand under Accounts"
    for role in Role:
        allowed = shown.client(role).get(HERE).status_code == 200
        assert allowed is (role is Role.OPERATOR)


def test_many_machines_show_workers_and_what_is_used_up(shown: Shown, monkeypatch) -> None:
    accounts = shown.workplace.register().accounts.values()
    account = next(one for one in accounts if one.platform == "mastodon")
    server = account.url.partition("://")[2].partition("/")[0]
    folder = shown.keys / "state" / "budgets"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(f"{server} {account.id}".lower().encode()).hexdigest()[:32]
    file = folder / f"{name}.json"
    file.write_text(json.dumps({"left": 0, "until": time.time() + 3600}))
    secret = "geheimwachtwoord"
    monkeypatch.setenv(database.VARIABLE, f"postgresql://x:{secret}@127.0.0.1:1/x")
    try:
        with working(shown.workplace):
            page = shown.get(Role.OPERATOR, HERE)
    finally:
        file.unlink()
    assert "Er is 1 worker aan het werk" in page
    assert "WORKER-004" in page, "a database that is away is told, and the page is there"
    assert secret not in page
    assert "1 van 1, tot" in page


def test_metrics_are_off_until_a_token_is_set_and_hold_numbers_alone(
    shown: Shown, monkeypatch
) -> None:
    monkeypatch.delenv(database.VARIABLE, raising=False)
    monkeypatch.delenv("WEERKLANK_METRICS_TOKEN", raising=False)
    collector = shown.client()
    assert collector.get("/metrics").status_code == 404
    monkeypatch.setenv("WEERKLANK_METRICS_TOKEN", "toon-mij-de-cijfers")
    assert collector.get("/metrics").status_code == 401
    for wrong in ("Bearer", "Bearer toon-mij", "Basic toon-mij-de-cijfers", "Bearer \xe9"):
        assert collector.get("/metrics", headers={"Authorization": wrong}).status_code == 401
    given = {"Authorization": "Bearer toon-mij-de-cijfers"}
    answer = collector.get("/metrics", headers=given)
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    told = answer.content.decode()
    rows = [row for row in told.splitlines() if not row.startswith("#")]
    row = re.compile(r'weerklank_[a-z_]+(\{[a-z]+="[\w.+-]*"\})? [0-9.e+]+')
    assert [one for one in rows if not row.fullmatch(one)] == []
    assert 'weerklank_disk_free_bytes{place="archive"}' in told
    assert "weerklank_queue" not in told, "one machine has none"
    assert len({one.rpartition(" ")[0] for one in rows}) == len(rows)
    for account in shown.workplace.register().accounts.values():
        assert account.handle not in told
    assert collector.post("/metrics", headers=given).status_code == 405

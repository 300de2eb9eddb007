"""What else is decided by the API: register, privacy, portal, plan, and what is said of posts."""

from datetime import timedelta

from api_asking import Asking, asking
from shown import ROLES, Shown

from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.services.oversee.read_journal import Sought, read_journal


def _refused(own: Shown, path: str, *roles: Role) -> None:
    for role in roles:
        answer = asking(own, role).post(path, {})
        assert (answer.status_code, answer.json()["code"]) == (403, "API-005"), (role, path)


def test_the_register_is_changed_reported_on_and_looked_at(own: Shown) -> None:
    owner, reader = asking(own, Role.REGISTER_OWNER), asking(own, Role.READER)
    before = {"seen": reader.get("/accounts/a0001")["stand"]}
    changed = owner.post("/accounts/a0001/wijzigingen", {"unit": "Team Water", **before}).json()
    assert changed["unit"] == "Team Water"
    assert reader.get("/accounts/a0001")["unit"] == "Team Water"
    _refused(own, "/accounts/a0001/wijzigingen", Role.READER, Role.ARCHIVIST)
    made = reader.post("/meldingen", {"what": "managers", "account": "a0001"})
    assert made.status_code == 201, made.content
    report = made.json()["report"]
    assert report in {one["report"] for one in owner.get("/meldingen?pageSize=100")["items"]}
    _refused(own, f"/meldingen/{report}/afhandelingen", Role.READER, Role.COMMUNICATION)
    settled = owner.post(f"/meldingen/{report}/afhandelingen", {"state": "done"}).json()
    assert (settled["state"], settled["settled_by"]) == ("done", ROLES[Role.REGISTER_OWNER])
    assert report not in {one["report"] for one in owner.get("/meldingen?pageSize=100")["items"]}
    again = owner.post(f"/meldingen/{report}/afhandelingen", {"state": "done"})
    assert again.status_code == 403, "once"
    for path in ("wijzigingen", "nalopen"):
        late = owner.post(f"/accounts/a0001/{path}", before)
        assert late.json()["code"] == "REGISTER-071", "it was changed since it was read"
        assert owner.post(f"/accounts/a0001/{path}").status_code == 400, "nothing was read"
    looked = owner.post("/accounts/a0001/nalopen", {"seen": changed["stand"]}).json()
    assert looked["by"] == ROLES[Role.REGISTER_OWNER]
    assert owner.post("/nalopen/termijnen", {"months": 7}).json() == {"months": 7}
    late = owner.post("/nalopen/termijnen", {"months": 8, "seen": 3})
    assert late.status_code in {403, 503}, "it was set otherwise meanwhile"
    assert owner.post("/nalopen/termijnen", {"months": 0}).status_code == 400
    file = asking(own, Role.ARCHIVIST).ask("/accounts-bestand")
    assert b"Team Water" in file.content


def test_a_platform_is_decided_on_and_an_agreement_recorded_and_ended(own: Shown) -> None:
    owner, today = asking(own, Role.REGISTER_OWNER), str(own.workplace.today())
    before = owner.get("/platforms/x")["stand"]
    new = {"status": "experimental", "decided": today, "seen": before}
    decided = owner.post("/platforms/x/besluiten", new).json()
    assert decided["state"] == "experimental"
    late = owner.post("/platforms/x/besluiten", {**new, "document": "besluit 2"})
    assert late.json()["code"] == "AGREE-006", "it was decided on since it was read"
    lacking = owner.post(
        "/platforms/x/overeenkomsten",
        {"kind": "none", "scope": "alles", "valid_from": today, "seen": decided["stand"]},
    )
    assert {one["name"] for one in lacking.json()["errors"]} == {
        "decided", "decided_by", "measures",
    }  # fmt: skip
    given = {"kind": "service-provider", "scope": "alles", "valid_from": today, "party": "Dienst"}
    assert owner.post("/platforms/x/overeenkomsten", {**given, "seen": before}).status_code == 403
    seen = {"seen": decided["stand"]}
    made = owner.post("/platforms/x/overeenkomsten", {**given, **seen}).json()
    here = f"/overeenkomsten/{made['agreement']}"
    assert owner.post(f"{here}/beeindigingen", {"on": today, **seen}).status_code == 403
    now = {"seen": made["stand"]}
    ended = owner.post(f"{here}/beeindigingen", {"on": today, **now}).json()
    assert ended["valid_until"] == today
    assert owner.post(f"{here}/intrekkingen", now).status_code == 403
    gone = owner.post(f"{here}/intrekkingen", {"seen": ended["stand"]})
    assert gone.json()["state"] == "withdrawn"
    assert owner.post("/platforms/hyves/besluiten", {"status": "ended"}).status_code in {400, 404}
    _refused(own, "/platforms/x/besluiten", Role.READER, Role.ARCHIVIST)


def test_how_often_is_harvested_and_that_there_was_nothing_to_hand_in(own: Shown) -> None:
    archivist = asking(own, Role.ARCHIVIST)
    assert archivist.post("/oogsten/tussentijden", {"hours": 12}).json()["hours"] == 12
    one = archivist.post("/accounts/a0001/tussentijden", {"hours": 3}).json()
    assert one == {"account": "a0001", "hours": 3}
    assert archivist.post("/accounts/a0001/tussentijden", {"hours": None}).json()["hours"] == 12
    assert archivist.post("/accounts/a0001/tussentijden", {"hours": 0}).status_code == 400
    assert archivist.post("/accounts/a0001/tussentijden").status_code == 400, "not by leaving out"
    every = archivist.get("/accounts?pageSize=100")["items"]
    by_hand = next(one["account"] for one in every if one["scenario"] == "C")
    month = own.workplace.today().replace(day=1) - timedelta(days=1)
    here = f"/accounts/{by_hand}/aanleveringen"
    program = asking(own, Role.COMMUNICATION)
    made = program.post(f"{here}/niets", {"period": f"{month:%Y-%m}"})
    assert made.json()["state"] == "nothing", made.content
    undone = program.post(f"{here}/{made.json()['handin']}/intrekkingen")
    assert undone.json()["state"] == "undone"
    other = program.post(f"/accounts/a0001/aanleveringen/{made.json()['handin']}/intrekkingen")
    assert other.status_code == 404


def test_what_is_apart_is_listed_without_the_address_that_leads_to_its_words(own: Shown) -> None:
    maker, archivist = asking(own, Role.COMMUNICATION), asking(own, Role.ARCHIVIST)
    here = f"/berichten/{own.post}"
    assert maker.post(f"{here}/markeringen", {"reason": "privé"}).status_code == 201
    restricted = archivist.post(f"{here}/markeringen/besluiten", {"judgement": "restrict"})
    assert restricted.json()["restricted"] is True
    nodes = archivist.get(f"{here}/draad")["nodes"]
    listed = next(one["post"] for one in nodes if one["post"] and one["post"]["id"] == own.post)
    assert (listed["apart"] is not None, listed["text"], listed["url"]) == (True, None, None)
    assert archivist.get(here)["url"], "opening it is recorded"


def test_what_is_said_of_a_post_is_decided_by_another(own: Shown) -> None:
    maker, archivist = asking(own, Role.COMMUNICATION), asking(own, Role.ARCHIVIST)
    here = f"/berichten/{own.post}/markeringen"
    marked = maker.post(here, {"reason": "privé"})
    assert (marked.status_code, marked.json()["state"]) == (201, "waiting")
    _refused(own, f"{here}/besluiten", Role.COMMUNICATION, Role.READER)
    kept = archivist.post(f"{here}/besluiten", {"judgement": "keep"}).json()
    assert kept["decided_by"] == ROLES[Role.ARCHIVIST]
    assert archivist.post(f"{here}/besluiten", {"judgement": "weg"}).status_code == 400
    privacy = asking(own, Role.PRIVACY)
    given = {"reason": "ziek"}
    reply = next(
        one["id"]
        for one in maker.get("/berichten?kind=reply&pageSize=50")["items"]
        if maker.post(f"/berichten/{one['id']}/bijzonder", given).status_code == 201
    )
    assert maker.ask(f"/berichten/{reply}").status_code == 403, "from then on few see it"
    listed = privacy.get("/bijzonder?pageSize=100")["items"]
    assert reply in {one["id"] for one in listed}
    assert all("text" not in one for one in listed)
    judged = privacy.post(f"/berichten/{reply}/bijzonder/besluiten", {"judgement": "keep"})
    assert judged.json()["special"] is False
    formal = maker.get("/formeel")["items"][0]["id"]
    assert maker.post(f"/formeel/{formal}/afhandelingen", {"state": "done"}).status_code == 200
    assert formal not in {one["id"] for one in maker.get("/formeel")["items"]}


def test_policy_portal_and_who_is_recognisable_are_for_who_may_decide(own: Shown) -> None:
    privacy, archivist = asking(own, Role.PRIVACY), asking(own, Role.ARCHIVIST)
    assert privacy.post("/beleid/originelen", {"months": 13}).json()["months"] == 13
    assert privacy.post("/beleid/originelen", {}).status_code == 400, "not by leaving out"
    assert privacy.post("/beleid/originelen", {"months": None}).json()["months"] is None
    _refused(own, "/beleid/originelen", Role.ARCHIVIST, Role.READER)
    assert (
        privacy.get("/beleid/versies")["items"][-1]["version"] == privacy.get("/beleid")["version"]
    )
    was = archivist.get("/portaal")["state"]
    turned = archivist.post("/portaal/standen", {"on": was == "off", "reason": "besluit"})
    assert turned.json()["state"] != was
    _refused(own, "/portaal/standen", Role.PRIVACY, Role.WOO)
    _refused(own, "/portaal/accounts/a0001/reacties", Role.ARCHIVIST)
    given = {
        "url": "https://mastodon.social/@omroep", "kind": "press", "name": "Omroep",
        "from": "2026-01-01", "reason": "persbureau",
    }  # fmt: skip
    assert privacy.post("/herkenbaar/voorbeelden", given).json() == {"written": 0, "shown": 0}
    assert privacy.get("/herkenbaar")["total"] == 0, "a look records nothing"
    made = privacy.post("/herkenbaar", given).json()["named"]
    today = str(own.workplace.today())
    ended = privacy.post(f"/herkenbaar/{made}/beeindigingen", {"on": today, "reason": "klaar"})
    assert ended.json()["until"] == today
    back = privacy.post(f"/herkenbaar/{made}/intrekkingen", {"reason": "vergissing"}).json()
    assert (back["name"], back["left"]) == (None, 0)


def test_rights_hotspots_and_the_plan_are_recorded_as_on_the_screens(own: Shown) -> None:
    archivist = asking(own, Role.ARCHIVIST)
    today = own.workplace.today()
    rule = archivist.post(
        "/rechtenregels", {"covers": "all", "status": "own", "source": "besluit"}
    )
    assert rule.status_code == 201, rule.content
    assert None in {one["account"] for one in archivist.get("/rechtenregels")["items"]}
    ended = archivist.post("/rechtenregels/beeindigingen", {"reason": "anders"}).json()
    assert ended["parts"] > 0
    first = archivist.get("/rechten?missing=false&pageSize=2")
    assert (len(first["items"]), first["total"] > 2) == (2, True)
    hotspot = {
        "name": "Storm", "reason": "raakte de stad", "from": "2026-01-01",
        "criteria": [archivist.get("/hotspots")["items"][0]["criteria"][0]], "terms": ["storm"],
    }  # fmt: skip
    made = archivist.post("/hotspots", hotspot).json()["hotspot"]
    adopted = archivist.post(
        f"/hotspots/{made}/vaststellingen", {"body": "College", "on": str(today)}
    )
    assert adopted.json()["state"] == "adopted"
    withdrawn = archivist.post(f"/hotspots/{made}/intrekkingen", {"reason": "vergissing"})
    assert withdrawn.json()["state"] == "withdrawn"
    proposal = archivist.get("/verbeterplan/voorstellen")["items"][0]
    line = {
        "check": proposal["check"], "measure": "nalopen", "owner": ROLES[Role.ARCHIVIST],
        "due": str(today + timedelta(days=30)), "mitigation": "melden",
        **({"account": proposal["account"]} if proposal["account"] else {}),
    }  # fmt: skip
    added = archivist.post("/verbeterplan", line)
    assert added.status_code == 201, added.content
    here = f"/verbeterplan/{added.json()['line']}"
    changed = archivist.post(f"{here}/wijzigingen", {"reason": "sneller", "measure": "nu nalopen"})
    assert changed.json()["measure"] == "nu nalopen"
    assert archivist.post(f"{here}/grenzen", {"limit": "zomaar"}).status_code == 400
    assert len(archivist.get("/meetlat?pageSize=100")["items"]) > 30


def test_who_asks_for_access_is_answered_and_looking_at_who_looked_is_recorded(own: Shown) -> None:
    reader, owner = asking(own, Role.READER), asking(own, Role.REGISTER_OWNER)
    asked = reader.post("/toegangsvragen", {"page": "journal"})
    assert asked.status_code == 201, asked.content
    assert reader.post("/toegangsvragen", {"page": "search"}).status_code == 404, "they may"
    here = f"/toegangsvragen/{asked.json()['request']}/antwoorden"
    _refused(own, here, Role.READER, Role.ARCHIVIST)
    answered = owner.post(here, {"reason": "niet nodig"}).json()
    assert answered["answered_by"] == ROLES[Role.REGISTER_OWNER]
    privacy = asking(own, Role.PRIVACY)
    privacy.get("/inzages")
    assert privacy.get("/inzages")["items"][0]["by"] == ROLES[Role.PRIVACY]


def test_what_a_program_did_is_in_the_log_when_its_answer_goes(own: Shown) -> None:
    program: Asking = asking(own, Role.ARCHIVIST)
    before = own.workplace.log.latest()
    given = {"ground": "geschil", "case": "Z-1", "items": [own.post]}
    assert program.post("/bewaarplichten", given).status_code == 201
    after = own.workplace.log.latest()
    assert before is not None
    assert after is not None
    assert after.size > before.size
    newest = read_journal(own.workplace, Sought(book=Book.DECISIONS))[0]
    assert newest.by == ROLES[Role.ARCHIVIST]

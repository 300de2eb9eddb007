"""Retention: what the selection list lets go on a day, by decisions on a small archive (G1)."""

from pathlib import Path

import pytest
from small_archive import Small, account, filled, post, posts

POSTS = posts()
WHO = "Anna"
CSV = (
    "code;proces;resultaat;waardering;bewaartermijn;procestermijn\n"
    "6.1;Verzoeken;Ingewilligd;V;P5Y;\n"
    "15.1;Meldingen;Gedaan;V;P1Y;bestaansduur_procesobject\n"
    "20.1;Informeren;Gedaan;B;;\n"
)
WHY = ("--reason", "Volgens besluit.", "--body", "College", "--decided", "2026-02-03")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("template")
    made = filled(folder / "small")
    (folder / "gemeenten.csv").write_text(CSV, encoding="utf-8")
    made.good("selection", "load", str(folder / "gemeenten.csv"), acting=WHO)
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def test_what_is_due_follows_from_decisions_and_says_why(small: Small) -> None:
    ids = small.ids()
    target, plain = ids[POSTS.url("doel")], ids[POSTS.url("gewoon")]
    told = small.good("retention", "due", "--on", "2099-01-01")
    every = told["counts"]["N"]
    assert (told["due"], told["counts"]["B"], told["counts"]["V"]) == ([], 0, 0)
    assert every >= len(ids)
    assert "no-dialogue" in {one["code"] for one in small.good("status")["selection"]}
    code, answer = small.run("selection", "assign", "--default", "two-way", "--row", "6.1", *WHY,
                             acting="Ruud")  # fmt: skip
    assert (code, answer["error"]["code"]) == (3, "ROLE-002")

    small.good("selection", "assign", "--default", "two-way", "--row", "6.1", *WHY, acting=WHO)
    made = small.good("selection", "assign", "--id", target, "--row", "20.1", *WHY, acting=WHO)
    assert made["target"]["item"] == target
    shown = small.good("retention", "show", plain)
    assert (shown["outcome"], shown["row"], shown["term"]) == ("V", "6.1", "P5Y")
    assert shown["until"] == shown["start"].replace("2026", "2031")
    assert shown["decision"]["body"] == "College"
    assert small.good("retention", "due", "--on", shown["until"])["counts"]["V"] == every - 1
    due = {one["id"]: one for one in small.good("retention", "due", "--on", "2099-01-01")["due"]}
    assert len(due) == every - 1
    assert target not in due
    assert (due[plain]["ground"], due[plain]["until"]) == ("selection", shown["until"])
    on_the_day = small.good("retention", "due", "--on", shown["until"])["due"]
    assert plain not in {one["id"] for one in on_the_day}
    kept = small.good("post", "show", target)["appraisal"]
    assert (kept["outcome"], kept["row"], kept["until"]) == ("B", "20.1", None)

    # A row that asks for a day waits for it; then the decision ends, and the default goes again.
    small.good("selection", "assign", "--id", target, "--row", "15.1", *WHY, acting=WHO)
    assert small.good("retention", "due", "--on", "2099-01-01")["counts"]["without_start"] == 1
    small.good(
        "selection", "assign", "--id", target, "--end", "--reason", "Toch niet.", acting=WHO
    )
    assert small.good("retention", "show", target)["row"] == "6.1"
    listed = small.good("selection", "list")["decisions"]
    assert [(one["row"], one["by"]) for one in listed] == [("6.1", WHO)]
    small.assert_verifies()


def test_a_hotspot_and_a_hold_keep_what_is_due(small: Small) -> None:
    small.good("selection", "assign", "--default", "two-way", "--row", "6.1", *WHY, acting=WHO)
    small.good("person", "add", "Carla", "--role", "communication")
    ids = small.ids()
    plain, target = ids[POSTS.url("gewoon")], ids[POSTS.url("doel")]
    before = small.good("retention", "due", "--on", "2099-01-01")["counts"]["due"]
    small.good("hold", "add", "--ground", "Bezwaar.", "--case", "Z-1", "--id", plain, acting=WHO)
    held = small.good("retention", "show", plain, "--on", "2099-01-01")
    assert (held["holds"], held["due"], held["outcome"]) == (["s0001"], False, "V")
    counts = small.good("retention", "due", "--on", "2099-01-01")["counts"]
    assert counts["due"] + counts["held"] == before
    small.good(
        "hotspot", "propose", "Feest", "--account", "a0001", "--from", "2020-01-01",
        "--criterion", "unrest", "--reason", "Veel reacties.", acting="Carla",
    )  # fmt: skip
    small.good("hotspot", "adopt", "h0001", "--body", "College", "--date", "2026-03-03",
               acting=WHO)  # fmt: skip
    lifted = small.good("post", "show", target)["appraisal"]
    assert (lifted["outcome"], lifted["row_outcome"], lifted["until"]) == ("B", "V", None)
    assert lifted["hotspots"] == ["h0001"]
    assert lifted["transfer_by"].startswith("2046")


def test_nothing_goes_by_the_list_before_the_list_lets_it_go(small: Small) -> None:
    plain = small.ids()[POSTS.url("gewoon")]
    by_list = ("destroy", "propose", "--id", plain, "--ground", "selection", "--reason", "termijn")
    assign = ("selection", "assign", "--id", plain, *WHY, "--row")

    def refused(*given: str, acting: str) -> object:
        code, told = small.run(*given, acting=acting)
        assert (code, told["error"]["code"]) == (3, "SELECT-015")
        return told["undue"][0]["outcome"], told["undue"][0]["until"]

    # Nothing is decided on two-way content; then it is kept, then for five years.
    assert refused(*by_list, acting="Pia") == ("N", None)
    small.good(*assign, "20.1", acting=WHO)
    assert refused(*by_list, acting="Pia") == ("B", None)
    small.good(*assign, "6.1", acting=WHO)
    outcome, until = refused(*by_list, acting="Pia")
    assert (outcome, str(until)[:4]) == ("V", "2031")
    # The other grounds need no day.
    small.good("destroy", "propose", "--id", plain, "--ground", "court", "--reason", "vonnis",
               acting="Pia")  # fmt: skip
    small.good(*assign, "15.1", "--starts", "2020-01-01", acting=WHO)
    made = str(small.good(*by_list, acting="Pia")["list"])
    small.good("destroy", "review", made, acting="Ruud")
    small.good("destroy", "approve", made, acting=WHO)
    # What was decided otherwise since does not go.
    small.good(*assign, "20.1", acting=WHO)
    execute = ("destroy", "execute", made, "--confirm", "1")
    assert refused(*execute, acting=WHO) == ("B", None)
    small.good(*assign, "15.1", "--starts", "2020-01-01", acting=WHO)
    assert small.good(*execute, acting=WHO)["state"] == "executed"


def test_a_decision_that_is_still_to_be_taken_and_a_list_named_after_somebody_are_refused(
    small: Small,
) -> None:
    load, assign = (
        ("selection", "load", "--shipped"),
        ("selection", "assign", "--account", "a0001"),
    )
    for given, fault in (
        ((*load, "--decided", "2999-01-01"), "SELECT-016"),
        ((*load, "--name", "Lijst van @jan_voorbeeld"), "USE-002"),
        ((*assign, "--row", "20.1", "--reason", "x", "--decided", "2999-01-01"), "SELECT-016"),
    ):
        code, told = small.run(*given, acting=WHO)
        assert (code, told["error"]["code"]) == (2, fault)


def test_the_law_is_set_by_its_day_and_no_other(small: Small) -> None:
    target = small.ids()[POSTS.url("doel")]
    small.good("selection", "assign", "--account", "a0001", "--row", "20.1", *WHY, acting=WHO)
    given = (
        "retention",
        "law",
        "archiefwet2026",
        "--from",
        "2027-01-01",
        "--source",
        "Stb. 2026, 400",
    )
    assert small.run(*given, acting="Ruud")[0] == 3
    assert small.good("retention", "show", target)["transfer_by"].startswith("2046")
    small.good(*given, acting=WHO)
    assert small.good("retention", "show", target, "--on", "2026-12-31")["law"]["law"] == (
        "archiefwet1995"
    )
    after = small.good("retention", "show", target, "--on", "2027-01-01")
    assert (after["law"]["law"], after["transfer_by"][:4]) == ("archiefwet2026", "2036")
    for wrong in (
        ("archiefwet1995", "--from", "2027-01-01", "--source", "Stb."),
        ("archiefwet2026",),
        ("--source", "Stb."),
    ):
        assert small.run("retention", "law", *wrong, acting=WHO)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--row", "6.1"), (2, "USE-001")),
        (("--account", "a0001", "--default", "two-way", "--row", "6.1"), (2, "USE-001")),
        (("--account", "a0001"), (2, "USE-001")),
        (("--account", "a0001", "--row", "6.1", "--end"), (2, "USE-001")),
        (("--account", "a0001", "--row", "9.9"), (2, "SELECT-008")),
        (("--account", "a0001", "--end"), (2, "SELECT-011")),
        (("--account", "a0001", "--scenario", "C", "--row", "6.1"), (2, "SELECT-012")),
        (("--default", "one-way", "--scenario", "B", "--row", "6.1"), (2, "SELECT-012")),
        (("--account", "a0001", "--row", "6.1", "--list", "nergens"), (2, "SELECT-001")),
        (("--id", "vbd-2026-01-01-zzzzz", "--row", "6.1"), (2, "SEARCH-001")),
    ],
)
def test_a_decision_that_can_not_be_is_refused(
    template: Small, arguments: tuple[str, ...], code: tuple[int, str]
) -> None:
    left, answer = template.run("selection", "assign", *arguments, *WHY[:2], acting=WHO)
    assert (left, answer["error"]["code"]) == code
    assert template.good("selection", "list")["decisions"] == []


def test_a_thread_that_closes_and_a_month_begin_terms_that_no_publication_does(
    small: Small, tmp_path: Path
) -> None:
    """The same posts, by three rows: of publication, of the last contribution, of the month."""
    ids = small.ids()
    target, answer = ids[POSTS.url("doel")], ids[POSTS.url("antwoord")]
    alone = ids[POSTS.url("gewoon")]

    def shown(cell: str) -> dict[str, dict]:
        file = tmp_path / "lijst.csv"
        file.write_text(
            "code;proces;resultaat;waardering;bewaartermijn;procestermijn;voor\n"
            f"9.1;Dialoog;Gevoerd;V;P1Y;{cell};dialoog\n",
            encoding="utf-8",
        )
        small.good("selection", "load", str(file), "--name", "Gesprekken", "--body", "College",
                   "--decided", "2026-02-03", acting=WHO)  # fmt: skip
        return {
            name: small.good("retention", "show", item)
            for name, item in (("target", target), ("answer", answer), ("alone", alone))
        }

    def told(found: dict[str, dict], key: str) -> list[str]:
        return [found[name][key] for name in ("target", "answer", "alone")]

    before = shown("nihil")
    assert told(before, "start") == ["2026-01-07", "2026-01-09", "2026-01-06"]
    assert set(told(before, "start_means")) == {"the day of publication"}

    by_thread = shown("afgesloten_draad P3M")
    # What begins the thread counts from what was last said in it; what stands alone, from itself.
    assert told(by_thread, "start") == ["2026-01-09", "2026-01-09", "2026-01-06"]
    assert told(by_thread, "until") == ["2027-04-09", "2027-04-09", "2027-04-06"]
    assert set(told(by_thread, "process_term")) == {"P3M"}
    assert "last contribution to the thread" in by_thread["target"]["start_means"]
    # All ways of asking say the same.
    due = small.good("retention", "due", "--on", "2027-04-08")["due"]
    assert alone in {one["id"] for one in due}
    assert not {target, answer} & {one["id"] for one in due}
    (listed,) = [
        one
        for one in small.good("retention", "due", "--on", "2027-04-10")["due"]
        if one["id"] == target
    ]
    assert listed["until"] == "2027-04-09"
    # Somebody says more: the thread was not closed, and nothing of it is due that day any more.
    late = post(40, "Nog een aanvulling.", in_reply_to=_uri())
    small.take_in([*POSTS.items, late])
    assert small.good("retention", "show", target)["start"] == "2026-02-14"
    due = small.good("retention", "due", "--on", "2027-04-10")["due"]
    assert not {target, answer} & {one["id"] for one in due}

    by_month = shown("einde_maand")
    assert told(by_month, "start") == ["2026-01-31"] * 3
    assert told(by_month, "until") == ["2027-01-31"] * 3
    for key in ("target", "answer", "alone"):
        assert before[key]["until"] <= by_month[key]["until"] <= by_thread[key]["until"]
    small.assert_verifies()


def _uri() -> str:
    target = POSTS.items[POSTS.names["doel"]]
    return f"{account().actor_id}/statuses/{target.number}"

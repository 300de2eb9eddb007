"""*Wat ermee gebeurde*: the life of a post on its page, and who reads how much of it."""

import re
from datetime import UTC, datetime, timedelta

from shown import Shown

from weerklank.model.life import LifeEvent, LifeKind, LifeOutcome
from weerklank.model.person import Role
from weerklank.services.find.read_marks import read_marks
from weerklank.services.life.life_for import INSIDE, life_for

AT = datetime(2026, 3, 1, tzinfo=UTC)


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_who_may_read_the_journal_sees_persons_and_reasons_and_others_what_happened(
    shown: Shown,
) -> None:
    (mark,) = [one for one in read_marks(shown.workplace).values() if not one.is_restricted][:1]
    address = f"/id/{mark.id}/leven/"
    said = words(shown.get(Role.ARCHIVIST, address))
    for told in ("Gepubliceerd", "Opgenomen", "Geminimaliseerd", "volgens beleid versie"):
        assert told.casefold() in said.casefold(), told
    assert "gemarkeerd als geen overheidsinformatie" in said
    assert f"Reden: {mark.marked.reason}" in said
    assert mark.marked.by in said
    less = words(shown.get(Role.READER, address))
    assert "opgenomen" in less
    for hidden in ("gemarkeerd", mark.marked.reason, mark.marked.by, "Reden:"):
        assert hidden not in less
    assert "wie het logboek mag lezen" in less
    # A post leads to it; what is not there has no life.
    assert f'href="{address}"' in shown.get(Role.READER, f"/id/{mark.id}/")
    assert shown.client(Role.READER).get("/id/vrb-2026-01-01-aaaaa/leven/").status_code == 404
    assert shown.client(None).get(address).status_code == 302


def test_of_checks_that_found_nothing_the_last_is_shown() -> None:
    outcomes = [LifeOutcome.SUCCESS, LifeOutcome.FAILURE, LifeOutcome.SUCCESS, LifeOutcome.SUCCESS]
    events = [
        LifeEvent(
            id=str(number),
            kind=LifeKind.FIXITY_CHECKED,
            at=AT + timedelta(days=number),
            item="i",
            outcome=outcome,
        )
        for number, outcome in enumerate(outcomes)
    ]
    events += [LifeEvent(id="held", kind=LifeKind.HELD, at=AT, item="i")]
    told = life_for(events, journal=True)
    assert [one.id for one in told.events] == ["1", "3", "held"]
    assert told.more_checks == 2
    assert [one.id for one in life_for(events, journal=False).events] == ["1", "3"]
    assert LifeKind.FIXITY_CHECKED not in INSIDE

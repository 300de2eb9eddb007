"""PREMIS: what is written is as the data dictionary has it, and what is not is found."""

from datetime import UTC, datetime

import pytest

from weerklank.model.life import (
    AgentKind,
    AgentRole,
    LifeAgent,
    LifeEvent,
    LifeKind,
    LifeOutcome,
    Linked,
    LinkKind,
)
from weerklank.model.text import Text
from weerklank.transfer.premis import Described, PremisFile, premis_pieces
from weerklank.transfer.premis_rules import premis_findings

AT = datetime(2026, 3, 1, 9, 30, 15, tzinfo=UTC)
PROGRAM = LifeAgent(AgentKind.SOFTWARE, "Weerklank", AgentRole.PROGRAM, "0.1.0")
WHO = LifeAgent(AgentKind.PERSON, "Anna & Bé <x>", AgentRole.AUTHORIZER)
CAPTURED = LifeEvent(
    id="i/captured",
    kind=LifeKind.CAPTURED,
    at=AT,
    item="i",
    version=1,
    agents=(WHO, PROGRAM),
    outcome=LifeOutcome.WARNING,
    note=Text("via de API", "by the API"),
    reason="omdat",
    linked=(Linked(LinkKind.RUN, "r1"),),
)
SEEN = LifeEvent(
    id="i/format",
    kind=LifeKind.FORMAT_IDENTIFIED,
    at=AT,
    item="i",
    medium="m",
    agents=(PROGRAM,),
)
FILE = PremisFile(
    medium="m", name="m.png", size=3, digest="0" * 64, format="PNG", version="1.2", puid="fmt/13"
)


def written(*events: LifeEvent, files: tuple[PremisFile, ...] = (FILE,)) -> str:
    found = Described(source="bron", item="i", events=events, files=files)
    return b"".join(premis_pieces(found)).decode()


def codes(text: str) -> list[str]:
    return [one.code for one in premis_findings(text.encode())]


def test_what_is_written_is_found_to_be_right():
    told = written(CAPTURED, SEEN)
    assert codes(told) == []
    assert "Anna &amp; Bé &lt;x&gt;" in told
    assert "opgenomen; versie 1; run r1; reden: omdat" in told
    assert told.count("<premis:agent>") == 2  # each once, however often it acted
    assert told.count(">i/m</premis:linkingObjectIdentifierValue>") == 1
    assert codes(written()) == []  # of what is gone nothing but its mark may be left
    assert codes(written(SEEN, files=())) == []  # a file that is not there is not named


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<premis:event>", "<premis:event", "PREMIS-R01"),
        ("<?xml", "<!DOCTYPE premis:premis [<!ENTITY a 'b'>]><?xml", "PREMIS-R01"),
        ("premis:premis", "premis:mets", "PREMIS-R02"),
        ("<premis:eventDateTime>", "<premis:note>x</premis:note><premis:eventDateTime>",
         "PREMIS-R02"),
        ("<premis:size>3</premis:size>", "<premis:size>3</premis:size>" * 2, "PREMIS-R02"),
        ("<premis:relationshipType>structural</premis:relationshipType>", "", "PREMIS-R03"),
        ("xsi:type=\"premis:file\"", "xsi:type=\"premis:intellectualEntity\"", "PREMIS-R03"),
        (">warning<", "><", "PREMIS-R04"),
        ('version="3.0"', 'version="2.2"', "PREMIS-R05"),
        ("premis:intellectualEntity", "premis:work", "PREMIS-R06"),
        ("i/format<", "i/captured<", "PREMIS-R07"),
        ("<premis:agentIdentifierValue>Weerklank 0.1.0",
         "<premis:agentIdentifierValue>Weerklank 0.2.0", "PREMIS-R08"),
        (">capture<", ">deletion<", "PREMIS-R09"),
        ("2026-03-01T09:30:15Z", "1 maart", "PREMIS-R10"),
        (">3</premis:size>", ">drie</premis:size>", "PREMIS-R11"),
        ("0" * 64, "0" * 63, "PREMIS-R12"),
    ],
)  # fmt: skip
def test_what_is_otherwise_is_found(old, new, code):
    told = written(CAPTURED, SEEN)
    assert old in told
    assert code in codes(told.replace(old, new))


def test_what_no_xml_can_hold_does_not_break_it():
    told = written(LifeEvent(id="i/x", kind=LifeKind.HELD, at=AT, item="i", reason="a\x00b\ud800"))
    assert codes(told) == []

"""How recorded rights limit the use of what is transferred; missing is never without a limit."""

from datetime import UTC, datetime

import pytest

from weerklank.model.licences import CopyrightStatus
from weerklank.model.rights import Entry, ItemRights, Lack, Level, PartRights, Portrait, Recorded
from weerklank.transfer.limits import Limits, limits_of
from weerklank.transfer.mdto import Reference

OWN, LICENSED = CopyrightStatus.OWN, CopyrightStatus.LICENSED


def labels(entry: Entry | None, *lacks: Lack) -> list[str]:
    told = entry and Recorded(id="r0001", entry=entry, by="A", at=datetime(2026, 1, 1, tzinfo=UTC))
    part = PartRights(
        medium=None,
        copyright=told if entry and entry.status else None,
        copyright_level=Level.ITEM if entry and entry.status else None,
        portrait=told if entry and entry.portrait else None,
        portrait_level=Level.ITEM if entry and entry.portrait else None,
        lacks=lacks,
    )
    found = limits_of(ItemRights(is_of_others=False, parts=(part,)))
    limits = Limits(rights=frozenset(found)) | Limits()
    given = limits.restrictions(Reference("lijst"), found)
    assert all(one.note for one in given if one.type.label != "Geen beperking")
    return [one.type.code or one.type.label for one in given]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (None, ["Nader te bepalen"]),
        (Entry(status=CopyrightStatus.UNKNOWN), ["Nader te bepalen"]),
        (Entry(status=CopyrightStatus.THIRD_PARTY), ["AUTEURSRECHT-DERDEN"]),
        (Entry(status=OWN), ["AUTEURSRECHT-ARCHIEFVORMER"]),
        (Entry(status=OWN, licence="ARR"), ["AUTEURSRECHT-ARCHIEFVORMER"]),
        (Entry(status=OWN, licence="CC0-1.0"), ["Geen beperking"]),
        (Entry(status=OWN, licence="AW-15B"), ["AUTEURSRECHT-LICENTIE"]),
        (Entry(status=LICENSED, licence="CC-BY-5.0", holder="X"), ["AUTEURSRECHT-LICENTIE"]),
        (
            Entry(status=OWN, licence="CC0-1.0", portrait=Portrait.OBJECTION),
            ["PORTRETRECHT"],
        ),
        (
            Entry(status=OWN, licence="CC0-1.0", portrait=Portrait.UNKNOWN),
            ["Nader te bepalen"],
        ),
        (Entry(status=OWN, licence="CC0-1.0", portrait=Portrait.NONE), ["Geen beperking"]),
    ],
)
def test_each_answer_has_its_own_limit(entry, expected):
    assert labels(entry) == expected


def test_what_lacks_is_told_by_itself():
    assert labels(Entry(status=OWN, licence="CC0-1.0"), Lack.PORTRAIT) == ["Nader te bepalen"]
    both = labels(None, Lack.COPYRIGHT, Lack.PORTRAIT)
    assert both == ["Nader te bepalen", "Nader te bepalen"]


def test_rights_of_others_are_told_once():
    other = Entry(status=CopyrightStatus.THIRD_PARTY)
    told = Recorded(id="r0001", entry=other, by="A", at=datetime(2026, 1, 1, tzinfo=UTC))
    part = PartRights(
        medium=None, copyright=told, copyright_level=Level.ITEM,
        portrait=None, portrait_level=None, lacks=(),
    )  # fmt: skip
    found = limits_of(ItemRights(is_of_others=False, parts=(part,)))
    given = Limits(has_others=True, rights=frozenset(found)).restrictions(Reference("lijst"))
    assert [one.type.code for one in given] == ["AUTEURSRECHT-DERDEN", "AVG-PSEUDONIEM"]

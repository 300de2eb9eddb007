"""A table of formats: read whole or not at all, and how a file is judged by it."""

from dataclasses import replace

import pytest

from weerklank.appraise import format_table
from weerklank.appraise.format_table import read_format_table, shipped_table
from weerklank.appraise.read_list import UnreadableList
from weerklank.appraise.row_cells import NO_LETTERS
from weerklank.model.file_format import (
    Codecs,
    CodecState,
    FileFormat,
    FormatFinding,
    NormStatus,
    judge,
)

HEAD = (
    "Informatiesoort,Extensie,Versie en/of profiel,Formaat naam,Status,PUID,Opmerkingen,Codec,"
    "Bron,Te bevestigen\n"
)
MP4 = 'Video,mp4,,MPEG-4 Media File,Acceptabel,"fmt/199, x-fmt/384","Met ""H.264"".",h264 aac,X,\n'
NONE, UNCHECKED = Codecs(CodecState.NONE), Codecs(CodecState.NOT_CHECKED)


def known(*names: str) -> Codecs:
    return Codecs(CodecState.KNOWN, names)


def table(*rows: str):
    return replace(shipped_table(), rows=read_format_table((HEAD + "".join(rows)).encode()).rows)


def test_a_table_is_read_with_the_columns_of_the_norm():
    (row,) = table(MP4).rows
    assert row.puids == ("fmt/199", "x-fmt/384")
    assert (row.status, row.codecs, row.note) == (
        NormStatus.ACCEPTABLE,
        ("h264", "aac"),
        'Met "H.264".',
    )
    # As a spreadsheet saves it, with fewer columns and in an encoding of its own.
    plain = "Formaat naam;Status;PUID\r\nCafé;Voorkeur;\r\n".encode("cp1252")
    assert read_format_table(plain).rows[0].name == "Café"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (MP4.replace("Acceptabel", "Goed"), format_table.ODD_STATUS),
        (MP4.replace("fmt/199", "fmt/19a"), format_table.ODD_PUID),
        (MP4.replace("fmt/199", "fmt/0199"), format_table.ODD_PUID),
        (MP4.replace("fmt/199", "fmt/١٩"), format_table.ODD_PUID),
        (MP4.replace("h264", "H.264"), format_table.ODD_CODEC),
        (MP4.replace("MPEG-4 Media File", " "), format_table.NO_NAME),
        (MP4.replace(",X,", ",X,misschien"), format_table.ODD_ANSWER),
        (MP4.replace(",X,", f",{'X' * 1001},"), format_table.TOO_LONG),
        # What turns a line around, or nobody sees, would be read as something else.
        (MP4.replace("MPEG-4", "MPEG\u202e-4"), NO_LETTERS),
        (MP4.replace("Met", "Met\x1b[2J"), NO_LETTERS),
    ],
)
def test_a_wrong_row_is_named_and_nothing_comes_of_the_file(row, reason):
    read = read_format_table((HEAD + MP4 + row).encode())
    assert not read.rows
    assert [(one.number, one.reason) for one in read.wrong] == [(3, reason)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a;b\n1;2\n", HEAD.encode()])
def test_what_is_no_table_is_refused_whole(content):
    with pytest.raises(UnreadableList):
        read_format_table(content)


def test_the_table_of_the_program_claims_nothing_that_nobody_compared():
    rows = shipped_table().rows
    assert rows
    assert all(row.unconfirmed and row.source and row.puids for row in rows)
    # What no source tells of is not in it.
    assert not [row for row in rows if {"fmt/199", "fmt/134"} & set(row.puids)]


def test_a_file_is_judged_by_puid_and_codec():
    film = FileFormat(puid="fmt/199", name="MPEG-4 Media File")
    judged = judge(table(MP4), film, known("h264", "aac"))
    assert (judged.status, judged.findings) == (
        NormStatus.ACCEPTABLE,
        (FormatFinding.ACCEPTABLE,),
    )
    other = judge(table(MP4), film, known("hevc"))
    assert other.status is NormStatus.UNLISTED
    assert FormatFinding.CODEC_OTHER in other.findings
    # Nobody looked: it goes by its row, and that is said.
    assert FormatFinding.CODEC_NOT_CHECKED in judge(table(MP4), film, UNCHECKED).findings
    failed = judge(table(MP4), film, Codecs(CodecState.FAILED))
    assert FormatFinding.CODEC_UNREADABLE in failed.findings
    # Of two rows the careful one goes, in either order.
    sound = MP4.replace("Acceptabel", "Voorkeur").replace("h264 aac", "")
    for rows in ((MP4, sound), (sound, MP4)):
        assert judge(table(*rows), film, known("aac")).status is NormStatus.ACCEPTABLE
    assert judge(table(sound), film, known("hevc")).findings == ()


@pytest.mark.parametrize(
    ("told", "finding"),
    [
        (FileFormat(why="unknown"), FormatFinding.UNIDENTIFIED),
        (FileFormat(why="failed"), FormatFinding.FAILED),
        (FileFormat(why="absent"), FormatFinding.NO_FILE),
    ],
)
def test_what_is_not_identified_is_unknown_and_says_why(told, finding):
    judged = judge(table(MP4), told, UNCHECKED)
    assert (judged.status, judged.findings) == (NormStatus.UNKNOWN, (finding,))


def test_doubt_about_file_and_row_is_told():
    odd = FileFormat(puid="fmt/11", warning="extension mismatch")
    assert judge(shipped_table(), odd, NONE).findings == (
        FormatFinding.WARNING,
        FormatFinding.UNCONFIRMED,
    )


def test_a_table_that_a_decision_holds_is_read_as_it_was_loaded():
    held = (HEAD + MP4.replace("MPEG-4", "MPEG\u202e-4")).encode()
    assert read_format_table(held).rows == ()
    (row,) = read_format_table(held, is_held=True).rows
    assert row.puids == ("fmt/199", "x-fmt/384")

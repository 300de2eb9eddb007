"""Subtitles: what is said in a film as a file of its own, as WebVTT has it."""

from collections.abc import Iterable


def write_subtitles(cues: Iterable[tuple[int, int, str]]) -> bytes:
    """Write cues (begin and end in thousandths of a second, and words) as WebVTT."""
    said = "".join(
        f"\n{_moment(begin)} --> {_moment(max(begin + 1, end))}\n{_escaped(text)}\n"
        for begin, end, text in cues
    )
    return f"WEBVTT\n{said}".encode()


def _moment(at: int) -> str:
    seconds, rest = divmod(at, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _escaped(text: str) -> str:
    """Write words as words, and without an empty line, which would end the cue."""
    lines = (line.strip() for line in text.splitlines())
    said = "\n".join(filter(None, lines))
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

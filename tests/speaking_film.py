"""A film that has a name in each place in which a film can carry words, made by ffmpeg."""

import subprocess
from pathlib import Path

#: Where each name stands.
PLACES = {
    "Zqondertitel": "a subtitle that is shown",
    "Zqtweespoor": "a subtitle that is switched off",
    "Zqhoofdstuk": "a chapter",
    "Zqtitel": "the title",
    "Zqmaker": "the author",
    "Zqnoot": "a comment",
    "Zqspoor": "the name of a track",
    "Zqbeeldnoot": "a note within the pictures",
    "Zqverborgen": "a note within the pictures of a track that is switched off",
}
_SAID = """1
00:00:00,000 --> 00:00:01,000
Dit is Zqondertitel Proefstra

2
00:00:01,000 --> 00:00:02,000
Bel <i>Wilma</i>: 06 12345678
"""
_FACTS = """;FFMETADATA1
title=Zqtitel
artist=Zqmaker
comment=Zqnoot
location=+52.1-005.1/
[CHAPTER]
TIMEBASE=1/1000
START=0
END=2000
title=Zqhoofdstuk
"""
_NOTE = "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+"


def speaking_film(folder: Path, *more: str, name: str = "film.mp4") -> bytes:
    """Make the film; `more` goes before its name, for another sort of it."""
    (folder / "een.srt").write_text(_SAID)
    (folder / "twee.srt").write_text(_SAID.replace("Zqondertitel", "Zqtweespoor"))
    (folder / "feiten.txt").write_text(_FACTS)
    pictures = ("-f", "lavfi", "-i", "testsrc=s=64x48:r=5:d=2")
    _run(
        *("ffmpeg", "-v", "error", "-y", *pictures, "-f", "lavfi", "-i", "sine=d=2", *pictures),
        *("-i", "een.srt", "-i", "twee.srt", "-i", "feiten.txt"),
        *("-map", "0:v", "-map", "1:a", "-map", "2:v", "-map", "3:s", "-map", "4:s"),
        *("-map_metadata", "5", "-map_chapters", "5", "-c:v", "libx264", "-c:a", "aac"),
        *(
            "-c:s",
            "mov_text",
            "-bsf:v:0",
            f"{_NOTE}Zqbeeldnoot",
            "-bsf:v:1",
            f"{_NOTE}Zqverborgen",
        ),
        *("-metadata:s:a:0", "handler_name=Zqspoor", "-pix_fmt", "yuv420p", "-threads", "1"),
        *(*more, name),
        folder=folder,
    )
    return (folder / name).read_bytes()


def pictures_of(path: Path) -> str:
    """Give a digest of what the film shows and lets hear, as ffmpeg plays it."""
    played = ("-map", "0:V:0", "-map", "0:a:0", "-f", "md5", "-")
    return _run("ffmpeg", "-v", "error", "-i", path.name, *played, folder=path.parent)


def _run(*words: str, folder: Path) -> str:
    done = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout

"""Limits beside results: where a check is not full, what the platform can never give of it."""

from collections.abc import Mapping
from dataclasses import replace

from weerklank.model.beside import Aspect
from weerklank.model.completeness import Evidence, Result, Verdict
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.services.measure.scene import Scene
from weerklank.services.measure.stated_posts import NAMES

_LIMIT = Text(
    "grens van het platform ({technique}): {limit}", "limit of the platform ({technique}): {limit}"
)
#: Of what an aspect is a limit of a check.
_ON: Mapping[str, Aspect] = {
    "address": Aspect.ADDRESS,
    "captions": Aspect.CAPTIONS,
    "counters": Aspect.LIKES,
    "descriptions": Aspect.ALT,
    "edits": Aspect.EDITED,
    "media": Aspect.FILES,
    "replies": Aspect.REPLIES,
}


def with_limits(scene: Scene, result: Result) -> Result:
    """Put the limits of the techniques that were used beside the evidence of a check.

    They change no verdict: the archive lacks what it lacks, and the limit says why.
    """
    if result.verdict is Verdict.FULL or result.measured.is_empty:
        return result
    rows = [
        Evidence(
            what=_LIMIT.filled(technique=NAMES[letter], limit=text),
            where=str(letter),
            count=0,
            is_limit=True,
        )
        for letter in scene.used
        for text in _limits(scene, result.check.id, letter)
    ]
    measured = result.measured
    return replace(result, measured=replace(measured, evidence=(*measured.evidence, *rows)))


def _limits(scene: Scene, check: str, letter: Technique) -> tuple[Text, ...]:
    if check in {"posts", "agreement"}:
        return scene.limits.on_posts(letter)
    aspect = _ON.get(check)
    found = None if aspect is None else scene.limits.on(letter, aspect)
    return () if found is None else (found,)

"""Whether steps and map fitted the pages of a run: by this drift of pages is told and closed."""

from collections import Counter
from collections.abc import Iterable

from weerklank.model.drift import ANY_PAGE, DriftKind, PagesTested

#: What the map of a platform may say of a page that it does not fit.
OTHER_FORM, NOT_COVERED, NO_KIND = "other_form", "not_covered", "no_kind"


class PageFits:
    """Counts pages that were laid beside what is known of them, and what did not fit."""

    def __init__(self) -> None:
        self._of: Counter[tuple[DriftKind, str]] = Counter()
        self._misfits: dict[tuple[DriftKind, str], Counter[str]] = {}

    def note_steps(self, page: str | None, broken: Iterable[str]) -> None:
        """Note of a visit which steps fitted nowhere; `page` is the kind that was tested."""
        own = f"{page}: "
        told = {one: one.removeprefix(own) for one in broken}
        if page is not None:
            named = [short for whole, short in told.items() if whole != short]
            self._note(DriftKind.PAGE_STEPS, page, named)
        general = [one for one, short in told.items() if one == short]
        self._note(DriftKind.PAGE_STEPS, ANY_PAGE, general)

    def note_map(self, page: str, misfit: str | None) -> None:
        """Note of a page of a kind whether the map fitted it (None), or how it did not."""
        self._note(DriftKind.PAGE_MAP, page, () if misfit is None else (misfit,))

    def _note(self, kind: DriftKind, page: str, misfits: Iterable[str]) -> None:
        self._of[kind, page] += 1
        self._misfits.setdefault((kind, page), Counter()).update(set(misfits))

    def tested(self) -> list[PagesTested]:
        """Give what was counted, in order."""
        return [
            PagesTested(kind=kind, page=page, of=of, misfits=dict(self._misfits[kind, page]))
            for (kind, page), of in sorted(self._of.items())
        ]

"""What of pages did not come in, and why: each a gap with the addresses that it is of.

Beside the gaps stands on how many pages what is known of them fitted.
"""

from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.services.harvest.page_fits import PageFits

#: Addresses that a gap names.
_NAMED = 20


class PageGaps:
    """Gathers what went wrong with pages of one account; addresses are of pages of ours."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Text], list[str]] = {}
        #: Why the last of them is not there.
        self.last: Text | None = None
        self.fits = PageFits()

    def note(self, kind: str, reason: Text, address: str) -> None:
        """Note that something of the page at an address is not there."""
        self.last = reason
        self._found.setdefault((kind, reason), []).append(address)

    def tell(self, report: RunReport) -> None:
        """Put them into a report."""
        report.tested = self.fits.tested()
        for (kind, reason), addresses in self._found.items():
            where = tuple(map(verbatim, addresses[:_NAMED]))
            report.gaps.append(
                Shortfall(kind=kind, count=len(addresses), reason=reason, where=where)
            )

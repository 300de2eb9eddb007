"""Renumber: the pseudonyms of the archive become 'Persoon 1' and on, for one decision alone.

Whoever gets two decisions can't tell by the names that the same person stands in both.
"""

from weerklank.model.ids import PSEUDONYM


class Renumbered:
    """Numbers of the persons in one dossier, in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        """Tell how many persons were met."""
        return len(self._numbers)

    def text(self, text: str) -> str:
        """Give a text with other names for whoever stands in it under a pseudonym."""
        return PSEUDONYM.sub(lambda found: self.name(found.group()), text)

    def name(self, shown: str) -> str:
        """Give the name of one person; of somebody without a pseudonym always the same."""
        known = shown.removeprefix("@").upper()
        return f"Persoon {self._numbers.setdefault(known, len(self._numbers) + 1)}"


class AsArchived(Renumbered):
    """Leaves the names of the archive: words around a name are looked for as they were marked."""

    def text(self, text: str) -> str:
        """Give a text as it is."""
        return text

    def name(self, shown: str) -> str:
        """Give a name as it is."""
        return shown

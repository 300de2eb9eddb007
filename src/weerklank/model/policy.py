"""What the privacy officer decided about originals of what was replaced or dropped."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedOriginals:
    """The choice for sealed originals: none kept, or kept for a term in the vault."""

    #: Calendar months that a sealed original is kept; None means that none are made.
    months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of the policy; every record names the version that applied."""

    version: int
    #: None until the privacy officer has chosen: scenario B can't start before.
    sealed: SealedOriginals | None

    @property
    def seals(self) -> bool:
        """Tell whether originals go to the vault."""
        return self.sealed is not None and self.sealed.months is not None

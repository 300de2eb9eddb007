"""The body whose archive this is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation as `init` wrote it into the archive."""

    name: str
    #: Short name in permanent addresses, such as `vbd`.
    prefix: str
    #: Identifier in the government's register of organisations (TOOI), where there is one.
    tooi: str | None = None
    #: Name of the log in its checkpoints (C2SP tlog-checkpoint: the origin line).
    origin: str = ""

"""A value that opens something: nothing that shows, writes or copies it by accident gets it."""

import hmac
from typing import NoReturn

_SHOWN = "Secret(…)"


class Secret:
    """Holds a token, password or key; only `reveal` gives it, where it is sent or sealed."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value; what calls this must not let it go anywhere else."""
        return self._value

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> str:
        return _SHOWN

    def __format__(self, form: str) -> str:
        return _SHOWN

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not copied out")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(
            self._value.encode(), other._value.encode()
        )

    __hash__ = None  # type: ignore[assignment] # a table of secrets would be one more place

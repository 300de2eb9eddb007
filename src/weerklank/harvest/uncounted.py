"""What a platform does not count among the posts of an account."""

from enum import StrEnum


class Without(StrEnum):
    """What items lack, where a platform counts none that do."""

    FILM = "film"

"""Technique limits: of what a platform tells nothing by a technique, as its manifest says."""

from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.model.beside import Aspect, letter_of
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: As a manifest has them: by which technique, its word, and what to say.
Limit = tuple[Technique, str, Text]

#: Beginnings of the words of limits, by what they are a limit of; of what does not stand here no
#: platform is known to tell nothing.
_ON: dict[Aspect, tuple[str, ...]] = {
    Aspect.TEXT: ("words_not_in", "caption_cut_in", "articles_not_read", "mentions_"),
    Aspect.MOMENT: ("moments_are_claimed",),
    Aspect.EDITED: ("edits_not_in", "edits_partly_in", "edits_in_api", "edits_between"),
    Aspect.VISIBILITY: (
        "visibility_not_in",
        "visibility_in_part",
        "protection_not_in",
        "audience_not_in",
        "close_friends_not_told",
    ),
    Aspect.ADDRESS: ("addresses_not_in", "post_ids_not_in"),
    Aspect.ANSWERS: ("answered_not_in", "reposts_without_id"),
    Aspect.MEDIA: ("media_", "films_not_in", "film_as_"),
    Aspect.FILES: ("media_", "films_not_in", "film_as_"),
    Aspect.ALT: ("alt_not_in",),
    Aspect.CAPTIONS: ("captions_not", "subtitles_not"),
    Aspect.POLL: ("polls_not_in",),
    Aspect.VOTES: ("polls_not_in",),
    Aspect.LIKES: ("counts_not_in",),
    Aspect.REPOSTS: ("counts_not_in",),
    Aspect.STATED_REPLIES: ("counts_not_in", "quotes_are_counted"),
    Aspect.REPLIES: ("replies_not_in",),
}
#: Limits on which posts of the account a technique sees at all.
_ON_POSTS = (
    "newest_",
    "reposts_not_read",
    "posts_of_a_year",
    "posts_not_in",
    "stories_",
    "live_not_in",
    "own_replies_elsewhere",
    "pages_not_in_export",
    "pages_only",
    "public_only_in_api",
    "public_parts_only",
    "not_in_the_open",
)
#: That what two techniques tell of one post stands in two records (docs/adr/0083).
_NOT_JOINED = ("not_joined_with",)


@dataclass(frozen=True, slots=True)
class TechniqueLimits:
    """The limits of one platform, asked by letter."""

    told: tuple[Limit, ...] = ()

    def on(self, letter: Technique, aspect: Aspect) -> Text | None:
        """Say why a technique tells nothing of an aspect; None where no limit says so."""
        return next(self._of(letter, _ON.get(aspect, ())), None)

    def on_posts(self, letter: Technique) -> tuple[Text, ...]:
        """Say which posts of the account a technique can't see."""
        return tuple(dict.fromkeys(self._of(letter, _ON_POSTS)))

    @property
    def not_joined(self) -> Text | None:
        """Say that one post may stand in two records, where the platform leaves no choice."""
        every = (self._of(letter_of(technique), _NOT_JOINED) for technique, _, _ in self.told)
        return next((text for found in every for text in found), None)

    def _of(self, letter: Technique, words: tuple[str, ...]) -> Iterator[Text]:
        return (
            text
            for technique, kind, text in self.told
            if letter_of(technique) is letter and kind.startswith(words)
        )

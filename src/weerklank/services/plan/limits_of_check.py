"""Which limits of a platform bear on which check of completeness, by the words of connectors."""

from collections.abc import Mapping

from weerklank.model.text import Text

#: Beginnings of the words that connectors have for limits; a check that stands not here has none.
_BEARS: Mapping[str, tuple[str, ...]] = {
    "address": ("addresses_", "post_ids_"),
    "captions": ("captions_", "subtitles_"),
    "core": ("words_not_in", "caption_cut_", "articles_", "moments_"),
    "counters": ("counts_",),
    "deletions": ("deletions_",),
    "descriptions": ("alt_",),
    "edits": ("edits_", "earlier_versions_"),
    "media": ("media_", "films_", "film_"),
    "posts": ("posts_", "stories_", "newest_", "events_", "public_only_"),
    "replies": ("replies_", "old_replies_", "own_replies_", "held_comments", "hidden_replies"),
    "threads": ("answered_", "reposts_without_"),
}


def limits_of_check(check: str, known: Mapping[str, Text]) -> dict[str, Text]:
    """Give, of what a platform can never give, what bears on a check."""
    return {
        word: reason
        for word, reason in known.items()
        if word.startswith(_BEARS.get(check, ("\0",)))
    }

"""What in running text tells who somebody is: posts by the second, and the first call."""

import time

from benchmarks.figures import Figure
from weerklank.minimise.free_text.find import find_words
from weerklank.testing.free_text_posts import marked_posts

POSTS = 6_000
#: Posts by CPU-second, lists and rules of names included.
FLOOR = 2_000
#: Seconds until the lists are read.
CEILING = 1.0


def run() -> list[Figure]:
    """Search invented posts."""
    texts = [post.text for post in marked_posts(POSTS)]
    begun = time.process_time()
    find_words("Dag")
    start = time.process_time() - begun
    begun = time.process_time()
    for text in texts:
        find_words(text)
    spent = time.process_time() - begun
    return [
        Figure("free text, posts per CPU-second", POSTS / spent, FLOOR, ""),
        Figure("free text, first call", start, CEILING, "s", at_most=True),
    ]

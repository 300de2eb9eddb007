"""What in a reply probably is special data: posts by the second, as they are catalogued."""

import time

from benchmarks.figures import Figure
from weerklank.catalogue.special_rules import specials_in
from weerklank.testing.free_text_posts import marked_posts

POSTS = 6_000


def run() -> list[Figure]:
    """Look at invented posts, each once: what was looked at before is remembered."""
    texts = [post.text for post in marked_posts(POSTS)]
    specials_in("Dag")
    begun = time.process_time()
    for text in texts:
        specials_in(text)
    spent = time.process_time() - begun
    return [Figure("special data, posts per CPU-second", POSTS / spent, None, "")]

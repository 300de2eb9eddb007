"""A trial as scripts read it: what would come, and nothing that was not minimised."""

from weerklank.model.errors import WeerklankError
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Language
from weerklank.services.harvest.try_reading import Trial, TrialPost


def trial_json(tried: Trial | WeerklankError, language: Language) -> JsonObject:
    """Write a trial, or why there is none."""
    if isinstance(tried, WeerklankError):
        problem: JsonObject = {
            "code": tried.code,
            "hint": tried.hint(language),
            "message": tried.message(language),
        }
        return {"posts": [], "problem": problem}
    return {
        "broken_off": tried.broken_off.say(language) if tried.broken_off else None,
        "direct_messages": tried.direct_messages,
        "passed": tried.passed,
        "posts": [_post(one) for one in tried.posts],
        "problem": None,
        "stated": tried.stated,
        "unreadable": tried.unreadable,
    }


def _post(post: TrialPost) -> Json:
    return {
        "created_at": post.created_at,
        "kind": post.kind.value,
        "media": post.media,
        "replies": post.replies,
        "shielded": post.is_shielded,
        "text": post.text,
        "title": post.title,
    }

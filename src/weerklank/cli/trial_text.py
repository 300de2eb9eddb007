"""A trial after connecting, as text."""

from weerklank.cli.language import say
from weerklank.cli.output import echo
from weerklank.model.json_value import Json, JsonObject

#: Characters of a text that are shown.
_SHOWN = 200


def tell_trial(trial: JsonObject) -> None:
    """Show what would come; nothing of it was kept."""
    problem, posts = trial["problem"], trial["posts"]
    if isinstance(problem, dict):
        echo(say("De proef lukte niet: {message}", "The trial failed: {message}",
                 message=problem["message"]))  # fmt: skip
        echo(f"  → {problem['hint']}")
        return
    shown = posts if isinstance(posts, list) else []
    echo(
        say(
            "Proef: zo komen de nieuwste {count} berichten binnen. Hiervan is niets bewaard.",
            "Trial: so the newest {count} posts come in. Nothing of these was kept.",
            count=len(shown),
        )
    )
    for post in shown:
        _tell_post(post)
    for name, text in (
        ("direct_messages", say("privéberichten, niet geopend", "direct messages, not opened")),
        ("passed", say("andere die worden overgeslagen", "others that are passed over")),
        (
            "unreadable",
            say(
                "onleesbaar, of van een draad die niet te zien is",
                "unreadable, or of a thread that can't be looked into",
            ),
        ),
    ):
        if trial[name]:
            echo(f"  {trial[name]} {text}")
    if trial["broken_off"]:
        echo(say("  de lijst brak af: {why}", "  the list broke off: {why}",
                 why=trial["broken_off"]))  # fmt: skip


def _tell_post(post: Json) -> None:
    if not isinstance(post, dict):
        return
    text = " ".join(str(post["title"] or "").split() + str(post["text"] or "").split())
    if post["shielded"]:
        text = say("[voor volgers: de tekst staat hier niet]", "[for followers: no text here]")
    elif post["kind"] == "boost":
        text = say("[gedeeld bericht van een ander]", "[shared post of somebody else]")
    beside = [
        say("{n} media", "{n} media", n=post["media"]) if post["media"] else "",
        say("{n} {n:reactie|reacties}", "{n} {n:reply|replies}", n=post["replies"])
        if post["replies"]
        else "",
    ]
    told = ", ".join(filter(None, beside))
    echo(f"  {post['created_at']}  {text[:_SHOWN]}{f'  ({told})' if told else ''}")

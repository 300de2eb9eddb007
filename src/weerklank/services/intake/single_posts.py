"""Single posts: of which registered account each is that is named by its address."""

import re
from urllib.parse import urlsplit

from weerklank.model.account import Account
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.host_form import host_form
from weerklank.model.item_address import item_address
from weerklank.model.text import Text
from weerklank.register.book import Register

#: What stands in the one form of the address of a single post.
_OF_ONE = re.compile(
    "/statuses/|/app[.]bsky[.]feed[.]post/|//bsky[.]app/profile/[^/]+/post/"
    "|//instagram[.]com/(?:p|reel|tv)/[^/]|//threads[.](?:com|net)/@[^/]+/post/[^/]"
    "|//facebook[.]com/(?:[^/]+/(?:posts|videos)|reel)/[^/]"
    "|linkedin[.]com/feed/update/urn:li:(?:share|ugcPost|groupPost):"
    r"|//youtube[.]com/watch[?]v=[\w-]{11}$"
)

_BY_ACTIVITY = "linkedin.com/feed/update/urn:li:activity:"

NO_POST = fault(
    "HARVEST-020",
    Text(
        nl="{url} is geen adres van één bericht; met --post komt niets ruimers binnen.",
        en="{url} is no address of a single post; nothing wider comes in by --post.",
    ),
    Text(
        nl="Noem het adres van het bericht zelf, zoals https://server/@naam/1234.",
        en="Name the address of the post itself, such as https://server/@name/1234.",
    ),
)
BY_ACTIVITY = fault(
    "HARVEST-024",
    Text(
        nl="{url} noemt het bericht met een nummer uit de tijdlijn (activity), en dat kent de API "
        "van LinkedIn niet.",
        en="{url} names the post by a number of the news feed (activity), and LinkedIn's API does "
        "not know that.",
    ),
    Text(
        nl="Open het bericht, kies in het menu ervan 'Deze bijdrage insluiten' en geef het adres "
        "uit de code die dan verschijnt, met urn:li:share of urn:li:ugcPost erin, zoals "
        "https://www.linkedin.com/embed/feed/update/urn:li:share:1234. Of oogst de hele pagina.",
        en="Open the post, choose 'Embed this post' in its menu and give the address in the code "
        "that appears, with urn:li:share or urn:li:ugcPost in it, such as "
        "https://www.linkedin.com/embed/feed/update/urn:li:share:1234. Or harvest the whole page.",
    ),
)
OF_NOBODY = fault(
    "HARVEST-021",
    Text(
        nl="{url} is van geen account in het register.",
        en="{url} is of no account in the register.",
    ),
    Text(
        nl="Noem het account erbij ('weerklank harvest A --post ADRES'), of registreer het met "
        "'weerklank account add'.",
        en="Name the account with it ('weerklank harvest A --post URL'), or register it by "
        "'weerklank account add'.",
    ),
)
NOT_OF_ONE = fault(
    "HARVEST-022",
    Text(
        nl="Bij --post past één account, en geen --since.",
        en="With --post goes one account, and no --since.",
    ),
    Text(
        nl="Geef het commando per account.",
        en="Give the command for each account by itself.",
    ),
)

NO_ACCOUNT = fault(
    "HARVEST-023",
    Text(nl="Bij --since hoort een account.", en="With --since goes an account."),
    Text(
        nl="Noem het: 'weerklank harvest A --since DATUM'.",
        en="Name it: 'weerklank harvest A --since DATE'.",
    ),
)


def demand_posts(urls: tuple[str, ...]) -> None:
    """Refuse what is no address of a single post."""
    for url in urls:
        form = item_address(url)
        # Some platforms number all posts alike: of an address the number is left.
        if _OF_ONE.search(form) or (form.isdecimal() and form != url.strip()):
            continue
        raise Refused(BY_ACTIVITY if _BY_ACTIVITY in form else NO_POST, url=url)


def by_account(register: Register, urls: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Give the posts that are named by the account whose they are; WrongUse for one of nobody's.

    Refused for what is no address of a single post.
    """
    demand_posts(urls)
    found: dict[str, tuple[str, ...]] = {}
    for url in urls:
        owner = next((a for a in register.accounts.values() if _is_of(url, a)), None)
        if owner is None:
            raise WrongUse(OF_NOBODY, url=url)
        found[owner.id] = (*found.get(owner.id, ()), url)
    return found


def _is_of(url: str, account: Account) -> bool:
    """Tell whether an address names an account, as people see it or as servers do."""
    post, own = urlsplit(url.strip()), urlsplit(account.url)
    try:
        is_there = (_host(post.hostname), post.port) == (_host(own.hostname), own.port)
    except ValueError:
        return False
    name = account.handle.partition("@")[0].lower()
    steps = post.path.lower().strip("/").split("/")
    below = (["users", name], ["profile", name], [name, "status"])
    is_named = f"@{name}" in steps[:1] or steps[:2] in below
    return is_there and (is_named or "/".join(steps[:2]).startswith(f"posts/{name}_"))


def _host(name: str | None) -> str:
    """Give a host in one form; X has had another."""
    host = host_form(name or "").removeprefix("www.").removeprefix("mobile.")
    return "x.com" if host == "twitter.com" else host

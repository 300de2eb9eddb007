"""Addresses of the account itself: their forms on each platform, in which nobody else can be."""

import re
from urllib.parse import urlsplit

from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

#: What stands behind the address of an account in an address of its own, and can name nobody.
_BELOW = (
    r"(?:/?|/(?:followers|following|inbox|outbox|collections/(?:featured|tags|devices))|#main-key"
    r"|/(?:statuses/)?(?:[0-9]+|[0-9A-HJKMNP-TV-Z]{26})(?:/(?:activity|embed))?"
    r"|/statuses/(?:[0-9]+|[0-9A-HJKMNP-TV-Z]{26})/(?:replies|likes|shares)"
    r"(?:\?(?:min_id=[0-9]+&)?(?:only_other_accounts=true&)?page=true)?)"
)
#: The same of an account on Bluesky: its posts, and its records by their kind.
_BELOW_ON_BLUESKY = (
    r"(?:/?|/(?:post|app\.bsky\.feed\.(?:post|repost|threadgate|postgate))/[2-7a-z]{13}"
    r"|/app\.bsky\.actor\.profile/self)"
)
#: Posts by their id, as other servers than Mastodon write them.
_BY_ID = (
    r"(?:objects|activities|notice|notes|posts?|statuses|display|p)/"
    r"(?=[A-Za-z-]*[0-9])[A-Za-z0-9-]{6,64}(?:/(?:activity|replies|likes|shares))?"
)
#: The same on platforms where they do not begin with the address of their account.
_BY_ID_ON: dict[Platform, str] = {
    Platform.LINKEDIN: r"(?:feed/update/urn:li:(?:activity|share|ugcPost|groupPost):[0-9-]{1,64}/?"
    r"|pulse/[\w%-]{1,300})",
    Platform.YOUTUBE: r"(?:watch\?v=[\w-]{1,32}(?:&lc=[\w.-]{1,128})?|playlist\?list=[\w-]{1,64}"
    r"|post/[\w-]{1,64})",
    Platform.SNAPCHAT: r"(?:s|p|o|spotlight)/[\w:-]{1,128}",
    Platform.INSTAGRAM: r"(?:p|reel|tv)/[\w-]{1,64}/?",
    Platform.FACEBOOK: r"(?:reel/[0-9]{1,20}/?|(?:photo(?:\.php)?/?\?fbid|watch/?\?v)=[0-9]{1,20}"
    r"|[0-9]{1,20}/(?:posts|videos|photos)/(?:pfbid\w{1,128}|[0-9]{1,20})/?)",
}
#: Further hosts of posts, besides that of the account.
_HOSTS_BESIDE: dict[Platform, tuple[str, ...]] = {
    Platform.SNAPCHAT: ("story.snapchat.com",),
}


def usual_forms(owner: RawPerson) -> re.Pattern[str]:
    """Match the account's own addresses, those of its posts and what else is below them."""
    if owner.platform is Platform.BLUESKY:
        own = [re.escape(address) for address in owner.addresses]
        if owner.user_id is None:
            # What is held is looked at by who knows no id: another's stands there no more.
            own.append(r"(?:at://|https://bsky\.app/profile/)did:[a-z]+:[a-zA-Z0-9.-]+(?=/)")
        return re.compile(rf"(?:{'|'.join(own) or '(?!)'}){_BELOW_ON_BLUESKY}")
    heads = [re.escape(sign[:-1]) for sign in own_prefixes(owner) if sign.endswith("/")]
    server = urlsplit(owner.user_id or "").netloc
    return re.compile(
        rf"(?:{'|'.join(heads) or '(?!)'}){_BELOW}"
        rf"|tag:{re.escape(server or '-')},[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}:objectId=[0-9]+"
        r":objectType=(?:Conversation|Status)"
    )


def pages_of_server(owner: RawPerson) -> re.Pattern[str]:
    """Match addresses of posts by their id alone, on the servers of an account."""
    hosts = {urlsplit(address).netloc for address in (*owner.addresses, owner.user_id or "")}
    hosts.update(_HOSTS_BESIDE.get(owner.platform, ()))
    servers = "|".join(re.escape(host) for host in sorted(hosts) if host)
    by_id = _BY_ID_ON.get(owner.platform, _BY_ID)
    return re.compile(rf"https://(?:{servers or '(?!)'})/{by_id}", re.ASCII)


def own_prefixes(owner: RawPerson) -> tuple[str, ...]:
    """Give what the addresses of an account and of everything of it begin with."""
    prefixes = {f"{address.rstrip('/')}{sign}" for address in owner.addresses for sign in "/#?"}
    if owner.platform is Platform.MASTODON and owner.handle and owner.user_id:
        name = owner.handle.partition("@")[0]
        parts = urlsplit(owner.user_id)
        prefixes |= {
            f"{parts.scheme}://{parts.netloc}/@{name}/",
            f"{parts.scheme}://{parts.netloc}/users/{name}/",
            f"tag:{parts.netloc},",
        }
    return tuple(sorted(prefixes))

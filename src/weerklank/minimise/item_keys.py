"""Names of items: keyed tags that stay the same over techniques, harvests and rebuilds."""

from weerklank.minimise.keyed_tags import KeyedTags
from weerklank.model.ids import ItemKey
from weerklank.model.platform import Platform
from weerklank.model.symbols import encode


class ItemKeys:
    """Makes the key of an item from the platform's own id."""

    def __init__(self, secret: bytes) -> None:
        self._tags = KeyedTags(secret)

    def tag(self, platform: Platform, native_id: str) -> bytes:
        """Give the 16 bytes of an item's key."""
        return self._tags.tag(f"{platform}\n{native_id}".encode("utf-8", "surrogatepass"))

    def key(self, platform: Platform, native_id: str) -> ItemKey:
        """Give an item's key in 26 symbols."""
        return ItemKey(encode(self.tag(platform, native_id)))

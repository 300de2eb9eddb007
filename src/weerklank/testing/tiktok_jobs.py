"""The part of TikTok's double that makes archives: its Data Portability API.

Made from the pages of developers.tiktok.com on Add Data Request, Check Status of Data Request and
Download (November 2026), and tried on nothing else. It takes every category that is documented, so
that a test sees what was really asked for.
"""

import threading
from dataclasses import dataclass, field

from weerklank.model.json_value import Json, JsonObject

CATEGORIES = frozenset({"all_data", "video", "profile", "activity", "direct_message"})
SINGLE, ONGOING = "portability.postsandprofile.single", "portability.postsandprofile.ongoing"
JOB_SCOPES = ("user.info.basic", "user.info.profile", ONGOING)
_ADD, _CHECK = "/v2/user/data/add/", "/v2/user/data/check/"
_NEEDS = frozenset({SINGLE, ONGOING})


@dataclass
class TikTokJobsDouble:
    """What it knows of requests; may be changed meanwhile."""

    archive: bytes = b""
    #: What it says of every request: `pending`, `downloading`, `expired` or `cancelled`.
    status: str = "pending"
    #: Numbers of the requests that it took, and what each asked for.
    requests: dict[int, list[str]] = field(default_factory=dict)
    #: How many of the next answers to a request are lost on the way: it was taken nevertheless.
    losing: int = 0
    #: How many of the next downloads break off half way.
    cutting: int = 0
    downloads: int = 0
    #: While it is there, a request is taken and its answer waits for it.
    holding: threading.Event | None = None

    def loses_answer(self, path: str) -> bool:
        """Tell whether no answer is given to a request that is taken."""
        if not path.startswith(_ADD) or not (self.losing or self.holding):
            return False
        self.losing = max(self.losing - 1, 0)
        return True

    def answer(
        self, path: str, fields: list[str], body: JsonObject, permitted: tuple[str, ...]
    ) -> JsonObject | str | None:
        """Answer a question about requests; a text is the code of an error, None: it is none."""
        if not path.startswith("/v2/user/data/"):
            return None
        if not _NEEDS & set(permitted):
            return "scope_not_authorized"
        if path == _ADD:
            return self._add(fields, body, permitted)
        number = body.get("request_id")
        if path != _CHECK or not isinstance(number, int) or number not in self.requests:
            return "invalid_params"
        told: JsonObject = {"request_id": number, "status": self.status}
        return {name: value for name, value in told.items() if name in fields}

    def archive_for(self, body: Json, permitted: tuple[str, ...]) -> tuple[bytes, bytes] | None:
        """Give an archive and how much of it is sent; None where there is none."""
        number = body.get("request_id") if isinstance(body, dict) else None
        is_ready = self.status == "downloading" and number in self.requests
        if not is_ready or not _NEEDS & set(permitted):
            return None
        self.downloads += 1
        if self.cutting:
            self.cutting -= 1
            return self.archive, self.archive[: len(self.archive) // 2]
        return self.archive, self.archive

    def _add(
        self, fields: list[str], body: JsonObject, permitted: tuple[str, ...]
    ) -> JsonObject | str:
        asked = body.get("category_selection_list")
        is_known = isinstance(asked, list) and asked and set(map(str, asked)) <= CATEGORIES
        if not is_known or body.get("data_format") not in {"text", "json"}:
            return "invalid_params"
        if ONGOING not in permitted and self.requests:
            return "invalid_params"  # a permission for one archive serves once
        number = 7_300_000_000_000_001 + len(self.requests)
        self.requests[number] = [str(one) for one in asked] if isinstance(asked, list) else []
        return {"request_id": number} if fields == ["request_id"] else "invalid_params"

"""What a double of Meta's Graph API holds and answers: nodes, edges, fields, pages, errors.

It is no Meta and shares no code with it, and nothing of it was seen on Meta: it follows the
documents for developers (Graph API: fields, paging, errors; the references of each platform). What
it does not know answers as they say: an unknown field is error 100, a node that is not there 100
with 33, a token that is not taken 190.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from weerklank.testing.graph_fields import Wanted, fields_of

Json = dict[str, Any]
_DEFAULT_SIZE = 25


class GraphError(Exception):
    """An error as the API answers it."""

    def __init__(
        self,
        code: int,
        subcode: int | None = None,
        status: int = 400,
        message: str = "Synthetic",
    ) -> None:
        super().__init__(str(code))
        self.status = status
        error: Json = {"message": message, "type": "OAuthException", "code": code}
        if subcode is not None:
            error["error_subcode"] = subcode
        self.body: Json = {"error": {**error, "fbtrace_id": "Asynthetic"}}


def not_there() -> GraphError:
    """Give the error of a node that is not there, or not shown."""
    return GraphError(100, 33)


@dataclass(slots=True)
class Node:
    """A record of a kind; what is a list of other nodes is no field of it but an edge."""

    kind: str
    record: Json


@dataclass(slots=True)
class Edge:
    """The nodes below a node, and how many the API says there are."""

    ids: list[str] = field(default_factory=list)
    #: Counted and not given.
    hidden: int = 0


@dataclass
class GraphDouble:
    """One account; whoever holds `token` is that account."""

    version: str
    token: str
    #: Which fields a kind has, by the reference; a `me` is of one of those kinds.
    kinds: Mapping[str, frozenset[str]]
    me: str = "me"
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    address: str = ""
    #: Address with which the account is registered.
    url: str = ""
    #: Path and query of every question.
    asked: list[str] = field(default_factory=list)
    #: Questions for messages, which nobody may ask.
    messages: list[str] = field(default_factory=list)
    #: Errors of questions with a part in their path, and how often they still come.
    errors: dict[str, tuple[GraphError, int]] = field(default_factory=dict)
    #: Headers that each answer has besides.
    headers: dict[str, str] = field(default_factory=dict)
    #: Whether `next` leads to another host, as nobody should follow.
    leads_away: bool = False
    #: An edge, and how many nodes a list of it gives at most, of whatever time is asked for.
    most_listed: tuple[str, int] | None = None
    #: Whether lists say how many there are.
    counts: bool = True
    #: Further tokens, and of which node each is.
    persons: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, record: Json, *above: tuple[str, str]) -> str:
        """Put a node in, and first below each of some nodes by an edge; gives its number."""
        number = str(record["id"])
        self.nodes[number] = Node(kind, record)
        for owner, edge in above:
            self.edge(owner, edge).ids.insert(0, number)
        return number

    def edge(self, owner: str, name: str) -> Edge:
        """Give an edge of a node, made when it is asked for first."""
        return self.edges.setdefault((owner, name), Edge())

    def remove(self, number: str) -> None:
        """Take a node away, and from below whatever it stood."""
        del self.nodes[number]
        for edge in self.edges.values():
            if number in edge.ids:
                edge.ids.remove(number)

    def answer(self, path: str, query: dict[str, str], token: str) -> Json:
        """Answer a question of whoever shows a token; GraphError where that is one."""
        if token not in {self.token, *self.persons}:
            raise GraphError(190)
        self._fail(path)
        steps = path.strip("/").split("/")
        if steps[0] != self.version:
            raise GraphError(2500)
        asks = self.persons.get(token, self.me)
        owner = asks if steps[1] == "me" else steps[1]
        wanted = _wanted(query.get("fields", "id"))
        if len(steps) == 2:
            return self._node(owner, wanted)
        if owner not in self.nodes:
            raise not_there()
        if "/".join(steps[2:]) not in self.kinds[self.nodes[owner].kind]:
            raise GraphError(2500)
        return self._list(owner, steps[2], query, wanted)

    def _fail(self, path: str) -> None:
        for part, (error, times) in self.errors.items():
            if part in path and times:
                self.errors[part] = error, times - 1
                raise error

    def _node(self, number: str, wanted: list[Wanted]) -> Json:
        node = self.nodes.get(number)
        if node is None:
            raise not_there()
        shown: Json = {}
        for one in [*wanted, Wanted("id")]:
            if one.name not in self.kinds[node.kind]:
                message = f"(#100) Tried accessing nonexisting field ({one.name})"
                raise GraphError(100, message=message)
            if (number, one.name) in self.edges:
                shown[one.name] = self._list(number, one.name, one.options, one.within)
            elif one.name in node.record:
                shown[one.name] = self._signed(_picked(node.record[one.name], one.within))
        return shown

    def _list(self, owner: str, name: str, query: Mapping[str, str], wanted: list[Wanted]) -> Json:
        edge = self.edge(owner, name)
        ids = [number for number in edge.ids if self._is_between(number, query)]
        most = self.most_listed
        ids = ids if most is None or name != most[0] else ids[: most[1]]
        size = int(query.get("limit", _DEFAULT_SIZE))
        after = query.get("after", "")
        start = int(after.removeprefix("c")) if after else 0
        shown = ids[start : start + size]
        data = [self._node(number, wanted or [Wanted("id")]) for number in shown]
        found: Json = {"data": data}
        if data:
            ends = {"before": f"c{start}", "after": f"c{start + len(data)}"}
            found["paging"] = {"cursors": ends}
            if start + len(data) < len(ids):
                found["paging"]["next"] = self._next(owner, name, ends["after"])
        if "summary" in query and self.counts:
            found["summary"] = {"total_count": len(edge.ids) + edge.hidden}
        return found

    def _is_between(self, number: str, query: Mapping[str, str]) -> bool:
        """Tell whether a node was made between the moments that are asked for, if any are."""
        made = self.nodes[number].record.get("created_time")
        if made is None:
            return True
        when = datetime.fromisoformat(made).timestamp()
        return float(query.get("since", "-inf")) < when < float(query.get("until", "inf"))

    def _next(self, owner: str, name: str, after: str) -> str:
        base = "https://graph.elders.example" if self.leads_away else self.address
        return f"{base}/{self.version}/{owner}/{name}?access_token={self.token}&after={after}"

    def _signed(self, value: object) -> object:
        """Give addresses of files with a signature, which is another one each time."""
        if isinstance(value, str) and value.startswith("/files/"):
            return f"{self.address}{value}?oh={len(self.asked)}"
        if isinstance(value, dict):
            return {name: self._signed(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._signed(one) for one in value]
        return value


def _picked(value: object, within: list[Wanted]) -> object:
    """Give of a part of a record what is asked of it, or all of it where nothing is."""
    if not within:
        return value
    if isinstance(value, list):
        return [_picked(one, within) for one in value]
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        return {**value, "data": _picked(value["data"], within)}
    if isinstance(value, dict):
        return {
            one.name: _picked(value[one.name], one.within) for one in within if one.name in value
        }
    return value


def _wanted(text: str) -> list[Wanted]:
    try:
        return fields_of(text)
    except ValueError:
        raise GraphError(2500) from None

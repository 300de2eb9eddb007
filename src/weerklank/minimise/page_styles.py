"""The styles of a page, reduced to what a kept page uses: no word in them that names somebody."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import tinycss2
from tinycss2 import ast

from weerklank.minimise.css_values import Declared, Reading, Unfit, declared
from weerklank.minimise.page_nodes import BLOCKS, DRAWING, INLINE
from weerklank.model.raw_page import SeenSheet

#: Signs of all style sheets of a page together, and rules in each other.
MOST_SIGNS = 6_000_000
_DEEPEST = 6
#: Sheets that are remembered: pages of one platform share them.
_MOST_REMEMBERED = 24
_TAGS = BLOCKS | INLINE | DRAWING | frozenset("html img video audio br hr wbr".split())
#: Attributes that a kept page has, and so may be asked for by a style.
_ATTRIBUTES = re.compile(r"dir|lang|type|class|data-[a-z-]{1,30}")
_VALUE = re.compile(r"[A-Za-z0-9_-]{0,40}", re.ASCII)
_WITH_SELECTORS = frozenset("not is where has -webkit-any -moz-any".split())
_WITH_NUMBERS = frozenset("nth-child nth-last-child nth-of-type nth-last-of-type".split())
_COMBINED = frozenset(".>+~*:|=^$")
_NESTING = frozenset("media supports container layer".split())
#: The property, and a first and a last name.
_WORDS_OF_NAME = 3
_FRAMES = frozenset(("keyframes", "-webkit-keyframes"))


@dataclass(frozen=True, slots=True)
class _Selector:
    css: str
    #: Classes and ids without which it matches nothing.
    needs: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a style sheet as it may be kept."""

    #: Of a rule for elements; of another `head` stands before its braces.
    selectors: tuple[_Selector, ...] = ()
    head: str = ""
    words: frozenset[str] = frozenset()
    says: tuple[Declared, ...] = ()
    inner: tuple["Rule", ...] = ()


def names_in(sheets: Iterable[SeenSheet]) -> frozenset[str]:
    """Give the names of classes and ids that style sheets ask for."""
    return frozenset(
        name
        for sheet in sheets
        for rule in _flat(_rules_of(sheet))
        for selector in rule.selectors
        for name in selector.needs
    )


def _flat(rules: Iterable[Rule]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        yield from _flat(rule.inner)


def _rules_of(sheet: SeenSheet) -> tuple[Rule, ...]:
    return read_sheet(sheet.text, sheet.address)


@lru_cache(maxsize=_MOST_REMEMBERED)
def read_sheet(text: str, address: str | None) -> tuple[Rule, ...]:
    """Give the rules of a style sheet that may be kept; what is malformed is left out."""
    found = tinycss2.parse_stylesheet(text, skip_whitespace=True)
    return tuple(_read(found, address, 0))


def _read(nodes: Iterable[ast.Node], base: str | None, depth: int) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            rule = _rule(node, base)
        elif node.type == "at-rule" and node.content is not None and depth < _DEEPEST:
            rule = _at_rule(node, base, depth)
        else:
            continue
        if rule is not None:
            yield rule


def _rule(node: ast.QualifiedRule, base: str | None) -> Rule | None:
    selectors = tuple(filter(None, map(_selector, _parted(node.prelude))))
    says = _declarations(node.content, base)
    return Rule(selectors=selectors, says=says) if selectors and says else None


def _declarations(
    content: list[ast.Node], base: str | None, *, is_font: bool = False
) -> tuple[Declared, ...]:
    found = tinycss2.parse_blocks_contents(content, skip_whitespace=True)
    said = [one for one in found if one.type == "declaration"]
    if is_font:  # of its sources those stay that are kept, each by itself
        said = [part for one in said for part in _sources(one)]
    return tuple(filter(None, (declared(one, base, is_font=is_font) for one in said)))


def _sources(one: ast.Declaration) -> Iterator[ast.Declaration]:
    if one.lower_name != "src":
        yield one
        return
    for part in _parted(one.value):
        yield ast.Declaration(
            one.source_line, one.source_column, one.name, one.lower_name, part, one.important
        )


def _at_rule(node: ast.AtRule, base: str | None, depth: int) -> Rule | None:
    name = node.lower_at_keyword
    reading = Reading(None)
    try:
        head = f"@{name} {reading.values(node.prelude).strip()}".strip()
    except Unfit:
        return None
    words = frozenset(reading.words)
    if name == "font-face":
        says = _declarations(node.content, base, is_font=True)
        return Rule(head=head, words=words, says=says) if says else None
    if name in _FRAMES:
        return Rule(head=head, words=words, inner=tuple(_frames(node, base)))
    if name not in _NESTING:
        return None
    nodes = tinycss2.parse_rule_list(node.content, skip_whitespace=True)
    return Rule(head=head, words=words, inner=tuple(_read(nodes, base, depth + 1)))


def _frames(node: ast.AtRule, base: str | None) -> Iterator[Rule]:
    for one in tinycss2.parse_rule_list(node.content, skip_whitespace=True):
        head = tinycss2.serialize(one.prelude).strip() if one.type == "qualified-rule" else ""
        if re.fullmatch(
            r"(?:from|to|[0-9.]{1,9}%)(?:\s*,\s*(?:from|to|[0-9.]{1,9}%)){0,20}", head
        ):
            yield Rule(head=head, says=_declarations(one.content, base))


def _parted(prelude: list[ast.Node]) -> Iterator[list[ast.Node]]:
    """Give the selectors of a rule apart."""
    one: list[ast.Node] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield one
            one = []
        else:
            one.append(token)
    yield one


def _selector(tokens: list[ast.Node]) -> _Selector | None:
    reading = _Selecting()
    try:
        css = reading.read(tokens, 0).strip()
    except Unfit:
        return None
    return _Selector(css, frozenset(reading.needs), frozenset(reading.words)) if css else None


@dataclass(slots=True)
class _Selecting:
    """What is found while a selector is read."""

    needs: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def read(self, tokens: Iterable[ast.Node], depth: int) -> str:
        if depth > _DEEPEST:
            raise Unfit
        parts: list[str] = []
        before = ""
        for token in tokens:
            part = self._part(token, before, depth)
            parts.append(part)
            before = part
        return "".join(parts)

    def _part(self, token: ast.Node, before: str, depth: int) -> str:
        kind = token.type
        if kind in {"comment", "whitespace"}:
            return " "
        if kind == "literal" and (token.value in _COMBINED or (depth and token.value == ",")):
            return str(token.value)
        if kind == "literal" and token.value == "::":
            return "::"
        if kind == "ident":
            return self._name(token.value, before, depth)
        if kind == "hash":
            return "#" + self._needed(token.value, depth)
        if kind == "[] block":
            return f"[{self._attribute(token.content)}]"
        if kind == "function" and before == ":":
            return self._function(token, depth)
        raise Unfit

    def _name(self, name: str, before: str, depth: int) -> str:
        if before == ".":
            return self._needed(name, depth)
        Reading(None).add_word(name)
        self.words.add(name)
        if before not in {":", "::"} and name.lower() not in _TAGS:
            raise Unfit  # of an element that no kept page has
        return name

    def _needed(self, name: str, depth: int) -> str:
        Reading(None).add_word(name)
        self.words.add(name)
        if not depth:
            self.needs.add(name)
        return name

    def _attribute(self, tokens: list[ast.Node]) -> str:
        said = [token for token in tokens if token.type != "whitespace"]
        if not said or said[0].type != "ident" or not _ATTRIBUTES.fullmatch(said[0].value):
            raise Unfit
        parts = [str(said[0].value)]
        for token in said[1:]:
            if token.type == "literal" and token.value in {"=", "^=", "$=", "*=", "~=", "|="}:
                parts.append(token.value)
            elif token.type in {"ident", "string"} and _VALUE.fullmatch(token.value):
                self.words.add(token.value)
                parts.append(f'"{token.value}"')
            else:
                raise Unfit
        return "".join(parts)

    def _function(self, token: ast.Node, depth: int) -> str:
        name = token.lower_name
        if name in _WITH_NUMBERS:
            inside = tinycss2.serialize(token.arguments).replace("/**/", "").strip().lower()
            if re.fullmatch(r"(?:odd|even|[-+0-9n ]{1,20})", inside):
                return f"{name}({inside})"
            raise Unfit
        if name not in _WITH_SELECTORS:
            raise Unfit
        return f"{name}({self.read(token.arguments, depth + 1)})"


def styles_of(
    sheets: Iterable[SeenSheet],
    *,
    used: frozenset[str],
    keeps: Callable[[str], bool],
    names: Callable[[str], bool],
) -> tuple[str, tuple[str, ...]]:
    """Give the styles of a kept page, and the addresses of pictures and fonts in them.

    `used` are the classes and ids of the page, `keeps` tells of an address whether its file is
    kept, and `names` of words whether they name somebody: no rule with such a word stays.
    """
    rules = [rule for sheet in sheets for rule in _rules_of(sheet)]
    used_rules = list(filter(None, (_used(rule, used) for rule in rules)))
    words = {word for rule in _flat(used_rules) for word in _words_of(rule)}
    words |= {one.css for rule in _flat(used_rules) for one in rule.says if _may_say(one)}
    writer = _Writer(keeps, telling(words, names))
    css = "".join(map(writer.write, used_rules))
    return css, tuple(dict.fromkeys(writer.addresses))


def telling(words: Iterable[str], names: Callable[[str], bool]) -> frozenset[str]:
    """Give the words that name somebody: asked together, and by halves where one of them does."""
    found: set[str] = set()
    waiting = [sorted(words)]
    while waiting:
        some = waiting.pop()
        if not some or not names("\n".join(some)):
            continue
        if len(some) == 1:
            found.update(some)
        else:
            half = len(some) // 2
            waiting += [some[:half], some[half:]]
    return frozenset(found)


def _may_say(one: Declared) -> bool:
    """Tell of a declaration whether it has words enough for a name over several of them."""
    return len(one.words) >= _WORDS_OF_NAME


def _used(rule: Rule, used: frozenset[str]) -> Rule | None:
    """Leave of a rule what a page can use."""
    if rule.head and not rule.inner:
        return rule
    if rule.head.startswith(("@keyframes", "@-webkit-keyframes")):
        return rule
    if rule.head:
        inner = tuple(filter(None, (_used(one, used) for one in rule.inner)))
        return Rule(head=rule.head, words=rule.words, inner=inner) if inner else None
    selectors = tuple(one for one in rule.selectors if one.needs <= used)
    return Rule(selectors=selectors, says=rule.says) if selectors else None


def _words_of(rule: Rule) -> Iterator[str]:
    yield from rule.words
    for selector in rule.selectors:
        yield from selector.words
    for one in rule.says:
        yield from one.words


@dataclass(slots=True)
class _Writer:
    keeps: Callable[[str], bool]
    telling: frozenset[str]
    addresses: list[str] = field(default_factory=list)

    def write(self, rule: Rule) -> str:
        if rule.words & self.telling:
            return ""
        selectors = [one.css for one in rule.selectors if not one.words & self.telling]
        head = rule.head or ",".join(selectors)
        if not head:
            return ""
        inside = "".join(map(self.write, rule.inner)) + ";".join(self._said(rule.says))
        css = f"{head}{{{inside}}}\n"
        return "" if not inside or "<" in css else css

    def _said(self, says: tuple[Declared, ...]) -> Iterator[str]:
        for one in says:
            if one.css in self.telling or one.words & self.telling:
                continue
            if not all(map(self.keeps, one.addresses)):
                continue
            self.addresses += one.addresses
            yield one.css

"""A spec as it is written: YAML as plain values, with the line and the column of each."""

import contextlib
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from grader.mistake import Mistake, SpecError

LARGEST_KIB: Final = 256
MOST_VALUES: Final = 10_000
DEEPEST: Final = 20
# Nobody reads more at once, and each costs a walk through the text.
MOST_MISTAKES: Final = 100
# An alias of a long text would be a bomb if it counted as one value.
_CHARACTERS_OF_A_VALUE: Final = 64
# Of a file that is no YAML so much is searched for deep nesting: the Python loader needs 20 µs a character.
_SEARCHED_FOR_DEPTH: Final = 20_000

# The C loader is ten times faster, but not in every build of PyYAML.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE: Final = "tag:yaml.org,2002:"
_WHOLE_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,99})")
_BOOLEANS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
# YAML reads these otherwise than the author meant (dates, 010, 1:30, .inf), so they are no value of any type here.
_NOTHING_OF_OURS: Final = object()
_BYTE_ORDER_MARK: Final = "\ufeff"
_TAB_INDENT: Final = re.compile(r" *\t")
_SPECIAL: Final = frozenset(":@`%*&!")
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LONGEST_EXCERPT: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file's text. Places are indices into it until a mistake needs a line and a column."""

    path: Path
    text: str

    def mistake(self, index: int, code: str, /, **values: object) -> Mistake:
        line_start = self.text.rfind("\n", 0, index) + 1
        line, column = self.text.count("\n", 0, index) + 1, index - line_start + 1
        return Mistake(file=self.path, line=line, column=column, code=code, values=values)

    def refusal(self, index: int, code: str, /, **values: object) -> SpecError:
        return SpecError(self.path.parent, [self.mistake(index, code, **values)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One YAML mapping (or what stands in its place). A path is the keys and indices that lead to a value.

    `mistakes` are those that leave the rest readable: keys that are written twice or are no text.
    """

    source: _Source
    root: yaml.Node
    value: object
    mistakes: tuple[Mistake, ...] = ()

    def node(self, path: Sequence[str | int], /) -> yaml.Node:
        """Give the node of the value at `path`."""
        node = self.root
        for step in path:
            node = node.value[step] if isinstance(step, int) else _pair(node, step)[1]
        return node

    def mistake_at(self, path: Sequence[str | int], code: str, /, **values: object) -> Mistake:
        """Make a mistake that points at a value."""
        return self.source.mistake(_start(self.node(path)), code, **values)

    def mistake_at_key(self, path: Sequence[str | int], key: str, code: str, /, **values: object) -> Mistake:
        """Make a mistake that points at the key of the mapping at `path`."""
        return self.source.mistake(_start(_pair(self.node(path), key)[0]), code, **values)

    def written(self, path: Sequence[str | int], /) -> str:
        """Quote what stands at `path`: its first line, shortened; an empty value is shown as null."""
        node = self.node(path)
        return _excerpt(self.source.text[_start(node) : node.end_mark.index]) or "null"


def read(path: Path) -> Document:
    """Read one YAML file. Raises SpecError with the one mistake that makes the rest unreadable."""
    source = _Source(path=path, text=read_text(path))
    root = _compose(source)
    values = _Values(source)
    value = values.of(root, depth=1)
    return Document(source=source, root=root, value=value, mistakes=tuple(values.mistakes))


def read_text(path: Path) -> str:
    """Read a file of a kata as text. Raises SpecError where it is too large, not UTF-8, or refused."""
    limit = LARGEST_KIB * 1024
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        values = {"name": path.name, "reason": error.strerror}
        raise SpecError(path.parent, [Mistake(file=path, code="spec.unreadable", values=values)]) from None
    if len(data) > limit:
        raise _Source(path=path, text="").refusal(0, "spec.too-large", limit_kib=LARGEST_KIB)
    try:
        return data.decode().removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        byte = f"0x{data[error.start]:02x}"
        raise _Source(path=path, text=before).refusal(len(before), "spec.not-utf8", byte=byte) from None


class _Values:
    """Turns nodes into values. Counts them: with aliases, a page of YAML can stand for a billion values."""

    def __init__(self, source: _Source) -> None:
        self.mistakes: list[Mistake] = []
        self._source = source
        self._left = MOST_VALUES

    def of(self, node: yaml.Node, *, depth: int) -> object:
        self._left -= _weight(node)
        if self._left < 0:
            raise self._source.refusal(_start(node), "spec.too-many-values", limit=MOST_VALUES)
        if depth > DEEPEST:  # by an alias: the depth of the text itself was checked before
            raise self._source.refusal(_start(node), "spec.too-deep", limit=DEEPEST)
        match node:
            case yaml.ScalarNode():
                return _scalar(node)
            case yaml.SequenceNode():
                return [self.of(item, depth=depth + 1) for item in node.value]
            case _:
                return dict(self._pairs(node, depth))

    def _pairs(self, node: yaml.Node, depth: int) -> Iterator[tuple[str, object]]:
        first_lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._add(key, "spec.key-not-text")
            elif first := first_lines.get(key.value):
                self._add(key, "spec.duplicate-key", key=key.value, first_line=first)
            else:
                self._left -= _weight(key) - 1
                first_lines[key.value] = key.start_mark.line + 1
                # A key is its text: `no` is a language here, not the boolean that YAML 1.1 makes of it.
                yield key.value, self.of(value, depth=depth + 1)

    def _add(self, node: yaml.Node, code: str, /, **values: object) -> None:
        if len(self.mistakes) < MOST_MISTAKES:
            self.mistakes.append(self._source.mistake(_start(node), code, **values))


def _weight(node: yaml.Node) -> int:
    """Tell as how many values a node counts: a text by its length."""
    return 1 + len(node.value) // _CHARACTERS_OF_A_VALUE if isinstance(node, yaml.ScalarNode) else 1


def _scalar(node: yaml.ScalarNode) -> object:
    match node.tag.removeprefix(_CORE):
        case "str":
            return node.value
        case "null":
            return None
        case "bool":
            return _BOOLEANS.get(node.value.lower(), _NOTHING_OF_OURS)
        case "int" if _WHOLE_NUMBER.fullmatch(node.value):
            return int(node.value)
        case "float":
            return _fraction(node.value)
        case _:
            return _NOTHING_OF_OURS


def _fraction(written: str) -> object:
    try:
        number = float(written)
    except ValueError:
        return _NOTHING_OF_OURS
    return number if math.isfinite(number) else _NOTHING_OF_OURS


def _compose(source: _Source) -> yaml.Node:
    try:
        _refuse_depth(source)
        documents = itertools.islice(yaml.compose_all(source.text, Loader=_Loader), 2)
        first, second = [*documents, None, None][:2]
    except yaml.YAMLError as error:
        raise SpecError(source.path.parent, [_explain(source, error)]) from None
    if first is None:
        raise source.refusal(0, "spec.empty-file")
    if second is not None:
        raise source.refusal(_start(second), "spec.two-documents")
    return first


def _refuse_depth(source: _Source) -> None:
    """Stop before the C loader recurses: 100,000 open brackets end the process with a segmentation fault.

    A newer C loader refuses deep nesting by itself, before it tells of the first bracket; the Python one tells.
    """
    try:
        _check_depth(source, source.text, _Loader)
    except yaml.YAMLError:
        with contextlib.suppress(yaml.YAMLError):  # what else is wrong is told by the first error
            _check_depth(source, source.text[:_SEARCHED_FOR_DEPTH], yaml.SafeLoader)
        raise


def _check_depth(source: _Source, text: str, loader: Any) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise source.refusal(_start(event), "spec.too-deep", limit=DEEPEST)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _explain(source: _Source, error: yaml.YAMLError) -> Mistake:
    """Say what breaks the syntax, from the characters at the error's marks; the library's sentence is not read."""
    problem = getattr(error, "problem_mark", None)
    if problem is None:  # the reader stopped before there was any syntax
        return _forbidden_character(source)
    context = getattr(error, "context_mark", None) or problem
    text, index, opened = source.text, problem.index, context.index
    line_start = text.rfind("\n", 0, index) + 1
    ended = not text[index:].strip()
    if tab := _TAB_INDENT.match(text, line_start):
        return source.mistake(tab.end() - 1, "spec.yaml-tab")
    if (ended or opened < line_start) and _is_left_open(text, opened):
        return source.mistake(opened, "spec.yaml-not-closed", character=text[opened])
    if text[index : index + 1] in _SPECIAL:
        return source.mistake(index, "spec.yaml-quote", character=text[index])
    return _no_yaml(source, opened if ended else index)


def _is_left_open(text: str, opened: int) -> bool:
    character = text[opened : opened + 1]
    return character in {"[", "{"} or (character in {'"', "'"} and character not in text[opened + 1 :])


def _no_yaml(source: _Source, index: int) -> Mistake:
    before, after = source.text[:index], source.text[index:]
    line = before.rpartition("\n")[2] + after.partition("\n")[0]
    return source.mistake(index, "spec.yaml", written=_excerpt(line.strip()))


def _forbidden_character(source: _Source) -> Mistake:
    found = _FORBIDDEN.search(source.text)
    index = found.start() if found else 0
    return source.mistake(index, "spec.yaml-character", character=f"U+{ord(source.text[index]):04X}")


def _start(marked: yaml.Node | yaml.Event) -> int:
    """Give the index at which a node or an event begins."""
    mark: Any = marked.start_mark  # typed as perhaps absent; on what a loader makes it never is
    return int(mark.index)


def _pair(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node]:
    return next((k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode) and k.value == key)


def _excerpt(text: str) -> str:
    first, *more = text.splitlines() or [""]
    return first if not more and len(first) <= _LONGEST_EXCERPT else f"{first[:_LONGEST_EXCERPT].rstrip()}…"

"""All mistakes of a spec at once: what a schema has against a document, said in our own codes."""

import difflib
import itertools
import json
import keyword
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from grader.mistake import Mistake
from grader.spec_document import MOST_MISTAKES, Document

if TYPE_CHECKING:
    from jsonschema import ValidationError

_EXPECTED: Final = {"string": "text", "integer": "integer", "number": "number", "array": "list", "object": "mapping"}
_PLACEHOLDERS: Final = {"string": '"…"', "integer": "1", "number": "1", "array": "[…]", "object": "{…}"}
_PYTHON_TYPES: Final[Mapping[str, type]] = {"string": str, "object": dict, "null": type(None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    """What one rule of the schema has against one value (or, `of_key`, against a key of the mapping at `path`).

    `wanted` is the rule's own argument, `schema` the rules beside it, `causes` what each branch of an anyOf had.
    """

    document: Document
    path: tuple[str | int, ...]
    of_key: bool
    rule: str
    wanted: Any
    schema: Mapping[str, Any]
    value: Any
    causes: tuple[tuple[int, "_Fault"], ...]

    @property
    def name(self) -> str:
        return _name(self.path)

    @property
    def written(self) -> str:
        return self.document.written(self.path)

    def mistake(self, code: str, /, **values: object) -> Mistake:
        return self.document.mistake_at(self.path, code, key=self.name, **values)


def find_mistakes(document: Document, schema: Mapping[str, Any]) -> list[Mistake]:
    """List what keeps `document` from being what `schema` describes, MOST_MISTAKES at most; none if nothing does."""
    found = (mistake for fault in _faults(document, schema) for mistake in _explain(fault))
    return list(itertools.islice(found, MOST_MISTAKES))


def near(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that `word` was probably meant to be; case, dashes and underscores do not count."""
    by_plain = {_plain(each): each for each in known}
    found = difflib.get_close_matches(_plain(word), by_plain, n=1)
    return by_plain[found[0]] if found else None


def dashed(word: str) -> str:
    """Turn a word into one that can name a kata, as far as it goes: `My_Kata` into `my-kata`."""
    return re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")


def yaml_text(value: object) -> str:
    """Write a value as an author would write it, on one line."""
    listed = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=math.inf)
    return listed.strip().removeprefix("[").removesuffix("]")


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")


def _faults(document: Document, schema: Mapping[str, Any]) -> Iterator[_Fault]:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 -- 0.1 s, and only after a mistake

    # JSON takes 10.0 for an integer; msgspec does not, and 10 is what the author should write.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    validator: Any = validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    seen = set()
    for error in validator(schema).iter_errors(document.value):
        # There is one error for every missing key, and each of them has the whole list: the first one tells it all.
        # A path leads to a value, so only a wrong key has to be told from the others of its mapping.
        key = error.instance if isinstance(error.instance, str) else None
        identity = (tuple(error.absolute_schema_path), tuple(error.absolute_path), key)
        if identity not in seen:
            seen.add(identity)
            yield _fault(document, error)


def _fault(document: Document, error: "ValidationError") -> _Fault:
    unset: Any = error  # its attributes are typed as perhaps unset; those of an error that was yielded are set
    return _Fault(
        document=document,
        path=tuple(error.absolute_path),
        of_key="propertyNames" in error.absolute_schema_path,
        rule=unset.validator,
        wanted=unset.validator_value,
        schema=unset.schema,
        value=unset.instance,
        causes=tuple((int(cause.relative_schema_path[0]), _fault(document, cause)) for cause in unset.context),
    )


def _explain(fault: _Fault) -> Iterator[Mistake]:
    return _bad_key(fault) if fault.of_key else _EXPLANATIONS[fault.rule](fault)


def _bad_key(fault: _Fault) -> Iterator[Mistake]:
    values = {"key": fault.name, "written": fault.value, "right": _mended(fault.value, fault.schema)}
    yield fault.document.mistake_at_key(fault.path, fault.value, f"spec.bad-{fault.schema['format']}", **values)


def _unknown_keys(fault: _Fault) -> Iterator[Mistake]:
    known = tuple(fault.schema["properties"])
    for key in fault.value:
        if key not in known:
            meant = near(key, known)
            code = "spec.misspelt-key" if meant else "spec.unknown-key"
            values: dict[str, object] = {"right": meant} if meant else {"known": known}
            name = _name((*fault.path, key))
            yield fault.document.mistake_at_key(fault.path, key, code, key=name, **values)


def _missing_keys(fault: _Fault) -> Iterator[Mistake]:
    for key in fault.wanted:
        if key not in fault.value:
            example = yaml_text(fault.schema["properties"][key]["examples"][0])
            yield fault.document.mistake_at(fault.path, "spec.missing-key", key=key, right=f"{key}: {example}")


def _wrong_type(fault: _Fault) -> Iterator[Mistake]:
    if fault.path:
        yield _not_a(fault.schema["type"], fault)
    else:
        yield fault.document.mistake_at((), "spec.not-a-mapping", written=fault.written)


def _no_branch(fault: _Fault) -> Iterator[Mistake]:
    """Look only into the branch whose type the author chose; where there is none, ask for the first."""
    types = [branch["type"] for branch in fault.wanted]
    chosen = next((i for i, kind in enumerate(types) if isinstance(fault.value, _PYTHON_TYPES[kind])), None)
    if chosen is None:
        yield _not_a(types[0], fault)
    for branch, cause in fault.causes:
        if branch == chosen:
            yield from _explain(cause)


def _not_a(kind: str, fault: _Fault) -> Mistake:
    right = _retyped(fault, kind) or _example(kind, fault.schema)
    return fault.mistake(f"spec.expected-{_EXPECTED[kind]}", written=fault.written, right=right)


def _not_one_of(fault: _Fault) -> Iterator[Mistake]:
    yield _bad_word("spec.not-one-of", fault, tuple(fault.wanted))


def _bad_value(fault: _Fault) -> Iterator[Mistake]:
    kind = fault.schema["format"]
    if kind == "occasion":
        yield _bad_word("spec.bad-occasion", fault, tuple(fault.schema["examples"]))
    else:
        right = _mended(fault.value, fault.schema)
        yield fault.mistake(f"spec.bad-{kind}", written=fault.written, right=right)


def _bad_word(code: str, fault: _Fault, allowed: tuple[object, ...]) -> Mistake:
    meant = near(fault.value, map(str, allowed)) if isinstance(fault.value, str) else None
    if meant:
        return fault.mistake("spec.misspelt-word", written=fault.written, right=meant)
    return fault.mistake(code, written=fault.written, allowed=allowed)


def _out_of_range(fault: _Fault) -> Iterator[Mistake]:
    least, most = fault.schema["minimum"], fault.schema["maximum"]
    if least == most:
        yield fault.mistake("spec.not-one-of", written=fault.written, allowed=(least,))
    else:
        yield fault.mistake("spec.out-of-range", written=fault.written, least=least, most=most)


def _empty_list(fault: _Fault) -> Iterator[Mistake]:
    yield fault.mistake("spec.empty-list", right=yaml_text(fault.schema["examples"][0]))


def _no_text(fault: _Fault) -> Iterator[Mistake]:
    yield fault.mistake("spec.no-text")


_EXPLANATIONS: Final[Mapping[str, Callable[[_Fault], Iterator[Mistake]]]] = {
    "additionalProperties": _unknown_keys,
    "anyOf": _no_branch,
    "enum": _not_one_of,
    "maximum": _out_of_range,
    "minimum": _out_of_range,
    "minItems": _empty_list,
    "minProperties": _no_text,
    "pattern": _bad_value,
    "required": _missing_keys,
    "type": _wrong_type,
}


def _name(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _mended(word: str, schema: Mapping[str, Any]) -> str:
    """Give the allowed word that comes nearest to `word`, or else an example."""
    match schema["format"]:
        case "python-name":
            mended = re.sub(r"\W", "_", word) + "_" * keyword.iskeyword(word)
        case "kata-name":
            mended = dashed(word)
        case _:
            mended = near(word, schema["examples"]) or ""
    return mended if re.search(schema["pattern"], mended) else str(schema["examples"][0])


def _retyped(fault: _Fault, kind: str) -> str | None:
    """Write the same in the type that is wanted; None where that cannot be."""
    node = fault.document.node(fault.path)
    if not isinstance(node, yaml.ScalarNode) or not node.value or "\n" in node.value:
        return None
    match kind:
        case "string":
            return json.dumps(node.value, ensure_ascii=False)
        case "array":
            return f"[{fault.written}]"
        case "integer" | "number":
            return _as_number(node.value, whole=kind == "integer")
        case _:
            return None


def _example(kind: str, schema: Mapping[str, Any]) -> str:
    example = [*schema.get("examples", ()), schema.get("default")][0]
    return yaml_text(example) if isinstance(example, int | float | list) and example else _PLACEHOLDERS[kind]


def _as_number(written: str, *, whole: bool) -> str | None:
    try:
        number = float(written)
    except ValueError:
        return None
    if not math.isfinite(number) or (whole and not number.is_integer()):
        return None
    return str(int(number)) if whole else written

"""The spec of a kata: the keys of kata.yaml as frozen values, and what each of them may hold."""

import enum
import keyword
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from grader.report import Verdict

FALLBACK_LANGUAGE: Final = "en"
LANGUAGE: Final = "[a-z]{2}(?:-[A-Z]{2})?"
KATA_NAME: Final = "[a-z0-9]+(?:-[a-z0-9]+)*"
TEST_NAME: Final = r"(?:Test\w*::)?test\w*(?:\[.+\])?"
# Large enough for every honest limit, small enough for setitimer, setrlimit and their sums.
_MOST: Final = 1_000_000


def best_language(wanted: str, offered: Collection[str]) -> str:
    """Choose what to show to whom wants `wanted`: that, its language without the region, English, or the first."""
    choices = (wanted, wanted.partition("-")[0], FALLBACK_LANGUAGE)
    return next((lang for lang in choices if lang in offered), next(iter(offered)))


def _word(pattern: str, kind: str, *examples: str) -> Meta:
    """Constrain a text. `kind` ends up as the schema's `format`: it names the mistake in a code, not in a sentence.

    `$` alone would let a final newline through, and not every reader of a schema knows `\\Z`.
    """
    return Meta(pattern=rf"^(?:{pattern})$(?!\n)", examples=list(examples), extra_json_schema={"format": kind})


_IDENTIFIER: Final = rf"(?!(?:{'|'.join(keyword.kwlist)})$)[^\W\d]\w*"
_VERDICTS: Final = [verdict.value for verdict in Verdict]

Prose = Annotated[str, Meta(pattern=r"\S", examples=["…"], extra_json_schema={"format": "prose"})]
Language = Annotated[str, _word(LANGUAGE, "language", "en", "zh", "zh-TW")]
PythonName = Annotated[str, _word(_IDENTIFIER, "python-name", "make_app")]
ImportName = Annotated[str, _word(rf"{_IDENTIFIER}(?:\.{_IDENTIFIER})*", "import-name", "numpy")]
KataName = Annotated[str, _word(KATA_NAME, "kata-name", "a-kata")]
TestName = Annotated[str, _word(TEST_NAME, "test-name", "test_order")]
Occasion = Annotated[str, _word("|".join([*_VERDICTS, TEST_NAME]), "occasion", *_VERDICTS)]
HintKey = Annotated[str, _word(f"when|{LANGUAGE}", "hint-key", "en", "zh", "when")]
# Stays inside the learner's folder: no way up, no root, no drive.
RelativePath = Annotated[str, _word(r"(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\\:\0]+", "relative-path", "models.py")]
Count = Annotated[int, Meta(ge=1, le=_MOST)]
Quantity = Annotated[float, Meta(ge=0.001, le=_MOST)]


class Text(Mapping[str, str]):
    """What a person reads, by language. Never empty."""

    __slots__ = ("_by_language",)

    def __init__(self, by_language: Mapping[str, str]) -> None:
        """Keep a copy."""
        self._by_language = dict(by_language)

    def __getitem__(self, lang: str) -> str:
        """Give exactly this language."""
        return self._by_language[lang]

    def __iter__(self) -> Iterator[str]:
        """Go through the languages as they are written."""
        return iter(self._by_language)

    def __len__(self) -> int:
        """Count the languages."""
        return len(self._by_language)

    def __repr__(self) -> str:
        """Show the languages and their texts."""
        return f"Text({self._by_language!r})"

    def get(self, lang: str, default: object = None) -> str:
        """Give the text in this language, or in the one that comes nearest (see `best_language`)."""
        return self._by_language[best_language(lang, self)]


class Clock(enum.Enum):
    """On which time a kata runs: the machine's, or a simulated one that the judge moves."""

    REAL = "real"
    VIRTUAL = "virtual"


class Hint(Struct, frozen=True, kw_only=True):
    """One hint. `when` is the verdict or the test's name that it helps with; None: any time."""

    text: Text
    when: str | None = None


class Hints(tuple[Hint, ...]):
    """The hints from vague to plain. A type of its own, so that it decides how it is written in YAML."""

    __slots__ = ()


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a submission may use. `total_s` is per attempt; the rest is per test."""

    block_ms: Quantity = 50.0
    test_s: Quantity = 5.0
    total_s: Quantity = 30.0
    cpu_s: Quantity = 20.0
    memory_mb: Count = 512
    processes: Count = 16
    threads: Count = 256
    open_files: Count = 128
    file_mb: Count = 1
    new_files: Count = 100
    output_kb: Count = 256
    message_kb: Annotated[int, Meta(ge=1, le=1024)] = 1024  # the wire carries no more


class Spec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an author writes about a kata. `tests` holds titles by the test's name; its docstring is the fallback."""

    format: Annotated[int, Meta(ge=1, le=1, examples=[1])]
    title: Text
    difficulty: Annotated[int, Meta(ge=1, le=5, examples=[2])]
    points: Annotated[Count, Meta(examples=[10])]
    provides: Annotated[tuple[PythonName, ...], Meta(min_length=1, examples=[["make_app"]])]
    chapter: Prose | None = None
    tags: tuple[Prose, ...] = ()
    after: tuple[KataName, ...] = ()
    clock: Clock = Clock.REAL
    packages: tuple[ImportName, ...] = ()
    files: tuple[RelativePath, ...] = ()
    limits: Limits = Limits()
    tests: dict[TestName, Text] = msgspec.field(default_factory=dict)
    hints: Hints = Hints()
    references: tuple[Prose, ...] = ()
    authors: tuple[Prose, ...] = ()
    license: Prose = "CC-BY-4.0"


def decode(value: object) -> Spec:
    """Make a spec of plain values. Raises msgspec.ValidationError at the first mistake; `schema` finds them all."""
    return msgspec.convert(value, Spec, dec_hook=_decode)


def schema() -> dict[str, object]:
    """Give the JSON Schema of kata.yaml: for all mistakes at once, and for an author's editor."""
    return msgspec.json.schema(Spec, schema_hook=_schema)


# A union of a text with a pattern and a mapping must not come near msgspec (0.22): freeing its decoder takes the
# compiled pattern for a type node, and the process dies of it later, in the garbage collector.


def _decode(kind: type, written: object) -> object:
    if kind is Hints:
        return Hints(map(_hint, msgspec.convert(written, tuple[dict[HintKey, Prose], ...])))
    if isinstance(written, str):
        return Text({FALLBACK_LANGUAGE: msgspec.convert(written, Prose)})
    return Text(msgspec.convert(written, Annotated[dict[Language, Prose], Meta(min_length=1)]))


def _hint(written: dict[str, str]) -> Hint:
    when = msgspec.convert(written.pop("when", None), Occasion | None)
    if not written:
        raise ValueError(written)
    return Hint(when=when, text=Text(written))


def _schema(kind: type) -> dict[str, object]:
    return _hints_schema() if kind is Hints else _text_schema()


def _text_schema() -> dict[str, object]:
    by_language = msgspec.json.schema(Annotated[dict[Language, Prose], Meta(min_length=1)])
    return {"anyOf": [msgspec.json.schema(Prose), by_language], "examples": ["…"]}


def _hints_schema() -> dict[str, object]:
    hint = msgspec.json.schema(Annotated[dict[HintKey, Prose], Meta(min_length=1)])
    only_when = {"dependentSchemas": {"when": {"minProperties": 2}}}
    return {"type": "array", "items": hint | only_when | {"properties": {"when": msgspec.json.schema(Occasion)}}}

"""Specs: every key decodes to its value, and the schema says the same as the types."""

import copy
import pickle
import random

import msgspec
import pytest

from grader.spec import Clock, Hint, Hints, Limits, Spec, Text, best_language, decode, schema

LEAST: dict[str, object] = {"format": 1, "title": "T", "difficulty": 1, "points": 1, "provides": ["fetch"]}
FULL: dict[str, object] = {
    "format": 1,
    "title": {"en": "A title", "zh": "标题"},
    "difficulty": 5,
    "points": 30,
    "provides": ["fetch", "_Thing2", "获取"],
    "chapter": "2.10",
    "tags": ["coroutines"],
    "after": ["hello-world", "2-more"],
    "clock": "virtual",
    "packages": ["bcrypt", "xml.etree"],
    "files": ["models.py", "templates/a b.html"],
    "limits": {"block_ms": 20, "test_s": 0.5, "new_files": 7},
    "tests": {"test_order": {"en": "In order"}, "TestMore::test_a[x-1]": "Any"},
    "hints": [{"when": "blocked", "en": "Look", "zh-TW": "看"}, {"zh": "想"}, {"when": "test_order", "en": "Sort"}],
    "references": ["https://example.org"],
    "authors": ["A"],
    "license": "MIT",
}


def test_the_least_spec_has_the_documented_defaults() -> None:
    assert decode(LEAST) == Spec(
        format=1,
        title=Text({"en": "T"}),
        difficulty=1,
        points=1,
        provides=("fetch",),
        chapter=None,
        tags=(),
        after=(),
        clock=Clock.REAL,
        packages=(),
        files=(),
        limits=Limits(
            block_ms=50,
            test_s=5,
            total_s=30,
            cpu_s=20,
            memory_mb=512,
            processes=16,
            threads=256,
            open_files=128,
            file_mb=1,
            new_files=100,
            output_kb=256,
            message_kb=1024,
        ),
        tests={},
        hints=Hints(),
        references=(),
        authors=(),
        license="CC-BY-4.0",
    )


def test_a_full_spec_becomes_values() -> None:
    assert decode(FULL) == Spec(
        format=1,
        title=Text({"en": "A title", "zh": "标题"}),
        difficulty=5,
        points=30,
        provides=("fetch", "_Thing2", "获取"),
        chapter="2.10",
        tags=("coroutines",),
        after=("hello-world", "2-more"),
        clock=Clock.VIRTUAL,
        packages=("bcrypt", "xml.etree"),
        files=("models.py", "templates/a b.html"),
        limits=Limits(block_ms=20, test_s=0.5, new_files=7),
        tests={"test_order": Text({"en": "In order"}), "TestMore::test_a[x-1]": Text({"en": "Any"})},
        hints=Hints(
            [
                Hint(when="blocked", text=Text({"en": "Look", "zh-TW": "看"})),
                Hint(text=Text({"zh": "想"})),
                Hint(when="test_order", text=Text({"en": "Sort"})),
            ]
        ),
        references=("https://example.org",),
        authors=("A",),
        license="MIT",
    )


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        decode(LEAST).points = 2  # type: ignore[misc]


def test_a_spec_travels_between_processes() -> None:
    spec = decode(FULL)
    assert pickle.loads(pickle.dumps(spec)) == spec  # noqa: S301 -- pickled in this line


@pytest.mark.parametrize(
    ("wanted", "offered", "best"),
    [
        ("zh", ["en", "zh"], "zh"),
        ("zh-TW", ["en", "zh"], "zh"),
        ("zh-TW", ["en", "zh", "zh-TW"], "zh-TW"),
        ("fr", ["zh", "en"], "en"),
        ("fr", ["zh", "de"], "zh"),
        ("", ["zh"], "zh"),
    ],
)
def test_the_best_language_is_the_nearest_there_is(wanted: str, offered: list[str], best: str) -> None:
    assert best_language(wanted, offered) == best
    assert Text({lang: f"in {lang}" for lang in offered}).get(wanted) == f"in {best}"


def test_a_text_is_a_mapping_of_what_was_written() -> None:
    written = {"zh": "你好", "en": "Hello"}
    text = Text(written)
    assert dict(text) == written
    assert text == written
    assert (len(text), text["en"], repr(text)) == (2, "Hello", "Text({'zh': '你好', 'en': 'Hello'})")


# What a careless author, or a hostile one, may put anywhere.
JUNK: list[object] = [
    None, True, False, 0, 1, 2, -1, 6, 1.0, 2.5, 0.0005, 10**7, 10**30, 1e30, object(), "", "x", " ", "\n", "fetch\n",
    "blocked", "test_a", "test_a\n", "en", "class", "a-b", "../x", "/x", "a/..", "a:b", "when", "virtual", [], ["x"],
    [1], [[]], {}, {"en": "x"}, {"en": 1}, {"english": "x"}, {"when": "blocked"}, {"when": "lunch", "en": "x"},
    {"when": None, "en": "x"}, {"block_ms": 1}, [{"en": "x"}], [{"when": "blocked"}], {"test_a": {}}, {"Test": "x"},
]  # fmt: skip


def mutated(value: object, dice: random.Random) -> object:
    if isinstance(value, dict) and value and dice.random() < 0.8:  # noqa: PLR2004 -- one in five is replaced as a whole
        key = dice.choice([*value, "en", "when", "test_q", "block_ms", "junk", ""])
        return {**value, key: mutated(value.get(key), dice)}
    if isinstance(value, list) and value and dice.random() < 0.6:  # noqa: PLR2004 -- two in five are
        index = dice.randrange(len(value))
        return [*value[:index], mutated(value[index], dice), *value[index + 1 :]]
    return dice.choice(JUNK)


def is_decoded(value: object) -> bool:
    try:
        decode(value)
    except msgspec.ValidationError:
        return False
    return True


def test_schema_and_types_agree_on_whatever_is_written() -> None:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 -- as in spec_mistakes

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    validator = validators.extend(Draft202012Validator, type_checker=types)(schema())  # type: ignore[no-untyped-call]
    dice = random.Random(2)  # noqa: S311 -- nothing secret
    decoded = 0
    for _ in range(1500):
        value = mutated(copy.copy(FULL), dice)
        decoded += is_decoded(value)
        assert is_decoded(value) == validator.is_valid(value), value
    assert 50 < decoded < 1450  # noqa: PLR2004 -- both answers were asked for

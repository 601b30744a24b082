"""Fuzzing kata.yaml: any bytes give a spec, or mistakes with their place and a way to put them right."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz_properties import Property, files_of_katas, mutated, texts, tokens
from hypothesis import strategies as st
from kata_folders import write_kata

from grader.kata import SPEC_FILE, load_kata
from grader.messages import LANGUAGES
from grader.mistake import SpecError
from grader.renderers.mistakes import explain
from grader.renderers.neutral import is_unsafe
from grader.spec_document import MOST_MISTAKES

_MOST_BYTES = 300_000
_TOKENS = (*tokens("kata"), b"9" * 200)

_keys = st.one_of(
    st.sampled_from(
        (
            "format",
            "title",
            "difficulty",
            "points",
            "provides",
            "limits",
            "tests",
            "hints",
            "after",
            "files",
            "clock",
            "when",
            "en",
            "Titel",
        )
    ),
    texts(8),
)
_scalars = st.one_of(
    texts(12),
    st.integers().map(str),
    st.floats().map(repr),
    st.sampled_from([token.decode() for token in _TOKENS if token.isascii() and b"\n" not in token]),
)


def _node(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(_keys, inner), max_size=5)
    return st.one_of(
        st.lists(inner, max_size=5).map(lambda items: f"[{', '.join(items)}]"),
        pairs.map(lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each) + "}"),
        st.builds(lambda name, value: f"&{name} {value}", st.sampled_from("ab"), inner),
    )


_flow = st.recursive(_scalars, _node, max_leaves=15)
_documents = st.lists(st.tuples(_keys, _flow), min_size=1, max_size=14).map(
    lambda each: "".join(f"{key}: {value}\n" for key, value in each).encode("utf-8", "replace")
)
_large = st.builds(
    lambda before, token, times, after: (before + token * times + after)[:_MOST_BYTES],
    st.sampled_from((b"", b"title: ", b"tests: {", b"tags: [", b"hints:\n", b"a: &a [x]\n")),
    st.one_of(st.sampled_from(_TOKENS), st.binary(min_size=1, max_size=3)),
    st.integers(1, 20_000),
    st.sampled_from((b"", b"]", b"}", b"\n", b"\x01")),
)


@contextlib.contextmanager
def _a_kata() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield write_kata(Path(folder) / "a-kata")


def gives_a_spec_or_mistakes(data: bytes, folder: Path) -> None:
    """Load the kata with this kata.yaml. Raises AssertionError for a mistake that helps nobody."""
    (folder / SPEC_FILE).write_bytes(data)
    try:
        kata = load_kata(folder, "fuzz")
    except SpecError as error:
        check_mistakes(error, data)
    else:
        assert kata.title("en")
        assert kata.spec.points >= 1


def check_mistakes(error: SpecError, data: bytes) -> None:
    """See that each mistake has its place in the file, and a sentence in every language."""
    assert error.mistakes
    lines = data.count(b"\n") + 1
    for mistake in error.mistakes:
        assert mistake.file.name == SPEC_FILE
        assert mistake.line is not None, mistake
        assert mistake.column is not None, mistake
        assert 1 <= mistake.line <= lines, mistake
        assert mistake.column >= 1, mistake
    for lang in LANGUAGES:
        said = explain(error, lang)
        assert said.count("\n") > len(error.mistakes)
        assert not any(map(is_unsafe, said))
    assert len(error.mistakes) <= 2 * MOST_MISTAKES


def _holds(data: bytes, folder: Any) -> None:
    gives_a_spec_or_mistakes(data, folder)


PROPERTIES = [
    Property(
        name=f"{what} give a spec or mistakes",
        subject="kata",
        examples=examples,
        holds=_holds,
        around=_a_kata,
    )
    for what, examples in (
        ("changed specs of real katas", mutated(files_of_katas("*/kata.yaml"), _TOKENS, _MOST_BYTES)),
        ("made-up documents", _documents),
        ("any bytes", st.one_of(st.binary(max_size=300), texts(300).map(lambda text: text.encode("utf-8", "replace")))),
        ("long repetitions", _large),
    )
]

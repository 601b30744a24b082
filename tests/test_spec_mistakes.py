"""Mistakes: every one that a spec can hold, with its place, its code, its values and its sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from kata_folders import SPEC, write_kata

from grader.kata import Mistake, SpecError, load_kata
from grader.messages import text
from grader.spec_mistakes import near

KEYS = (
    "format", "title", "difficulty", "points", "provides", "chapter", "tags", "after", "clock", "packages", "files",
    "limits", "tests", "hints", "references", "authors", "license",
)  # fmt: skip
VERDICTS = (
    "grader-error", "invalid", "over-limit", "crashed", "blocked", "timed-out", "failed", "inconclusive", "passed",
)  # fmt: skip


def mistakes_of(folder: Path, spec: str) -> tuple[Mistake, ...]:
    with pytest.raises(SpecError) as caught:
        load_kata(write_kata(folder / "a-kata", spec), pack="a pack")
    return caught.value.mistakes


def instead(old: str, new: str) -> str:
    assert old in SPEC
    return SPEC.replace(old, new)


def expected(key: str, written: str, right: str) -> dict[str, object]:
    return {"key": key, "written": written, "right": right}


# What is written, the line and the column of the mistake, its code and its values.
Broken = tuple[str, int, int, str, dict[str, object]]
BROKEN: list[Broken] = [
    # unknown and missing keys
    (SPEC + "dificulty: 3\n", 6, 1, "misspelt-key", {"key": "dificulty", "right": "difficulty"}),
    (SPEC + "Tags: []\n", 6, 1, "misspelt-key", {"key": "Tags", "right": "tags"}),
    (SPEC + "banana: 3\n", 6, 1, "unknown-key", {"key": "banana", "known": KEYS}),
    (SPEC + "<<: {tags: []}\n", 6, 1, "unknown-key", {"key": "<<", "known": KEYS}),
    (SPEC + "limits: {block-ms: 5}\n", 6, 10, "misspelt-key", {"key": "limits.block-ms", "right": "block_ms"}),
    (SPEC.removeprefix("format: 1\n"), 1, 1, "missing-key", {"key": "format", "right": "format: 1"}),
    (instead("title: A title\n", ""), 1, 1, "missing-key", {"key": "title", "right": "title: …"}),
    (instead("difficulty: 2\n", ""), 1, 1, "missing-key", {"key": "difficulty", "right": "difficulty: 2"}),
    ("# 说明\n" + instead("points: 10\n", ""), 2, 1, "missing-key", {"key": "points", "right": "points: 10"}),
    (instead("provides: [fetch]", ""), 1, 1, "missing-key", {"key": "provides", "right": "provides: [make_app]"}),
    # duplicate keys and keys that are no text
    (SPEC + "points: 20\n", 6, 1, "duplicate-key", {"key": "points", "first_line": 4}),
    (SPEC + "limits: {threads: 1, threads: 1}\n", 6, 22, "duplicate-key", {"key": "threads", "first_line": 6}),
    (SPEC + "{{ key }}: 3\n", 6, 1, "key-not-text", {}),
    # not a mapping
    ("- format: 1\n", 1, 1, "not-a-mapping", {"written": "- format: 1"}),
    ("format\n", 1, 1, "not-a-mapping", {"written": "format"}),
    # format
    (instead("format: 1", "format: 2"), 1, 9, "not-one-of", {"key": "format", "written": "2", "allowed": (1,)}),
    (instead("format: 1", "format: '1'"), 1, 9, "expected-integer", expected("format", "'1'", "1")),
    (instead("format: 1", "format: 1.0"), 1, 9, "expected-integer", expected("format", "1.0", "1")),
    (instead("format: 1", "format: yes"), 1, 9, "expected-integer", expected("format", "yes", "1")),
    # texts, and what YAML takes for something else
    (instead("A title", "2.2"), 2, 8, "expected-text", expected("title", "2.2", '"2.2"')),
    (instead("A title", "[a]"), 2, 8, "expected-text", expected("title", "[a]", '"…"')),
    (instead("A title", "' '"), 2, 8, "bad-prose", expected("title", "' '", "…")),
    (instead("A title", "{}"), 2, 8, "no-text", {"key": "title"}),
    (instead("A title", "{en: 3}"), 2, 13, "expected-text", expected("title.en", "3", '"3"')),
    (instead("A title", "{english: x}"), 2, 9, "bad-language", expected("title", "english", "en")),
    (instead("A title", "{zh_TW: x}"), 2, 9, "bad-language", expected("title", "zh_TW", "zh-TW")),
    (SPEC + "chapter: 2.20\n", 6, 10, "expected-text", expected("chapter", "2.20", '"2.20"')),
    (SPEC + "chapter: yes\n", 6, 10, "expected-text", expected("chapter", "yes", '"yes"')),
    (SPEC + "chapter: 2024-01-01\n", 6, 10, "expected-text", expected("chapter", "2024-01-01", '"2024-01-01"')),
    (SPEC + "chapter: ''\n", 6, 10, "bad-prose", expected("chapter", "''", "…")),
    (SPEC + "license:\n", 6, 9, "expected-text", expected("license", "null", '"…"')),
    (SPEC + "authors: [A, {b: c}]\n", 6, 14, "expected-text", expected("authors[1]", "{b: c}", '"…"')),
    # numbers
    (instead("points: 10", "points: 10.0"), 4, 9, "expected-integer", expected("points", "10.0", "10")),
    (instead("points: 10", "points: 9.5"), 4, 9, "expected-integer", expected("points", "9.5", "10")),
    (instead("points: 10", "points: ten"), 4, 9, "expected-integer", expected("points", "ten", "10")),
    (instead("points: 10", "points: 010"), 4, 9, "expected-integer", expected("points", "010", "10")),
    (instead("points: 10", "points: [10]"), 4, 9, "expected-integer", expected("points", "[10]", "10")),
    (instead("difficulty: 2", 'difficulty: "3"'), 3, 13, "expected-integer", expected("difficulty", '"3"', "3")),
    (
        instead("points: 10", "points: 0"), 4, 9, "out-of-range",
        {"key": "points", "written": "0", "least": 1, "most": 1_000_000},
    ),
    (
        instead("difficulty: 2", "difficulty: 6"), 3, 13, "out-of-range",
        {"key": "difficulty", "written": "6", "least": 1, "most": 5},
    ),
    (
        SPEC + "limits: {block_ms: 0}\n", 6, 20, "out-of-range",
        {"key": "limits.block_ms", "written": "0", "least": 0.001, "most": 1_000_000},
    ),
    (
        SPEC + "limits: {memory_mb: 99999999999999999999}\n", 6, 21, "out-of-range",
        {"key": "limits.memory_mb", "written": "99999999999999999999", "least": 1, "most": 1_000_000},
    ),
    (SPEC + "limits: {block_ms: .inf}\n", 6, 20, "expected-number", expected("limits.block_ms", ".inf", "50.0")),
    (SPEC + "limits: {test_s: true}\n", 6, 18, "expected-number", expected("limits.test_s", "true", "5.0")),
    (SPEC + "limits: {test_s: '1.5'}\n", 6, 18, "expected-number", expected("limits.test_s", "'1.5'", "1.5")),
    (SPEC + "limits: {threads: 1.5}\n", 6, 19, "expected-integer", expected("limits.threads", "1.5", "256")),
    (SPEC + "limits: 5\n", 6, 9, "expected-mapping", expected("limits", "5", "{…}")),
    # words of a closed set
    (SPEC + "clock: Virtaul\n", 6, 8, "misspelt-word", expected("clock", "Virtaul", "virtual")),
    (
        SPEC + "clock: 3\n", 6, 8, "not-one-of",
        {"key": "clock", "written": "3", "allowed": ("real", "virtual")},
    ),
    # names
    (instead("[fetch]", "[]"), 5, 11, "empty-list", {"key": "provides", "right": "[make_app]"}),
    (instead("[fetch]", "fetch, get"), 5, 11, "expected-list", expected("provides", "fetch, get", "[fetch, get]")),
    (instead("[fetch]", "{fetch: 1}"), 5, 11, "expected-list", expected("provides", "{fetch: 1}", "[make_app]")),
    (instead("[fetch]", "|\n  a\n  b"), 5, 11, "expected-list", expected("provides", "|…", "[make_app]")),
    (instead("[fetch]", "[a-b]"), 5, 12, "bad-python-name", expected("provides[0]", "a-b", "a_b")),
    (instead("[fetch]", "[a, class]"), 5, 15, "bad-python-name", expected("provides[1]", "class", "class_")),
    (instead("[fetch]", "['']"), 5, 12, "bad-python-name", expected("provides[0]", "''", "make_app")),
    (instead("[fetch]", '["a\\n"]'), 5, 12, "bad-python-name", expected("provides[0]", '"a\\n"', "a_")),
    (SPEC + "packages: [PyYAML>=6]\n", 6, 12, "bad-import-name", expected("packages[0]", "PyYAML>=6", "numpy")),
    (SPEC + "after: [Hello_World]\n", 6, 9, "bad-kata-name", expected("after[0]", "Hello_World", "hello-world")),
    (SPEC + "after: [/]\n", 6, 9, "bad-kata-name", expected("after[0]", "/", "a-kata")),
    (SPEC + "files: [../a.py]\n", 6, 9, "bad-relative-path", expected("files[0]", "../a.py", "models.py")),
    (SPEC + "files: [/etc/passwd]\n", 6, 9, "bad-relative-path", expected("files[0]", "/etc/passwd", "models.py")),
    (SPEC + "files: [a/..]\n", 6, 9, "bad-relative-path", expected("files[0]", "a/..", "models.py")),
    (SPEC + "files: ['C:\\a']\n", 6, 9, "bad-relative-path", expected("files[0]", "'C:\\a'", "models.py")),
    (SPEC + "tests: {order: X}\n", 6, 9, "bad-test-name", expected("tests", "order", "test_order")),
    (SPEC + "tests: [test_a]\n", 6, 8, "expected-mapping", expected("tests", "[test_a]", "{…}")),
    # hints
    (SPEC + "hints: Look up\n", 6, 8, "expected-list", expected("hints", "Look up", "[Look up]")),
    (SPEC + "hints: [Look up]\n", 6, 9, "expected-mapping", expected("hints[0]", "Look up", "{…}")),
    (SPEC + "hints: [{}]\n", 6, 9, "no-text", {"key": "hints[0]"}),
    (SPEC + "hints: [{when: blocked}]\n", 6, 9, "no-text", {"key": "hints[0]"}),
    (SPEC + "hints: [{wehn: failed, en: x}]\n", 6, 10, "bad-hint-key", expected("hints[0]", "wehn", "when")),
    (SPEC + "hints: [{when: bloked, en: x}]\n", 6, 16, "misspelt-word", expected("hints[0].when", "bloked", "blocked")),
    (
        SPEC + "hints: [{when: lunch, en: x}]\n", 6, 16, "bad-occasion",
        {"key": "hints[0].when", "written": "lunch", "allowed": VERDICTS},
    ),
    (SPEC + "hints: [{when: 3, en: x}]\n", 6, 16, "expected-text", expected("hints[0].when", "3", '"3"')),
    (SPEC + "hints: [{zh: ''}]\n", 6, 14, "bad-prose", expected("hints[0].zh", "''", "…")),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_each_mistake_has_its_place_its_code_and_its_values(tmp_path: Path, case: Broken) -> None:
    spec, line, column, key, values = case
    file = tmp_path / "a-kata" / "kata.yaml"
    expected_mistake = Mistake(file=file, line=line, column=column, code=f"spec.{key}", values=values)
    assert mistakes_of(tmp_path, spec) == (expected_mistake,)


def test_all_mistakes_come_at_once_in_the_order_of_the_page(tmp_path: Path) -> None:
    spec = (
        "titel: T\n"
        "difficulty: 9\n"
        "points: 10\n"
        "provides: [a-b, 3]\n"
        "points: 11\n"
        "limits: {block_ms: fast, cpus: 1}\n"
        "hints:\n"
        "  - {when: 3, english: 4}\n"
    )
    found = [(m.line, m.column, m.code) for m in mistakes_of(tmp_path, spec)]
    assert found == [
        (1, 1, "spec.missing-key"),
        (1, 1, "spec.missing-key"),
        (1, 1, "spec.misspelt-key"),
        (2, 13, "spec.out-of-range"),
        (4, 12, "spec.bad-python-name"),
        (4, 17, "spec.expected-text"),
        (5, 1, "spec.duplicate-key"),
        (6, 20, "spec.expected-number"),
        (6, 26, "spec.misspelt-key"),
        (8, 12, "spec.expected-text"),
        (8, 15, "spec.bad-hint-key"),
        (8, 24, "spec.expected-text"),
    ]


@pytest.mark.parametrize(
    ("word", "meant"), [("Block-MS", "block_ms"), ("bloc_ms", "block_ms"), ("test", "test_s"), ("zzz", None)]
)
def test_near_finds_the_word_that_was_meant(word: str, meant: str | None) -> None:
    assert near(word, ["block_ms", "test_s"]) == meant


# A union of a text with a pattern and a mapping makes msgspec 0.22 corrupt memory: the process dies at the next
# collection or at its end, whatever was concluded before.
def test_a_process_that_explained_a_spec_ends_cleanly(tmp_path: Path) -> None:
    folder = write_kata(tmp_path / "a-kata", SPEC + "banana: 3\n")
    program = (
        "import gc, pathlib, sys\n"
        "from grader.kata import SpecError, load_kata\n"
        "for _ in range(3):\n"
        "    try: load_kata(pathlib.Path(sys.argv[1]), 'a pack')\n"
        "    except SpecError as error: print(error.mistakes[0].code)\n"
        "    gc.collect()\n"
    )
    run = subprocess.run(  # noqa: S603 -- argv is built here, never from a shell
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "spec.unknown-key\n" * 3, "")


SENTENCES = {
    "misspelt-key": (
        "There is no key dificulty. Did you mean difficulty?",
        "没有 dificulty 这个键。是不是想写 difficulty？",
    ),
    "unknown-key": (
        f"There is no key banana. The keys here are: {', '.join(KEYS)}.",
        f"没有 banana 这个键。这里可用的键有：{', '.join(KEYS)}。",
    ),
    "missing-key": (
        "The key format is missing. Add it, for example: format: 1",
        "缺少键 format。请补上，例如：format: 1",
    ),
    "duplicate-key": (
        "points is already there in line 4. Keep one of the two.",
        "points 在第 4 行已经写过了。两处只能保留一处。",
    ),
    "key-not-text": (
        "A list or a mapping stands here in place of a key. If it is a text, put it in quotes.",
        "这里应当是一个键，却写成了列表或映射。如果它是文本，请加上引号。",
    ),
    "not-a-mapping": (
        "A spec is keys with values, not - format: 1. Start it with: format: 1",
        "题目配置应当由键和值组成，而不是 - format: 1。请以这一行开头：format: 1",
    ),
    "not-one-of": (
        "format cannot be 2. Allowed: 1.",
        "format 不能是 2。可用的值：1。",
    ),
    "expected-integer": (
        "format is a whole number, not '1'. Write it like this: 1",
        "format 应当是整数，而不是 '1'。请写成这样：1",
    ),
    "expected-text": (
        'title is a text, not 2.2. Write: "2.2"',
        'title 应当是文本，而不是 2.2。请写成："2.2"',
    ),
    "bad-prose": (
        "title is an empty text. Write it, or leave the key out.",
        "title 是空文本。请写上内容，或者去掉这个键。",
    ),
    "no-text": (
        "title has no text. Write it in at least one language, for example: en: …",
        "title 没有文本。请至少用一种语言写出来，例如：en: …",
    ),
    "bad-language": (
        "title: english is not how a language is written. Use a code like en, zh or zh-TW; here perhaps en.",
        "title：english 不是语言代码的写法。请用 en、zh 或 zh-TW 这样的代码，这里也许是 en。",
    ),
    "out-of-range": (
        "points goes from 1 to 1000000; 0 is outside.",
        "points 的取值范围是 1 到 1000000，0 超出了范围。",
    ),
    "expected-number": (
        "limits.block_ms is a number, not .inf. Write it like this: 50.0",
        "limits.block_ms 应当是数字，而不是 .inf。请写成这样：50.0",
    ),
    "expected-mapping": (
        "limits is keys with values, not 5. Write it like this: {…}",
        "limits 应当由键和值组成，而不是 5。请写成这样：{…}",
    ),
    "misspelt-word": (
        "clock cannot be Virtaul. Did you mean virtual?",
        "clock 不能是 Virtaul。是不是想写 virtual？",
    ),
    "empty-list": (
        "provides is empty. Name at least one, like this: [make_app]",
        "provides 是空的。请至少写一个，例如：[make_app]",
    ),
    "expected-list": (
        "provides is a list, not fetch, get. Write it like this: [fetch, get]",
        "provides 应当是列表，而不是 fetch, get。请写成这样：[fetch, get]",
    ),
    "bad-python-name": (
        "provides[0]: a-b cannot be a name in Python. Write a name like a_b.",
        "provides[0]：a-b 不能作为 Python 里的名称。请写成 a_b 这样的名称。",
    ),
    "bad-import-name": (
        "packages[0]: PyYAML>=6 cannot be imported. Write the name that stands behind import, like numpy.",
        "packages[0]：PyYAML>=6 无法导入。请写 import 后面的那个名称，例如 numpy。",
    ),
    "bad-kata-name": (
        "after[0]: Hello_World cannot be a kata's name. Write it like hello-world.",
        "after[0]：Hello_World 不能作为题目的名称。请写成 hello-world 这样。",
    ),
    "bad-relative-path": (
        "files[0]: ../a.py leaves the learner's folder. Write a path inside it, with slashes, like models.py.",
        "files[0]：../a.py 超出了学习者的文件夹。请写文件夹内部的路径，用斜杠分隔，例如 models.py。",
    ),
    "bad-test-name": (
        "tests: order cannot be a test's name. It begins with test, like test_order.",
        "tests：order 不能作为测试的名称。名称要以 test 开头，例如 test_order。",
    ),
    "bad-hint-key": (
        "hints[0]: wehn is neither a language (en, zh, zh-TW) nor when. Did you mean when?",
        "hints[0]：wehn 既不是语言代码（en、zh、zh-TW），也不是 when。是不是想写 when？",
    ),
    "bad-occasion": (
        f"hints[0].when is a verdict or a test's name (test_…), not lunch. The verdicts: {', '.join(VERDICTS)}.",
        f"hints[0].when 应当是一种判定或一个测试的名称（test_…），而不是 lunch。可用的判定：{', '.join(VERDICTS)}。",
    ),
}


@pytest.mark.parametrize("key", SENTENCES)
def test_each_mistake_is_explained_in_a_sentence(tmp_path: Path, key: str) -> None:
    (mistake,) = mistakes_of(tmp_path, next(spec for spec, *_, found, _ in BROKEN if found == key))
    assert tuple(text(mistake.code, lang, **mistake.values) for lang in ("en", "zh")) == SENTENCES[key]


def test_every_mistake_has_its_sentence() -> None:
    assert {key for *_, key, _ in BROKEN} == set(SENTENCES)

"""Documents: what YAML is read as, and the one mistake that makes a file unreadable."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.messages import text
from grader.mistake import Mistake, SpecError
from grader.spec_document import Document, read, read_text


def document(folder: Path, spec: str | bytes) -> Document:
    path = folder / "kata.yaml"
    path.write_bytes(spec if isinstance(spec, bytes) else spec.encode())
    return read(path)


def refusal(folder: Path, spec: str | bytes) -> Mistake:
    with pytest.raises(SpecError) as caught:
        document(folder, spec)
    (mistake,) = caught.value.mistakes
    return mistake


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("plain words", "plain words"),
        ("'2.2'", "2.2"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("10", 10),
        ("-3", -3),
        ("2.50", 2.5),
        (".5", 0.5),
        ("yes", True),
        ("Off", False),
        ("", None),
        ("~", None),
        ("[1, [two]]", [1, ["two"]]),
        ("{no: Hei, 1: one, 2.2: x, ~: y}", {"no": "Hei", "1": "one", "2.2": "x", "~": "y"}),
    ],
)
def test_yaml_is_read_as_plain_values(tmp_path: Path, written: str, value: object) -> None:
    assert document(tmp_path, f"a: {written}\n").value == {"a": value}


@pytest.mark.parametrize(
    "written",
    ["2024-01-01", "2024-13-45", "010", "0x10", "1:30", "1:30.5", ".inf", ".nan", "!!int x", "!!bool x", "!mine x"],
)
def test_what_yaml_reads_otherwise_than_meant_has_no_type_of_ours(tmp_path: Path, written: str) -> None:
    value = document(tmp_path, f"[{written}]").value
    assert isinstance(value, list)
    assert not isinstance(value[0], str | int | float | None)


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    found = document(tmp_path, b"\xef\xbb\xbfa: b\n")
    assert found.mistake_at_key((), "a", "spec.x") == Mistake(
        file=tmp_path / "kata.yaml", line=1, column=1, code="spec.x"
    )


def test_columns_count_characters_in_files_of_any_line_ending(tmp_path: Path) -> None:
    found = document(tmp_path, "标题: 中文\r\n列: [一, 二]\r\n")
    assert found.mistake_at(("列", 1), "spec.x", a=1) == Mistake(
        file=tmp_path / "kata.yaml", line=2, column=8, code="spec.x", values={"a": 1}
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2.20", "2.20"), ("''", "''"), ("", "null"), ("|\n  two\n  lines\n", "|…"), ("x" * 50, "x" * 40 + "…")],
)
def test_an_excerpt_is_what_the_author_wrote_on_one_short_line(tmp_path: Path, written: str, shown: str) -> None:
    assert document(tmp_path, f"a: {written}\n").written(("a",)) == shown


def test_keys_that_cannot_be_read_leave_the_rest_readable(tmp_path: Path) -> None:
    found = document(tmp_path, "a: 1\n[b]: 2\nc: {d: 3, d: 4}\na: 5\n")
    file = tmp_path / "kata.yaml"
    assert found.value == {"a": 1, "c": {"d": 3}}
    assert found.mistakes == (
        Mistake(file=file, line=2, column=1, code="spec.key-not-text"),
        Mistake(file=file, line=3, column=11, code="spec.duplicate-key", values={"key": "d", "first_line": 3}),
        Mistake(file=file, line=4, column=1, code="spec.duplicate-key", values={"key": "a", "first_line": 1}),
    )


BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
# What is written, the line and the column of the mistake, its code and its values.
Unreadable = tuple[str | bytes, int, int, str, dict[str, object]]
UNREADABLE: list[Unreadable] = [
    ("", 1, 1, "spec.empty-file", {}),
    ("# a comment\n", 1, 1, "spec.empty-file", {}),
    ("a: 1\n---\nb: 2\n", 3, 1, "spec.two-documents", {}),
    ("a: b: c\n", 1, 5, "spec.yaml-quote", {"character": ":"}),
    ("a: @home\n", 1, 4, "spec.yaml-quote", {"character": "@"}),
    ("a: `code`\n", 1, 4, "spec.yaml-quote", {"character": "`"}),
    ("a: %d\n", 1, 4, "spec.yaml-quote", {"character": "%"}),
    ("a: *bold\n", 1, 4, "spec.yaml-quote", {"character": "*"}),
    ("a:\n\tb: 1\n", 2, 1, "spec.yaml-tab", {}),
    ("a: 1\n \tb: 1\n", 2, 2, "spec.yaml-tab", {}),
    ("a: [b, c", 1, 4, "spec.yaml-not-closed", {"character": "["}),
    ("a: [b, c\nd: e\n", 1, 4, "spec.yaml-not-closed", {"character": "["}),
    ("a: {b: c\nd: e\n", 1, 4, "spec.yaml-not-closed", {"character": "{"}),
    ('a: "b\nc: d\n', 1, 4, "spec.yaml-not-closed", {"character": '"'}),
    ("a: 'b\nc: d\n", 1, 4, "spec.yaml-not-closed", {"character": "'"}),
    ("a: 1\n  b: 2\n", 2, 4, "spec.yaml-quote", {"character": ":"}),
    ("a: [b]\n  c: 2\n", 2, 3, "spec.yaml", {"written": "c: 2"}),
    ("a: [b]]\n", 1, 7, "spec.yaml", {"written": "a: [b]]"}),
    ('a: "b" c\n', 1, 8, "spec.yaml", {"written": 'a: "b" c'}),
    ("a: 1\nforgotten\n", 2, 1, "spec.yaml", {"written": "forgotten"}),
    ("a: 1\n'b' c\n", 2, 1, "spec.yaml", {"written": "'b' c"}),
    ("a: 1\nb: \x07\n", 2, 4, "spec.yaml-character", {"character": "U+0007"}),
    ("a: \x00\n", 1, 4, "spec.yaml-character", {"character": "U+0000"}),
    (b"\xff\xfea\x00", 1, 1, "spec.not-utf8", {"byte": "0xff"}),
    ("a: 1\n标: ".encode() + b"\xe4\xb8", 2, 4, "spec.not-utf8", {"byte": "0xe4"}),
    (" " * 262_145, 1, 1, "spec.too-large", {"limit_kib": 256}),
    ("[" * 200_000, 1, 21, "spec.too-deep", {"limit": 20}),
    ("a: &a [*a]\n", 1, 4, "spec.too-deep", {"limit": 20}),
    (BILLION_LAUGHS, 1, 35, "spec.too-many-values", {"limit": 10_000}),
]


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_says_where_it_breaks(tmp_path: Path, case: Unreadable) -> None:
    spec, line, column, code, values = case
    expected = Mistake(file=tmp_path / "kata.yaml", line=line, column=column, code=code, values=values)
    assert refusal(tmp_path, spec) == expected


def test_a_file_of_the_largest_size_is_still_read(tmp_path: Path) -> None:
    assert document(tmp_path, "a: b\n".ljust(262_144)).value == {"a": "b"}


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        read_text(tmp_path)
    assert caught.value.mistakes == (
        Mistake(file=tmp_path, code="spec.unreadable", values={"name": tmp_path.name, "reason": "Is a directory"}),
    )


def test_the_depth_of_a_hundred_thousand_brackets_ends_no_process(tmp_path: Path) -> None:
    (tmp_path / "deep.yaml").write_text("[" * 100_000)
    program = "import sys, pathlib; from grader.spec_document import read; read(pathlib.Path(sys.argv[1]))"
    run = subprocess.run(  # noqa: S603 -- argv is built here, never from a shell
        [sys.executable, "-c", program, tmp_path / "deep.yaml"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("grader.mistake.SpecError")


SENTENCES = {
    "empty-file": (
        "The file is empty. Start it with: format: 1",
        "文件是空的。请以这一行开头：format: 1",
    ),
    "two-documents": (
        "A second YAML document begins here. A spec is one document: take the line --- out.",
        "这里开始了第二个 YAML 文档。题目配置只能是一个文档：请删掉 --- 这一行。",
    ),
    "yaml-quote": (
        "YAML takes this : for syntax. Put the whole text in quotes; "
        "if it is meant as syntax, look at the indentation.",
        "YAML 把这里的 : 当成了语法符号。请给整段文本加上引号；如果确实是语法，请检查缩进。",
    ),
    "yaml-tab": (
        "A tab indents this line, which YAML forbids. Use spaces.",
        "这一行用制表符缩进，YAML 不允许这样写。请改用空格。",
    ),
    "yaml-not-closed": (
        "The [ that opens here is not closed, or a comma is missing after it.",
        "从这里开始的 [ 没有闭合，或者后面漏了逗号。",
    ),
    "yaml": (
        "This is not YAML: c: 2. Look at the indentation, and for a missing colon, comma or quote.",
        "这不是合法的 YAML：c: 2。请检查缩进，以及是否漏了冒号、逗号或引号。",
    ),
    "yaml-character": (
        "The character U+0007 is not allowed in YAML. Delete it: most editors do not show it.",
        "YAML 不允许出现字符 U+0007。请删掉它：多数编辑器不会显示这个字符。",
    ),
    "not-utf8": (
        "The byte 0xff is not UTF-8 text. Save the file again with the encoding UTF-8.",
        "字节 0xff 不是 UTF-8 文本。请用 UTF-8 编码重新保存文件。",
    ),
    "too-large": (
        "The file is larger than 256 KiB. Is this the right file?",
        "文件超过了 256 KiB。是不是选错了文件？",
    ),
    "too-deep": (
        "This is nested more than 20 levels deep. No spec needs that.",
        "这里的嵌套超过了 20 层。题目配置用不到这么深。",
    ),
    "too-many-values": (
        "With its aliases (*name), the file stands for more than 10000 values. Write them out instead.",
        "展开别名（*name）之后，这个文件里的值超过了 10000 个。请直接写出来，不要用别名。",
    ),
}


@pytest.mark.parametrize("key", SENTENCES)
def test_an_unreadable_file_is_explained_in_a_sentence(tmp_path: Path, key: str) -> None:
    mistake = refusal(tmp_path, next(spec for spec, _, _, code, _ in UNREADABLE if code == f"spec.{key}"))
    assert tuple(text(mistake.code, lang, **mistake.values) for lang in ("en", "zh")) == SENTENCES[key]


def test_every_way_to_be_unreadable_has_its_sentence() -> None:
    assert {code for *_, code, _ in UNREADABLE} == {f"spec.{key}" for key in SENTENCES}

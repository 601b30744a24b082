"""The shape of the house: imports point down, modules are small and named, content stays out of the engine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "grader"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# From the bottom up: a module imports from its own layer and from those below. A name stands for all that is in it.
LAYERS = [
    ["grader"],
    ["grader.errors", "grader.messages", "grader.processes", "grader.instruments"],
    ["grader.report", "grader.mistake", "grader.kata_packs"],
    ["grader.wire", "grader.spec", "grader.spec_document", "grader.advice", "grader.submission", "grader.sandbox"],
    ["grader.spec_mistakes", "grader.doctor", "grader.candidate"],
    ["grader.kata", "grader.judge"],
    ["grader.catalog", "grader.grading"],
    ["grader.prerequisites", "grader.renderers"],
    ["grader.cli", "grader.block_limit"],
    ["grader.__main__"],
]
LAYER_OF = {name: number for number, layer in enumerate(LAYERS) for name in layer}

MAY_USE = {
    "grader.instruments": {"grader.instruments"},
    "grader.wire": {"grader.wire", "grader.instruments"},
    "grader.candidate": {"grader.candidate", "grader.wire", "grader.instruments", "grader.sandbox"},
    "grader.renderers": {
        "grader.renderers",
        "grader.advice",
        "grader.doctor",
        "grader.errors",
        "grader.kata",
        "grader.messages",
        "grader.mistake",
        "grader.report",
    },
}
"""What these packages may import from, beyond what the layers say."""

STARTS_CANDIDATES = {
    "grader.judge.__main__": {"grader.candidate.nursery"},
    "grader.judge.cradles": {
        "grader.candidate.confined",
        "grader.candidate.nursery",
        "grader.candidate.setting",
        "grader.candidate.start",
    },
    "grader.judge.equipment": {"grader.candidate.setting"},
    "grader.judge.judging": {"grader.candidate.setting"},
    "grader.judge.trial": {"grader.candidate.start"},
    "grader.judge.candidate_process": {"grader.candidate.start"},
}
"""The judge shares only wire and instruments with the candidate, except to start one and to ask for its stacks."""


def unit(module: str) -> str:
    """Give the part of the house that a module belongs to: its package, or itself."""
    return ".".join(module.split(".")[:2])


def imports(module: str) -> set[str]:
    """Give the grader's modules that a module imports, anywhere in it."""
    found = set[str]()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import hides where it points"
            assert node.module is not None
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names_modules = inside & MODULES.keys()
            found |= names_modules
            if names_modules != inside:
                found.add(node.module)
    return {name for name in found if name in MODULES}


IMPORTS = {module: imports(module) for module in MODULES}


def test_every_part_of_the_house_has_its_layer() -> None:
    assert {unit(module) for module in MODULES} <= LAYER_OF.keys()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    mine = LAYER_OF[unit(module)]
    assert {name for name in IMPORTS[module] if LAYER_OF[unit(name)] > mine} == set()


@pytest.mark.parametrize("module", [module for module in MODULES if unit(module) in MAY_USE])
def test_what_must_know_little_imports_little(module: str) -> None:
    assert {unit(name) for name in IMPORTS[module]} <= MAY_USE[unit(module)]


def test_the_judge_touches_the_candidate_only_to_start_it() -> None:
    found = {
        module: touched
        for module in MODULES
        if unit(module) != "grader.candidate"
        and (touched := {name for name in IMPORTS[module] if unit(name) == "grader.candidate"})
    }
    assert found == STARTS_CANDIDATES


def test_no_import_goes_round_in_a_circle() -> None:
    # Between single modules, wherever the import stands; raises CycleError with the way round.
    assert len(list(TopologicalSorter(IMPORTS).static_order())) == len(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_fits_into_a_head(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= 300


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("module", MODULES)
def test_a_function_fits_on_a_screen(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(tree) if f.end_lineno}
    assert {name: length for name, length in long.items() if length > 40} == {}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_and_sets_no_globals(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)] == []


KATAS = sorted(path.name for path in (ROOT / "katas").iterdir() if path.is_dir())
TEXTS = sorted(
    path
    for path in PACKAGE.rglob("*")
    if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".mo")
)


def test_there_are_katas_to_look_for() -> None:
    assert "non-blocking-fetch" in KATAS


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_kata_is_named_inside_the_engine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [name for name in KATAS if re.search(rf"(?<![\w-]){name}(?![\w-])", text)] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_path_of_a_machine_is_in_the_engine(path: Path) -> None:
    found = re.findall(r"(?<![\w.])/(?:home|root|work|Users|mnt|opt)/[\w.-]+", path.read_text("utf-8"))
    assert found == []


def modules_after(statement: str) -> set[str]:
    program = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_the_grader_brings_nobody_else() -> None:
    assert modules_after("import grader") - sys.stdlib_module_names == {"grader"}

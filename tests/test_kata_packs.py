"""Packs: installed distributions bring their katas, and none of their code is run to find them."""

import sys
from pathlib import Path

import pytest
from kata_folders import write_kata

from grader.catalog import find_katas
from grader.errors import GraderError
from grader.kata_packs import Pack, installed_packs
from grader.messages import text

BOOM = "raise RuntimeError('a pack was imported')\n"


def install(site: Path, distribution: str, entry_points: str) -> None:
    info = site / f"{distribution.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entry_points)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of installed distributions, the only one that has any."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [*(entry for entry in sys.path if "site-packages" not in entry), "", str(folder)])
    return folder


def test_without_packs_no_metadata_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, "other", "[console_scripts]\nother = other:main\n")
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)  # to import it now would raise
    assert installed_packs() == []


def test_a_pack_names_a_package_a_dotted_one_or_a_module(site: Path) -> None:
    install(site, "first-pack", "[grader.katas]\nfirst = first_pack.deep.katas\n")
    install(site, "second-pack", "[grader.katas]\nsecond = second_pack\n")
    install(site, "third-pack", "[grader.katas]\nthird = third_pack.katas.here\n")
    (site / "first_pack" / "deep" / "katas").mkdir(parents=True)
    (site / "second_pack").mkdir()
    (site / "third_pack" / "katas").mkdir(parents=True)
    for module in ("first_pack/__init__", "second_pack/__init__", "third_pack/__init__", "third_pack/katas/here"):
        (site / f"{module}.py").write_text(BOOM)
    assert installed_packs() == [
        Pack(folder=site / "first_pack" / "deep" / "katas", origin="first-pack"),
        Pack(folder=site / "second_pack", origin="second-pack"),
        Pack(folder=site / "third_pack" / "katas", origin="third-pack"),
    ]


def test_katas_of_a_pack_are_in_the_catalogue(site: Path) -> None:
    install(site, "a-pack", "[grader.katas]\nmine = a_pack\n")
    write_kata(site / "a_pack" / "from-a-pack")
    kata = find_katas([], bundled=False).get("from-a-pack", site)
    assert (kata.folder, kata.pack) == (site / "a_pack" / "from-a-pack", "a-pack")


@pytest.mark.parametrize("module", ["gone", "gone.katas", "a_module.katas"])
def test_a_pack_whose_module_is_gone_says_which(site: Path, module: str) -> None:
    install(site, "a-pack", f"[grader.katas]\nmine = {module}\n")
    (site / "a_module.py").write_text(BOOM)
    with pytest.raises(GraderError) as caught:
        installed_packs()
    assert (caught.value.code, caught.value.values) == ("catalog.pack-not-found", {"pack": "a-pack", "module": module})
    assert text(caught.value.code, "en", **caught.value.values) == (
        f"The installed kata pack a-pack names {module} as the place of its katas, but there is no such module. "
        "Reinstall the pack, or uninstall it."
    )
    assert text(caught.value.code, "zh", **caught.value.values) == (
        f"已安装的题目包 a-pack 声明题目位于模块 {module}，但没有这个模块。请重新安装这个题目包，或者卸载它。"
    )

"""Which files are one's own."""

import sysconfig
from pathlib import Path

import pytest

from grader.instruments.own_files import OwnFiles


def own(tmp_path: Path, name: str, *folders: str) -> bool:
    return OwnFiles([tmp_path / folder for folder in folders or ("",)]).has(str(tmp_path / name))


@pytest.mark.parametrize("name", ["app.py", "deep/below/app.py", "site-packages.py"])
def test_what_is_below_the_folder_is_own(tmp_path: Path, name: str) -> None:
    assert own(tmp_path, name)


@pytest.mark.parametrize("name", ["../app.py", ".venv/lib/python3/site-packages/x.py", "dist-packages/x/y.py"])
def test_what_is_elsewhere_or_installed_is_not(tmp_path: Path, name: str) -> None:
    assert not own(tmp_path, name)


def test_a_folder_whose_name_only_begins_alike_is_another(tmp_path: Path) -> None:
    assert not own(tmp_path, "application/x.py", "app")


def test_an_installed_package_is_own_where_it_is_named_itself(tmp_path: Path) -> None:
    assert own(tmp_path, "site-packages/tornado/web.py", "", "site-packages/tornado")
    assert not own(tmp_path, "site-packages/other/web.py", "", "site-packages/tornado")


def test_the_standard_library_is_not_own_but_where_it_is_named_itself() -> None:
    library = Path(sysconfig.get_path("stdlib"))
    assert not OwnFiles([library.parent]).has(str(library / "json/decoder.py"))
    assert OwnFiles([library / "json"]).has(str(library / "json/decoder.py"))
    assert OwnFiles([library]).has(str(library / "json/decoder.py"))


def test_the_monitor_itself_is_never_own() -> None:
    package = Path(__file__).parent.parent / "grader"
    assert OwnFiles([package]).has(str(package / "grading.py"))
    assert not OwnFiles([package]).has(str(package / "instruments/watch.py"))


def test_a_link_leads_to_what_it_means(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert own(tmp_path, "real/app.py", "link")
    assert own(tmp_path, "link/app.py", "real")


def test_a_name_without_a_folder_is_in_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = OwnFiles(["."])
    monkeypatch.chdir("/")
    assert files.has("app.py")


@pytest.mark.parametrize("name", ["<string>", "<frozen importlib._bootstrap>"])
def test_what_is_no_file_is_not_own(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not OwnFiles(["."]).has(name)

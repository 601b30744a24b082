"""The parts of the sandbox that are values: plans, identities, packages, limits."""

import errno
import os
import socket
from pathlib import Path

import msgspec
import pytest

import grader
from grader.sandbox import identity, kernel, limits, namespaces, packages, readable
from grader.sandbox.identity import Identity
from grader.sandbox.landlock import OWN, READ, Grant, Rules, enforce
from grader.sandbox.plan import ALWAYS, LayerName, Missing, Mode, Plan
from grader.sandbox.survey import Failure, planned, survey


def proc(root: Path, **maps: str) -> Path:
    folder = root / "proc/self"
    folder.mkdir(parents=True)
    for name, text in maps.items():
        (folder / name).write_text(text, "ascii")
    return root


def links(kind: str) -> dict[str, str]:
    """Give where the links lead that /proc shows of this process; those that are gone again were only for the look."""
    return {path.name: str(path.readlink()) for path in Path("/proc/self", kind).iterdir() if path.is_symlink()}


def test_nothing_is_tried_where_no_isolation_is_wanted() -> None:
    assert survey(Mode.NONE) == Plan(mode=Mode.NONE, active=ALWAYS)


def test_a_survey_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = links("fd"), links("ns")
    plan = survey(Mode.AUTO)
    assert {layer.layer for layer in plan.missing}.isdisjoint(plan.active)
    assert list(tmp_path.iterdir()) == []
    assert (links("fd"), links("ns")) == before


def test_a_plan_crosses_the_wire_whole() -> None:
    plan = survey(Mode.AUTO)
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan) == plan


def test_strict_wants_every_layer_that_makes_sense_for_this_user() -> None:
    failures = {LayerName.VIEW: Failure(code=errno.EPERM, about="/proc")}
    missing = (Missing(layer=LayerName.VIEW, obstacle="proc-covered", detail="/proc: Operation not permitted"),)
    strict = planned(Mode.STRICT, failures, is_root=False, version=7)
    assert strict.unmet == missing
    assert planned(Mode.AUTO, failures, is_root=False, version=7).unmet == ()
    assert LayerName.IDENTITY not in strict.active
    assert LayerName.IDENTITY in planned(Mode.STRICT, failures, is_root=True, version=7).active


@pytest.mark.parametrize(
    ("layer", "failure", "settings", "obstacle"),
    [
        (LayerName.NETWORK, Failure(code=errno.EPERM, about="unshare"), {}, "refused"),
        (LayerName.NETWORK, Failure(code=errno.EACCES, about=""), {"kernel/apparmor_restrict_unprivileged_userns": "1"}, "apparmor"),
        (LayerName.PID_NAMESPACE, Failure(code=errno.ENOSPC, about="unshare"), {}, "none-allowed"),
        (LayerName.PID_NAMESPACE, Failure(code=errno.EPERM, about="unshare"), {"kernel/unprivileged_userns_clone": "0"}, "unprivileged-off"),
        (LayerName.VIEW, Failure(code=errno.ENOSYS, about="mount_setattr"), {}, "kernel"),
        (LayerName.LANDLOCK, Failure(code=errno.EOPNOTSUPP, about=""), {}, "switched-off"),
        (LayerName.LANDLOCK, Failure(code=errno.ENOSYS, about=""), {}, "kernel"),
        (LayerName.SECCOMP, Failure(code=errno.EINVAL, about=""), {}, "kernel"),
        (LayerName.IDENTITY, Failure(code=0, about="no other"), {}, "unmapped"),
        (LayerName.IDENTITY, Failure(code=errno.EACCES, about=str(Path(os.__file__).parent)), {}, "python-unreadable"),
    ],
)  # fmt: skip
def test_each_obstacle_has_its_code(
    layer: LayerName, failure: Failure, settings: dict[str, str], obstacle: str, tmp_path: Path
) -> None:
    for name, value in settings.items():
        path = tmp_path / "proc/sys" / name
        path.parent.mkdir(parents=True)
        path.write_text(value, "ascii")
    plan = planned(Mode.AUTO, {layer: failure}, is_root=True, version=7, root=tmp_path)
    assert [each.obstacle for each in plan.missing] == [obstacle]
    assert plan.landlock_version == (0 if layer is LayerName.LANDLOCK else 7)


def test_each_judge_has_a_user_of_its_own_far_from_those_of_people(tmp_path: Path) -> None:
    root = proc(tmp_path, uid_map="0 0 4294967295\n", gid_map="0 0 4294967295\n")
    assert identity.own_identity(4321, root) == Identity(uid=2_000_004_321, gid=2_000_004_321, is_own=True)


def test_nobody_stands_in_where_such_numbers_are_not_mapped(tmp_path: Path) -> None:
    root = proc(tmp_path, uid_map="0 1000 1\n1 100000 65536\n", gid_map="0 1000 1\n1 100000 65536\n")
    assert identity.own_identity(4321, root) == Identity(uid=65534, gid=65534, is_own=False)


def test_a_root_of_a_namespace_with_one_user_has_nobody_to_become(tmp_path: Path) -> None:
    root = proc(tmp_path, uid_map="0 1000 1\n", gid_map="0 1000 1\n")
    with pytest.raises(LookupError, match="no user id but root's is mapped in this user namespace"):
        identity.own_identity(4321, root)


def test_a_private_folder_is_given_with_its_files_and_no_link_is_followed(tmp_path: Path) -> None:
    if not identity.can_change():
        pytest.skip("not root")
    outside = tmp_path / "outside"
    outside.write_text("not given")
    folder = tmp_path / "judge/own"
    (folder / "package").mkdir(parents=True)
    (folder / "package/a.py").write_text("")
    (folder / "link").symlink_to(outside)
    (tmp_path / "judge").chmod(0o700)
    identity.give(folder, Identity(uid=65534, gid=65533, is_own=False))
    owners = {path.name: (path.lstat().st_uid, path.lstat().st_gid) for path in (folder, *folder.rglob("*"))}
    assert owners == dict.fromkeys(["own", "package", "a.py", "link"], (65534, 65533))
    assert outside.stat().st_uid == os.getuid()
    assert (tmp_path / "judge").stat().st_mode & 0o777 == 0o711


@pytest.mark.parametrize(
    ("release", "counts"), [("5.13.19", False), ("5.14.0-1", True), ("6.18.44-fc", True), ("odd", False)]
)
def test_processes_are_counted_by_namespace_since_a_certain_kernel(release: str, counts: bool) -> None:
    assert namespaces.counts_by_namespace(release) is counts


def test_address_space_is_eight_times_the_memory_and_four_gibibytes_at_least() -> None:
    assert [limits.address_space_bytes(memory_mb) >> 30 for memory_mb in (64, 512, 1024)] == [4, 4, 8]


def test_a_package_brings_its_libraries_and_what_it_needs() -> None:
    pytest.importorskip("bcrypt")
    names = {Path(path).name.partition("-")[0] for path in packages.paths_of(["bcrypt"])}
    assert names == {"bcrypt"}
    found = {Path(path).name for path in packages.paths_of(["yaml"])}
    assert {"yaml", "_yaml"} <= found
    assert {"jsonschema", "attrs", "attr", "rpds"} <= {Path(path).name for path in packages.paths_of(["jsonschema"])}


def test_libraries_beside_a_package_come_with_it(tmp_path: Path) -> None:
    for name in ("fast/__init__.py", "fast.libs/libfast.so", "_fast.abi3.so", "other/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    info = tmp_path / "fast_lib-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: fast-lib\nVersion: 1.0\nRequires-Dist: gone; extra == 'x'\n"
    )
    recorded = (
        "fast/__init__.py",
        "fast.libs/libfast.so",
        "_fast.abi3.so",
        "fast_lib-1.0.dist-info/METADATA",
        "../../bin/fast",
    )
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in recorded))
    found = packages.paths_of(["fast.part"], [str(tmp_path)])
    assert {Path(path).name for path in found} == {"fast", "fast.libs", "_fast.abi3.so", "fast_lib-1.0.dist-info"}


def test_the_grader_is_never_a_package_of_a_kata() -> None:
    package = Path(grader.__file__).parent
    assert [path for path in packages.paths_of(["grader"]) if package.is_relative_to(path)] == []
    assert packages.paths_of([]) == ()


def test_no_folder_of_packages_and_no_other_part_of_the_grader_is_granted() -> None:
    granted = [Path(path) for path in (*readable.system(), *readable.python(), *readable.own())]
    secret = [
        *readable.folders_of_packages()[-1:],
        readable.PACKAGE / "judge",
        readable.PACKAGE / "katas",
        readable.PACKAGE.parent / "katas",
    ]
    assert [(path, each) for path in granted for each in secret if each.is_relative_to(path)] == []


def test_rules_give_all_their_descriptors_back(tmp_path: Path) -> None:
    try:
        kernel.landlock_version()
    except OSError:
        pytest.skip("no Landlock here")
    before = links("fd")
    rules = Rules(1, [Grant(path=str(tmp_path), access=READ), Grant(path=str(tmp_path / "gone"), access=OWN)])
    os.close(rules.ruleset([Grant(path=os.devnull, access=OWN)]))
    rules.close()
    rules.close()
    assert links("fd") == before


def test_only_the_ports_of_a_list_can_be_connected_to_where_that_is_asked() -> None:
    """Real processes: rules cannot be taken back."""
    try:
        version = kernel.landlock_version()
    except OSError:
        pytest.skip("no Landlock here")
    if version < 4:
        pytest.skip("this version of Landlock knows no ports")
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        ports = [server.getsockname()[1] for server in (one, other)]
        rules = Rules(version, [], ports[:1])
        child = os.fork()
        if child == 0:
            outcome = 99
            try:
                kernel.prctl(kernel.Prctl.SET_NO_NEW_PRIVS, 1)
                enforce(rules.ruleset(), version)
                outcome = sum(can_connect(port) << at for at, port in enumerate(ports))
            finally:
                os._exit(outcome)
        rules.close()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0b01


def can_connect(port: int) -> bool:
    with socket.socket() as sock:
        try:
            sock.connect(("127.0.0.1", port))
        except PermissionError:
            return False
    return True

"""Names what a line of one's own was calling, from the frames of its thread."""

import ast
import builtins
import functools
import inspect
import linecache
from collections.abc import Callable
from types import CodeType, FrameType, ModuleType

from grader.instruments.account import Place

_PLACES_LIMIT = 12
_STAND_INS = "grader."  # functions of ours in place of others, whose names they bear: time.sleep, time.time
_ALIASES = {
    "_thread.lock": "threading.Lock",
    "_thread.RLock": "threading.RLock",
    "_io": "io",
    "posix": "os",
    "builtins": "",
}


def own_stack(frame: FrameType | None, is_own: Callable[[str], bool]) -> tuple[tuple[Place, ...], str | None]:
    """Give one's own lines on the stack of `frame`, the deepest first, and what the deepest one was calling.

    `is_own` tells one's own files by name. The call is None where one's own code was executing by itself.
    """
    places: list[Place] = []
    call, below = None, None
    while frame is not None and len(places) < _PLACES_LIMIT:
        code = frame.f_code
        if is_own(code.co_filename):
            line = frame.f_lineno or 0  # first: to name the call a file may be read, and its thread goes on meanwhile
            if not places:
                call = _called_by(frame, below)
            places.append(Place(path=code.co_filename, line=line, function=code.co_qualname))
        below, frame = frame, frame.f_back
    return tuple(places), call


def public_name(module: str | None, qualified: str) -> str:
    """Give the name under which people know a function: `_hashlib` is hashlib, `bcrypt._bcrypt` is bcrypt."""
    full = f"{module}.{qualified}" if module else qualified
    for private, public in _ALIASES.items():
        if full == private:
            full = public
        elif full.startswith(private + "."):
            full = f"{public}.{full[len(private) + 1 :]}".lstrip(".")
    first, *rest = full.split(".")
    *middle, last = rest or [""]
    parts = [
        first if first.endswith("__") else first.lstrip("_"),
        *(part for part in middle if not part.startswith("_")),
        last,
    ]
    return ".".join(part for part in parts if part and part != "<locals>")


def _called_by(frame: FrameType, below: FrameType | None) -> str | None:
    if below is not None and not below.f_globals.get("__name__", "").startswith(_STAND_INS):
        return public_name(below.f_globals.get("__name__"), below.f_code.co_qualname)
    name = _callee_text(frame.f_code, frame.f_lasti)
    return _resolve(name, frame) if name else None


@functools.lru_cache(maxsize=512)
def _callee_text(code: CodeType, instruction: int) -> str | None:
    """Give the dotted text of what is called at `instruction`, from the source: a C function has no frame."""
    positions = list(code.co_positions())
    if not 0 <= instruction // 2 < len(positions):
        return None
    line, end_line, column, end_column = positions[instruction // 2]
    if line is None or end_line is None or column is None or end_column is None:
        return None
    # Columns count UTF-8 bytes.
    lines = [linecache.getline(code.co_filename, number).encode() for number in range(line, end_line + 1)]
    if not lines:
        return None
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    try:
        node = ast.parse(b"".join(lines).strip().decode(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    while isinstance(node, ast.Await):
        node = node.value
    return _dotted(node.func) if isinstance(node, ast.Call) else None


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return None


def _resolve(name: str, frame: FrameType) -> str:
    """Follow a dotted name to the function's own name, running nothing of anybody's."""
    first, *rest = name.split(".")
    for scope in (frame.f_locals, frame.f_globals, vars(builtins)):
        if first in scope:
            found: object = scope[first]
            break
    else:
        return name
    for number, part in enumerate(rest, 1):
        if number == len(rest) and not isinstance(found, ModuleType | type):
            return f"{_class_name(type(found))}.{part}"
        found = inspect.getattr_static(found, part, None)
        if found is None or inspect.isdatadescriptor(found):  # a property's value is known to its code alone
            return name
    return _own_name(found) or name


def _own_name(function: object) -> str | None:
    qualified = inspect.getattr_static(function, "__qualname__", None)
    if isinstance(function, type):
        return _class_name(function)
    if not callable(function) or qualified is None:
        return None
    # Plain attribute access is safe on the built-in kinds of function, and only these are named.
    if inspect.isroutine(function):
        module = getattr(function, "__module__", None)
        return public_name(module if type(module) is str else None, function.__qualname__)
    return None


def _class_name(cls: type) -> str:
    # Read as `type` itself reads them: a metaclass may have properties of these names, and they would run here.
    module, qualified = (vars(type)[name].__get__(cls) for name in ("__module__", "__qualname__"))
    return public_name(module if type(module) is str else None, qualified)

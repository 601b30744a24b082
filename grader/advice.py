"""What to write instead of a call that holds the loop: the way from a call to an entry of remedies/.

The data say which calls an entry is for and what code it shows; its words are in locale/<language>/advice.toml under
the entry's name: "call.<name>", or "cause.<cause>" where the call has no entry.
"""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from grader.instruments import call_site
from grader.messages import text
from grader.report import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Why the call holds the loop, what to do instead, and code that does it.

    `example` goes where the call was; `setup` is what it needs once, at the top of the file, and may be empty.
    """

    why: str
    instead: str
    setup: str
    example: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the table. `link` begins with the name of a site; no `causes` means that it is for all of them."""

    calls: tuple[str, ...]
    causes: frozenset[Cause]
    setup: str
    example: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole of remedies/, to be looked up.

    `by_call` has the name of the entry for each call, `names` what learners write for what frames are called.
    """

    entries: Mapping[str, Entry]
    by_call: Mapping[str, str]
    names: Mapping[str, str]


def advise(cause: Cause, call: str | None) -> str:
    """Give the name of the entry that fits best: the call, then what it belongs to, then the cause.

    >>> advise(Cause.NETWORK, "urllib.request.urlopen")
    'call.urllib'
    """
    # What keeps the interpreter's lock is in another thread, whatever it calls: only another process helps.
    if call and cause is not Cause.GIL:
        known = table()
        for name in _lineage(public_name(call)):
            entry = known.by_call.get(name)
            if entry and cause in (known.entries[entry].causes or Cause):
                return entry
    return f"cause.{cause}"


def advice(name: str, lang: str) -> Advice:
    """Give an entry in a language. Raises LookupError for a name that no entry has."""
    entry = table().entries[name]
    site, _, page = entry.link.partition("/")
    return Advice(
        why=text(f"advice.{name}.why", lang),
        instead=text(f"advice.{name}.instead", lang),
        setup=entry.setup,
        example=entry.example,
        link=text(f"advice.site.{site}", lang) + page,
    )


def public_name(call: str) -> str:
    """Give the name under which a call is known to the learner: `_io.open` is `open`.

    >>> public_name("_thread.lock.acquire")
    'threading.Lock.acquire'
    """
    name = call_site.public_name(None, call.strip().removesuffix("()"))
    names = table().names
    for inner in _lineage(name):
        if inner in names:
            return names[inner] + name.removeprefix(inner)
    return name


@functools.cache
def table() -> Table:
    """Read the files of remedies/, once."""
    data = _read()
    entries = {
        f"{kind}.{name}": _entry(values, data["setup"])
        for kind in ("cause", "call")
        for name, values in data[kind].items()
    }
    by_call = {call: name for name, entry in entries.items() for call in entry.calls}
    return Table(
        entries=MappingProxyType(entries),
        by_call=MappingProxyType(by_call),
        names=MappingProxyType(data["names"]),
    )


def _read() -> dict[str, dict[str, Any]]:
    """Give the tables of all files together; no name is in two of them."""
    data: dict[str, dict[str, Any]] = {}
    for file in (resources.files("grader") / "remedies").iterdir():
        for kind, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            data.setdefault(kind, {}).update(table)
    return data


def _entry(values: Mapping[str, Any], setups: Mapping[str, str]) -> Entry:
    return Entry(
        calls=tuple(values.get("calls", ())),
        causes=frozenset(map(Cause, values.get("causes", ()))),
        setup="\n".join(dict.fromkeys(line for name in values["setup"] for line in setups[name].splitlines())),
        example=values["example"].strip(),
        link=values["link"],
    )


def _lineage(name: str) -> Iterator[str]:
    """Give a dotted name and those of all that it is in, the nearest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]

"""Sentences for people, by code and language.

A code is the name of a file below locale/<language>/, a dot, and a key in it: "spec.unknown-key" is the key
`unknown-key` of spec.toml. One file a subject, read when it is first needed.
"""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from types import MappingProxyType

LANGUAGES = ("en", "zh")
FALLBACK = "en"
VERBATIM = "verbatim"


class UnknownMessageError(LookupError):
    """A code that no catalogue has: our own mistake, never the learner's."""


@functools.cache
def catalogue(subject: str, lang: str) -> Mapping[str, str]:
    """Give the templates of one subject in one language by their keys; nested tables become dotted keys."""
    file = resources.files("grader") / "locale" / lang / f"{subject}.toml"
    if not file.is_file():
        return MappingProxyType({})
    return MappingProxyType(dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")))))


def find(code: str, lang: str) -> str | None:
    """Give the bare template of `code`, or None where there is none."""
    subject, _, key = code.partition(".")
    return catalogue(subject, lang if lang in LANGUAGES else FALLBACK).get(key)


def text(code: str, lang: str, /, **values: object) -> str:
    """Give the sentence of `code` in `lang` (English where the language is not known) with `values` filled in.

    A list or a tuple is joined with commas. The code `verbatim` gives its value `text` as it is. Raises
    UnknownMessageError for a code in no catalogue.
    """
    template = "{text}" if code == VERBATIM else find(code, lang)
    if template is None:
        raise UnknownMessageError(code)
    return template.format_map({name: _plain(value) for name, value in values.items()})


def _plain(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)

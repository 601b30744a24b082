"""Advice: the way from a call to its entry, and what the entries say."""

import ast
import builtins
import pkgutil
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from grader.advice import advice, advise, public_name, table
from grader.instruments import cause as causes
from grader.messages import LANGUAGES, catalogue
from grader.report import Cause

PACKAGE = Path(__file__).parent.parent / "grader"
ENTRIES = sorted(table().entries)
HOSTS = {"en": {"docs.python.org", "www.tornadoweb.org"}, "zh": {"docs.python.org", "www.tornadoweb.org"}}
# Anchors that are a label or a term of a page, not the name of something in it: read in the sources of the pages.
LABELS = {"asyncio-handle-blocking", "blocking-handlers", "term-global-interpreter-lock"}


@pytest.mark.parametrize(
    ("cause", "call", "entry"),
    [
        (Cause.SLEEP, "time.sleep", "call.sleep"),
        (Cause.NETWORK, "urllib.request.urlopen", "call.urllib"),
        (Cause.NETWORK, "requests.api.get", "call.requests"),
        (Cause.NETWORK, "requests.sessions.Session.send", "call.requests"),
        (Cause.NETWORK, "http.client.HTTPConnection.getresponse", "call.http-client"),
        (Cause.NETWORK, "httpx.get", "call.httpx"),
        (Cause.CPU, "httpx.AsyncClient.__init__", "call.ssl-context"),
        (Cause.CPU, "ssl.create_default_context", "call.ssl-context"),
        (Cause.NETWORK, "ssl.SSLContext.wrap_socket", "call.ssl"),
        (Cause.NETWORK, "socket.socket.recv", "call.socket-receive"),
        (Cause.NETWORK, "_socket.socket.connect", "call.socket"),
        (Cause.NETWORK, "socket.getaddrinfo", "call.name-lookup"),
        (Cause.NETWORK, "socket.create_connection", "call.socket"),
        (Cause.OTHER, "tornado.httpclient.HTTPClient.fetch", "call.http-client-sync"),
        (Cause.PROCESS, "subprocess.run", "call.subprocess"),
        (Cause.PROCESS, "subprocess.Popen.wait", "call.subprocess-wait"),
        (Cause.PROCESS, "posix.waitpid", "call.os-wait"),
        (Cause.CPU, "bcrypt._bcrypt.hashpw", "call.bcrypt"),
        (Cause.CPU, "_bcrypt.checkpw", "call.bcrypt-check"),
        (Cause.CPU, "_hashlib.scrypt", "call.scrypt"),
        (Cause.FILE, "builtins.open", "call.files"),
        (Cause.FILE, "io.TextIOWrapper.read", "call.files"),
        (Cause.FILE, "io.BufferedWriter.write", "call.file-write"),
        (Cause.FILE, "os.read", "call.os"),
        (Cause.FILE, "pathlib._local.Path.read_text", "call.pathlib"),
        (Cause.LOCK, "_thread.lock.acquire", "call.lock"),
        (Cause.LOCK, "queue.LifoQueue.get", "call.queue-get"),
        (Cause.LOCK, "concurrent.futures._base.Future.result", "call.future"),
        (Cause.LOCK, "concurrent.futures.thread.ThreadPoolExecutor.shutdown", "call.executor-shutdown"),
        (Cause.PROCESS, "multiprocessing.process.BaseProcess.join", "call.multiprocessing-join"),
        (Cause.PROCESS, "multiprocessing.pool.Pool.map", "call.multiprocessing"),
        (Cause.FILE, "psycopg2.extensions.cursor.execute", "call.database"),
        (Cause.NETWORK, "redis.commands.core.BasicKeyCommands.get", "call.redis"),
        (Cause.NETWORK, "logging.Logger.error", "call.logging"),
        (Cause.CPU, "sorted", "call.whole-data"),
        (Cause.FILE, "list", "cause.file"),
        (Cause.NETWORK, "select.select", "call.select"),
        (Cause.SLEEP, "select.select", "cause.sleep"),
        (Cause.CPU, "tornado.web.RequestHandler.write", "call.json-encode"),
        (Cause.CPU, "my_module.compute", "cause.cpu"),
        (Cause.CPU, "resource.getrusage", "cause.cpu"),
        (Cause.GIL, "re.match", "cause.gil"),
        (Cause.CPU, "retry", "cause.cpu"),
        (Cause.CPU, "", "cause.cpu"),
        *[(cause, None, f"cause.{cause}") for cause in Cause],
    ],
)
def test_the_nearest_entry_is_taken(cause: Cause, call: str | None, entry: str) -> None:
    assert advise(cause, call) == entry


def test_every_call_that_the_causes_know_has_an_entry() -> None:
    known = [(call.removesuffix("."), cause) for call, cause in causes._BY_CALL]
    assert len(known) > 20
    assert [call for call, cause in known if not advise(cause, call).startswith("call.")] == []


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith("call.")])
def test_an_entry_is_reached_by_each_of_its_calls_and_needs_each(name: str) -> None:
    entry = table().entries[name]
    assert entry.calls
    for call in entry.calls:
        assert public_name(call) == call, "the report would give it another name"
        assert {advise(cause, call) for cause in entry.causes or set(Cause) - {Cause.GIL}} == {name}
        wider = {call.rsplit(".", parts)[0] for parts in range(1, call.count(".") + 1)}
        assert table().by_call.get(next(iter(sorted(wider & table().by_call.keys(), key=len)[::-1]), "")) != name


def test_no_name_is_in_two_files() -> None:
    files = [tomllib.loads(file.read_text("utf-8")) for file in sorted((PACKAGE / "remedies").iterdir())]
    names = [(kind, name) for data in files for kind, values in data.items() for name in values]
    assert sorted(names) == sorted(set(names))
    assert {kind for kind, _ in names} == {"call", "cause", "names", "setup"}


def test_no_setup_is_dead() -> None:
    setups = tomllib.loads((PACKAGE / "remedies" / "setup.toml").read_text("utf-8"))["setup"]
    used = {
        name
        for file in (PACKAGE / "remedies").iterdir()
        for name in re.findall(r"^setup = \[(.*)\]", file.read_text("utf-8"), re.MULTILINE)
    }
    assert {name.strip('"') for names in used for name in names.split(", ") if name} == set(setups)


def test_no_call_is_in_two_entries() -> None:
    calls = [call for entry in table().entries.values() for call in entry.calls]
    assert sorted(calls) == sorted(set(calls))


def test_every_cause_has_an_entry_and_no_other_stands_beside_them() -> None:
    assert {name for name in ENTRIES if name.startswith("cause.")} == {f"cause.{cause}" for cause in Cause}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_and_the_table_have_the_same_entries(lang: str) -> None:
    keys = {key.rpartition(".")[0] for key in catalogue("advice", lang) if key.startswith(("call.", "cause."))}
    assert sorted(keys) == ENTRIES


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_entry_is_whole(name: str, lang: str) -> None:
    found = advice(name, lang)
    end, colon = {"en": (".", ":"), "zh": ("。", "\uff1a")}[lang]
    assert found.why.endswith(end)
    assert found.instead.endswith(colon)
    if lang == "zh":
        prose = re.sub(r"`[^`]*`|\([^)]*\)", "", found.why + found.instead)
        assert re.findall(r"[\u4e00-\u9fff][,.:;!?()]|[,:;!?()][\u4e00-\u9fff]", prose) == []


@pytest.mark.parametrize("name", ENTRIES)
def test_the_code_is_python_and_the_same_in_every_language(name: str) -> None:
    found = advice(name, "en")
    assert ast.parse(found.setup) is not None
    body = found.example + ("\n    pass" if found.example.endswith(":") else "")
    ast.parse("async def f():\n" + "\n".join(f"    {line}" for line in body.splitlines()))
    assert (advice(name, "zh").setup, advice(name, "zh").example) == (found.setup, found.example)
    assert found.setup.isascii()
    assert found.example.isascii()


@pytest.mark.parametrize("name", ENTRIES)
def test_what_the_code_uses_is_imported_made_or_the_learner_s_own(name: str) -> None:
    # A name that begins a dotted name is a module or an object: those that the learner's own line had are the rest.
    found = advice(name, "en")
    made = set(re.findall(r"\w+", found.setup)) | set(dir(builtins))
    body = "\n".join(f"    {line}" for line in found.example.splitlines())
    tree = ast.parse(f"async def f():\n{body}" + ("\n        pass" if found.example.endswith(":") else ""))
    roots = {
        node.value.id for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    objects = {
        "path",
        "response",
        "hasher",
        "image",
        "library",
        "file",
        "process",
        "lock",
        "queue",
        "executor",
        "pieces",
    }
    modules = {call.partition(".")[0] for call in table().entries[name].calls}
    assert roots - made - stored - objects - modules == set()


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_leads_into_the_documentation(name: str, lang: str) -> None:
    link = urlsplit(advice(name, lang).link)
    assert (link.scheme, link.query) == ("https", "")
    assert link.hostname in HOSTS[lang]
    assert re.fullmatch(r"/(en/stable|3|zh-cn/3)(/[a-z]+)*/[\w.-]+\.html", link.path)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_anchor_is_the_name_of_something_that_exists_and_is_on_its_page(name: str) -> None:
    link = urlsplit(advice(name, "en").link)
    page = link.path.rpartition("/")[2].removesuffix(".html")
    if link.fragment and link.fragment not in LABELS:
        target = link.fragment.replace("asyncio.loop.", "asyncio.AbstractEventLoop.")
        assert pkgutil.resolve_name(target) is not None
        owner = link.fragment.removeprefix("tornado.")
        assert owner.split(".")[0] == page.split("-")[0] or owner.startswith(f"{page}.")


def test_an_unknown_entry_is_our_own_mistake() -> None:
    with pytest.raises(LookupError, match=r"call\.nothing"):
        advice("call.nothing", "en")


def test_a_call_is_shown_under_its_public_name() -> None:
    assert public_name("_thread.lock.acquire") == "threading.Lock.acquire"
    assert public_name("builtins.open") == "open"
    assert public_name("builtinsx.open") == "builtinsx.open"
    assert public_name("time.sleep()") == "time.sleep"
    assert public_name("io.open") == "open"
    assert public_name("hashlib.openssl_sha256") == "hashlib.sha256"
    assert public_name("requests.api.get") == "requests.get"
    assert public_name("asyncio.base_events.BaseEventLoop.run_until_complete") == "asyncio.loop.run_until_complete"


@pytest.mark.parametrize("inner", sorted(table().names))
def test_a_name_that_is_translated_is_one_that_python_gives(inner: str) -> None:
    modules_that_are_not_here = {"requests.api", "requests.sessions"}
    if inner not in modules_that_are_not_here:
        name = {"io.open": "_io.open", "blake2": "_blake2"}.get(inner, re.sub("^hashlib", "_hashlib", inner))
        assert pkgutil.resolve_name(name) is not None

"""Dangers of this project that no ready-made linter knows."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import pytest

from architecture.source import ROOT, SourceFile, sources

FORBIDDEN_NAMES = {"utils", "common", "helpers", "misc", "base", "manager"}
THREADS_ALLOWED_IN = {"ui/worker_link.py", "ui/preload.py", "services/worker.py", "services/courier.py"}
CATCH_ALL_ALLOWED_IN = {"services/worker.py", "services/courier.py", "importing/child.py"}


def offences(forbidden: str, allowed: set[str] | None = None) -> list[str]:
    pattern = re.compile(forbidden)
    return [
        f"{file.name}:{call.lineno} {name}"
        for file in sources()
        if file.name not in (allowed or set())
        for call, name in file.calls()
        if pattern.fullmatch(name)
    ]


def test_that_no_module_has_a_name_that_says_nothing() -> None:
    named = [file.name for file in sources() if FORBIDDEN_NAMES & set(file.name.removesuffix(".py").split("/"))]
    assert named == []


def test_that_the_window_never_waits_in_a_loop_of_its_own() -> None:
    between_looks_at_a_folder = {"cli/importing.py"}  # a command, which has no window
    assert offences(r".*processEvents|.*QEventLoop|(time\.)?sleep", between_looks_at_a_folder) == []


def test_that_threads_are_started_in_known_places_only() -> None:
    assert offences(r"(threading\.)?Thread|.*QThread|.*ThreadPoolExecutor", THREADS_ALLOWED_IN) == []


def test_that_no_text_is_shown_as_rich_text() -> None:
    on_the_clipboard = {"ui/shell/clipboard.py"}
    assert offences(r".*\.setHtml|.*\.insertHtml|.*\.toHtml", on_the_clipboard) == []


def test_that_the_time_comes_from_the_clock_only() -> None:
    assert offences(r"(datetime\.)*(now|utcnow|today)|date\.today", {"domain/calendar.py"}) == []


def test_that_no_lambda_or_partial_is_connected_to_a_signal() -> None:
    """Either lives on in PySide after its sender is gone, and with it all it refers to: records, once locked."""
    found = [
        f"{file.name}:{call.lineno}"
        for file in sources()
        for call, name in file.calls()
        if name.endswith(".connect")
        and any(isinstance(argument, ast.Lambda) or is_partial(argument) for argument in call.args)
    ]
    assert found == []


def is_partial(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("partial")


def test_that_everything_is_caught_in_the_places_where_bugs_are_reported_only() -> None:
    assert {file.name for file in sources() if catches_everything(file)} == CATCH_ALL_ALLOWED_IN


def catches_everything(file: SourceFile) -> bool:
    handlers = [node for node in ast.walk(file.tree) if isinstance(node, ast.ExceptHandler)]
    return any(handler.type is None or catches(handler.type, "Exception") for handler in handlers)


def catches(kinds: ast.expr, name: str) -> bool:
    return any(ast.unparse(kind) == name for kind in (kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]))


def test_that_nothing_imports_what_speaks_to_a_network() -> None:
    networking = re.compile(
        r"(PySide6\.)?QtNetwork.*|PySide6\.QtWeb.*|socket(server)?|ssl|http|urllib\.request|ftplib|smtplib|asyncio"
    )
    found = [f"{file.name} {name}" for file in sources() for name in imported(file) if networking.match(name)]
    assert found == []
    assert "QtNetwork" not in "".join(file.text for file in sources() if file.name != "no_network.py")


def test_that_of_scipy_only_the_functions_that_load_fast_are_used_and_statsmodels_is_for_tests() -> None:
    """scipy.special takes a fifth of a second to import, scipy.stats more than half, statsmodels more than one."""
    slow = re.compile(r"statsmodels.*|scipy(?!\.special\b).*")
    assert [f"{file.name} {name}" for file in sources() for name in imported(file) if slow.match(name)] == []
    at_the_top = [node for file in sources() for node in file.tree.body if "scipy" in ast.unparse(node).split("\n")[0]]
    assert [node for node in at_the_top if isinstance(node, ast.Import | ast.ImportFrom)] == []


def imported(file: SourceFile) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_that_databases_are_connected_in_one_module_only() -> None:
    assert offences(r"(sqlcipher3\.|dbapi2\.|sqlite3\.)*connect", {"storage/sqlcipher.py"}) == []


def test_that_test_names_state_behaviour() -> None:
    vague = re.compile(r"_(works|correctly|properly|handles)(_|\b)")
    names = re.findall(
        r"def (test_\w+)", "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    )
    assert len(names) > 100
    assert [name for name in names if vague.search(name) or not name.startswith("test_that_")] == []


@pytest.mark.parametrize("value", [True, None])
def test_that_emitting_signals_keeps_references(value: object) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to True at each emit and to None at each call."""
    from PySide6.QtCore import QObject, Signal

    class Sender(QObject):
        fired = Signal()

    sender = Sender()
    before = sys.getrefcount(value)
    for _ in range(100):
        sender.fired.emit()
        sender.parent()
    assert abs(sys.getrefcount(value) - before) < 50

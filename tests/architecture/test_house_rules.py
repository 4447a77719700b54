# SPDX-License-Identifier: MIT
"""Rules no linter knows, read from the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "privdesk"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", None)
            if name in names:
                yield node


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_module_is_short_enough_to_read(path: Path) -> None:
    limit = 300 if path.name == "main_window.py" else 500
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_nothing_is_translated_at_import(path: Path) -> None:
    """A word translated at import would freeze the language before the office chose one."""
    tree = tree_of(path)
    late = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    assert not [call.lineno for call in calls(tree, {"_", "ngettext"}) if id(call) not in late]


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_nested_event_loops(path: Path) -> None:
    """Dialogs are opened with `open()`; `exec()` and `processEvents()` re-enter the program."""
    allowed = {"exec"} if shown(path) == "privdesk/ui/start.py" else set()
    assert not [call.lineno for call in calls(tree_of(path), {"exec", "exec_", "processEvents"} - allowed)]


@pytest.mark.parametrize("path", MODULES + TESTS, ids=shown)
def test_file_names_its_licence(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# SPDX-License-Identifier: MIT\n")


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_room_for_odds_and_ends(path: Path) -> None:
    assert path.stem not in {"utils", "util", "common", "core", "manager", "helper", "helpers", "misc"}


@pytest.mark.parametrize("path", TESTS, ids=shown)
def test_tests_do_not_sleep(path: Path) -> None:
    asleep = [
        call.lineno
        for call in calls(tree_of(path), {"wait", "sleep", "qWait"})
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in {"qtbot", "time", "QTest"}
    ]
    assert not asleep


def test_every_error_is_explained() -> None:
    """Each typed error has its own title, or inherits one from a parent that is not the base."""
    import importlib
    import pkgutil

    import privdesk.domain
    from privdesk.domain.errors import PrivdeskError
    from privdesk.services import explain

    for module in pkgutil.iter_modules(privdesk.domain.__path__, "privdesk.domain."):
        importlib.import_module(module.name)

    def every(kind: type[PrivdeskError]) -> Iterator[type[PrivdeskError]]:
        for child in kind.__subclasses__():
            yield child
            yield from every(child)

    unexplained = [
        kind.__name__
        for kind in every(PrivdeskError)
        if kind.__module__.startswith("privdesk.")
        and not any(parent in explain.explained() for parent in kind.__mro__)
    ]
    assert not unexplained


def test_lock_files_pin_with_hashes_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") > text.count("==") > 20
    assert "pyside6-essentials==6.11." in (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()

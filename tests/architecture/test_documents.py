"""The documents say what is there: packages, public words, links and pictures."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from architecture.source import PACKAGE, ROOT, sources
from cdconsole.cli import _ADDED_BY

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
LONGEST_PAGE = 1_200  # words: about two screens, a long table aside
GUIDE = sorted((ROOT / "resources" / "guide").glob("*.md"))


def test_that_the_architecture_page_names_every_package_and_no_other() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    layout = page.split("```")[1]
    named = set(re.findall(r"^  (\w+)/", layout, re.MULTILINE))
    present = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert named == present


def test_that_every_public_domain_class_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    classes = {
        cls.name
        for file in sources()
        if file.name.startswith("domain/") and not file.name.endswith(("requests.py", "domain/errors.py"))
        for cls in file.tree.body
        if isinstance(cls, ast.ClassDef) and not cls.name.startswith("_")
    }
    assert {name for name in classes if f"`{name}`" not in glossary} == set()


@pytest.mark.parametrize("document", [*DOCUMENTS, *GUIDE], ids=lambda path: path.name)
def test_that_every_link_and_picture_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_that_the_guides_first_page_leads_to_every_other() -> None:
    linked = re.findall(r"\]\(([\w-]+\.md)\)", (ROOT / "resources" / "guide" / "index.md").read_text(encoding="utf-8"))
    assert sorted(linked) == [page.name for page in GUIDE if page.name != "index.md"]


def test_that_a_page_of_the_guide_is_soon_read() -> None:
    words = {page.name: len(page.read_text(encoding="utf-8").split()) for page in GUIDE}
    assert {name: count for name, count in words.items() if count > LONGEST_PAGE} == {}, "split the page"


@pytest.mark.parametrize("document", ["README.md", "resources/guide/command-line.md"])
def test_that_every_command_is_listed_and_no_other(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {
        command
        for first in re.findall(r"^\| (`cdconsole (?:[^|\\]|\\.)*) \|", text, re.MULTILINE)
        for command in re.findall(r"`([a-z][\w-]*)", first.replace("`cdconsole ", "`"))
    }
    assert named == {command for names, _ in _ADDED_BY for command in names}


def test_that_decisions_are_numbered_without_gaps_and_say_the_same_things() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert [part for part in ("## Context", "## Decision", "## Consequences") if part not in text] == []


def test_that_every_control_of_the_hazard_log_names_tests_that_are_there() -> None:
    log = (ROOT / "docs" / "safety" / "hazards.md").read_text(encoding="utf-8")
    hazards = re.split(r"^## ", log, flags=re.MULTILINE)[1:]
    missing = []
    for hazard in hazards:
        named = _tests_named(hazard)
        assert named, hazard.splitlines()[0]
        for file, names in named:
            path = ROOT / "tests" / file
            there = set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
            tests = re.findall(r"`(\w+)`", names)
            missing += [f"{file} {name}" for name in tests if name not in there] + ([] if tests else [file])
    assert missing == []
    assert log.count("`test_that_") == sum(names.count("`test_") for _, names in _tests_named(log))


def _tests_named(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`([\w/]+\.py)`\s+\(([^)]*)\)", text)

"""The documents say what is there: packages, public words, links and pictures."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from architecture.source import PACKAGE, ROOT, sources

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
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


def test_that_decisions_are_numbered_without_gaps_and_say_the_same_things() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert [part for part in ("## Context", "## Decision", "## Consequences") if part not in text] == []

"""No text that people read ranks, blames or scores anybody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.judging_words import ALLOWED, WORDS
from architecture.source import ROOT, sources

JUDGING = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in WORDS), re.IGNORECASE)
LISTS_OF_WORDS = {"words", "spelling"}  # dictionaries and passphrases: nobody is spoken of in them
READ_AS_TEXT = {".md", ".json", ".txt", ".csv", ".qss", ".svg", ".html"}


def program_texts(tree: ast.AST) -> Iterator[str]:
    """Yield every string of a module that is no docstring, those inside f-strings too."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def texts() -> Iterator[tuple[str, str]]:
    """Yield every file that people read something of, by its name, and each text of it."""
    for file in sources():
        for text in program_texts(file.tree):
            yield file.path.relative_to(ROOT).as_posix(), text
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "resources").rglob("*"))):
        if path.suffix in READ_AS_TEXT and not LISTS_OF_WORDS & set(path.parts):
            yield path.relative_to(ROOT).as_posix(), " ".join(path.read_text(encoding="utf-8").split())


def judging(text: str, allowed: list[str]) -> list[str]:
    """Return the words of a text that judge people, each with what stands round it, but for phrases that may stand."""
    for phrase in allowed:
        text = text.replace(phrase, " ")
    return [text[max(0, found.start() - 40) : found.end() + 40] for found in JUDGING.finditer(text)]


def test_that_no_wording_judges_people() -> None:
    found = []
    for file, text in texts():
        phrases = [each.phrase for each in ALLOWED if each.file == file]
        found += [f"{file}: ...{words}..." for words in judging(text, phrases)]
    assert found == [], "reword, or read tests/architecture/judging_words.py"


def test_that_every_phrase_that_may_stand_is_there_judges_otherwise_and_has_a_reason() -> None:
    by_file: dict[str, list[str]] = {}
    for file, text in texts():
        by_file.setdefault(file, []).append(text)
    assert [each for each in ALLOWED if not any(each.phrase in text for text in by_file.get(each.file, ()))] == []
    assert [each for each in ALLOWED if not JUDGING.search(each.phrase) or not each.reason] == []


@pytest.mark.parametrize(("pattern", "forms"), WORDS.items())
def test_that_every_form_of_a_judging_word_is_caught(pattern: str, forms: tuple[str, ...]) -> None:
    for form in forms:
        assert re.fullmatch(pattern, form, re.IGNORECASE) or re.match(rf"(?:{pattern})\b", form, re.IGNORECASE), form
        assert judging(f"He is a {form}, it says.", [])


def test_that_ordinary_words_are_not_caught() -> None:
    ordinary = "Frank drank; a fragrant storage default, outlying wards, scorched underscores and a Monday list, rag"
    assert judging(ordinary, []) == []


def test_that_program_texts_are_read_inside_f_strings_and_docstrings_are_not() -> None:
    module = 'def f(x):\n    "the worst"\n    return f"{x} is an outlier" + "a rank"\n'
    found = {words for text in program_texts(ast.parse(module)) for words in judging(text, [])}
    assert found == {" is an outlier", "a rank"}


def test_that_the_documents_a_person_reads_are_among_the_texts() -> None:
    files = {file for file, _ in texts()}
    guide = {path.relative_to(ROOT).as_posix() for path in Path(ROOT / "resources" / "guide").glob("*.md")}
    assert {"README.md", "docs/measures.md", "resources/framework/stages.json"} | guide <= files

"""The template files are what the program recognises as its own."""

from pathlib import Path

import pytest

from cdconsole.domain.extract import ExtractKind
from cdconsole.importing.templates import TEMPLATES

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "templates"


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.value)
def test_that_a_templates_file_has_its_headings(kind: ExtractKind) -> None:
    file = FOLDER / f"{kind.name.lower()}.csv"
    assert file.read_text(encoding="utf-8").splitlines()[0] == ",".join(TEMPLATES[kind])

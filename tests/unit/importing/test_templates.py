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


@pytest.mark.parametrize("kind", TEMPLATES, ids=lambda kind: kind.value)
def test_that_every_heading_of_a_template_is_described(kind: ExtractKind) -> None:
    described = (FOLDER.parents[1] / "docs" / "formats" / "templates.md").read_text(encoding="utf-8")
    _, _, rest = described.partition(f"(`{kind.name.lower()}.csv`)")
    section = " ".join(rest.partition("\n## ")[0].split())
    assert [heading for heading in TEMPLATES[kind] if heading not in section] == []

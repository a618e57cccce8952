from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain import resources
from cdconsole.domain.resources import resource_path, resource_text


def test_that_a_bundled_text_is_found_in_a_source_checkout() -> None:
    assert resource_path("words/eff_large_wordlist.txt").is_file()
    assert resource_text("words/eff_large_wordlist.txt").startswith("abacus\n")


def test_that_an_installed_wheel_reads_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_resources").mkdir()
    (tmp_path / "_resources" / "a.txt").write_text("Żółw", encoding="utf-8")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resource_text("a.txt") == "Żółw"


def test_that_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"lacks its file words/none\.txt"):
        resource_text("words/none.txt")

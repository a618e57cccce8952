"""The templates an administrator sends to those who write extracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import ExportRefused
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.import_requests import ListTemplates, SaveTemplate
from cdconsole.domain.requests import ListExports
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.services.conftest import admin_session, department_template, unlock  # noqa: F401


def test_that_every_template_offered_is_saved_and_logged(admin_session: Session, tmp_path: Path) -> None:  # noqa: F811
    kinds = answer(admin_session, ListTemplates(), Task())
    assert ExtractKind.JOB_PLANS in kinds
    for kind in kinds:
        saved = Path(answer(admin_session, SaveTemplate(kind, str(tmp_path / f"{kind.value}.csv")), Task()))
        assert saved.read_text(encoding="utf-8").count(",") > 1
    assert len(answer(admin_session, ListExports(), Task())) >= len(kinds)


def test_that_a_template_is_saved_as_csv_only(admin_session: Session, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(ExportRefused, match="does not end in"):
        answer(admin_session, SaveTemplate(ExtractKind.JOB_PLANS, str(tmp_path / "plans.xlsx")), Task())

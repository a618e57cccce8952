from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import Cancelled
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind, ExtractPreview
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.importing.limits import Limits
from cdconsole.importing.looking import look_at_extract
from unit.importing.whole import Whole, check_whole

TODAY = date(2026, 11, 23)

SPELL_COLUMNS = {
    Field.SPELL_KEY: "spell",
    Field.PATIENT: "patient",
    Field.CLINICIAN: "consultant",
    Field.ADMITTED: "admitted",
    Field.DISCHARGED: "discharged",
}
EPISODE_COLUMNS = {
    Field.PATIENT: "patient",
    Field.SPELL_KEY: "key",
    Field.CLINICIAN: "consultant",
    Field.ADMITTED: "admitted",
    Field.DISCHARGED: "discharged",
    Field.EPISODE_START: "start",
    Field.EPISODE_END: "end",
    Field.EPISODE_ORDER: "order",
}


class Watching:
    """A task that hears progress and can be told to stop."""

    def __init__(self, *, stop: bool = False) -> None:
        self.heard: list[int] = []
        self._stop = stop

    def report(self, done: int, of: int, label: str) -> None:  # noqa: ARG002 the shape of a task
        self.heard.append(done)

    def checkpoint(self) -> None:
        if self._stop and self.heard:
            raise Cancelled


@pytest.fixture
def watch() -> Watching:
    return Watching()


@pytest.fixture
def stopped_watch() -> Watching:
    return Watching(stop=True)


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Whole]:
    """Return a function that checks a spell extract: heading ``spell,patient,consultant,admitted,discharged``."""

    def checked(
        rows: str, *, extra: dict[Field, str] | None = None, limits: Limits | None = None, **mapping: Any
    ) -> Whole:
        path = tmp_path / "spells.csv"
        columns = SPELL_COLUMNS | (extra or {})
        path.write_text(",".join(columns.values()) + "\n" + rows, encoding="utf-8")
        chosen = ColumnMapping(ExtractKind.SPELLS, columns, **mapping)
        return check_whole(path, chosen, TODAY, limits)

    return checked


@pytest.fixture
def check_episodes(tmp_path: Path) -> Callable[..., Whole]:
    """Return a function that checks episodes: ``patient,key,consultant,admitted,discharged,start,end,order``."""

    def checked(rows: str, *, extra: dict[Field, str] | None = None) -> Whole:
        path = tmp_path / "episodes.csv"
        columns = EPISODE_COLUMNS | (extra or {})
        path.write_text(",".join(columns.values()) + "\n" + rows, encoding="utf-8")
        chosen = ColumnMapping(ExtractKind.EPISODES, columns)
        return check_whole(path, chosen, TODAY)

    return checked


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., ExtractPreview]:
    def looked(content: str | bytes, order: DateOrder = DateOrder.AUTOMATIC) -> ExtractPreview:
        path = tmp_path / "extract.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return look_at_extract(path, PreviewExtract("", order), TODAY, Limits(), lambda _: None)

    return looked

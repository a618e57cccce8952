"""The way in for extracts: look at a file, then read it under a confirmed mapping, each in a limited child process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from cdconsole.domain.extract import SPELL_KINDS, ColumnMapping, ExtractPreview
from cdconsole.domain.import_requests import PreviewExtract
from cdconsole.importing.checking import check_extract
from cdconsole.importing.child import Watch, run_in_child, stream_from_child
from cdconsole.importing.kinds.check import check_records
from cdconsole.importing.limits import LIMITS, Limits
from cdconsole.importing.looking import look_at_extract
from cdconsole.importing.records import CheckedExtract
from cdconsole.importing.source import Source


def preview(
    source: Source, asked: PreviewExtract, today: date, watch: Watch, limits: Limits = LIMITS
) -> ExtractPreview:
    """Return what a file looks like before anything is stored, identifying columns masked.

    ``already_imported`` is left empty: only the department's file knows. Raises ImportRefused if the file as a whole
    is no use, Cancelled if the watch says so.
    """
    return run_in_child(partial(look_at_extract, source, asked, today, limits), limits, watch)


def read_extract(
    source: Source, mapping: ColumnMapping, today: date, watch: Watch, take: Callable[[Any], None]
) -> CheckedExtract:
    """Return what became of a file's rows under a confirmed mapping; ``take`` gets its records meanwhile, in parts.

    The first thing taken is a FileKnown. Dates later than the day after ``today`` are refused. Raises ImportRefused if
    the file or the mapping as a whole is no use, Cancelled if the watch says so: what was taken is void then.
    """
    check = check_extract if mapping.kind in SPELL_KINDS else check_records
    return stream_from_child(partial(check, source, mapping, today, LIMITS), LIMITS, watch, take)

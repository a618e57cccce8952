"""What every section holds of each: audit events, earlier values, two people's values, the log of exports."""

from __future__ import annotations

from cdconsole.domain.held import HeldPart
from cdconsole.domain.people import Section
from cdconsole.storage.held.kind import Kind
from cdconsole.storage.held.records import RECORDS_KINDS
from cdconsole.storage.held.review import REVIEW_KINDS

WARD_KINDS = (
    Kind(Section.WARD, "inpatient", HeldPart.WORK, "Inpatients of the ward list", dated="admitted_at", is_work=True),
    Kind(
        *(Section.WARD, "predicted_discharge", HeldPart.WORK, "Predicted dates of their inpatients"),
        where="inpatient_id IN (SELECT id FROM inpatient WHERE clinician_id = :clinician)",
        dated="changed_at",
        is_work=True,
    ),
)
_OWN_KINDS = {Section.WARD: WARD_KINDS, Section.RECORDS: RECORDS_KINDS, Section.REVIEW: REVIEW_KINDS}
_LOG = ("at", "person", "what", "file_name", "state")
_EVERYBODY = "('everybody', 'Measures of named clinicians')"
"""Subjects of audit events that are about every clinician, see domain/audit_trail.py."""


def kinds_of(section: Section) -> tuple[Kind, ...]:
    """Return every kind of record in a section that can be about a clinician, in the order they are handed over."""
    return (*_OWN_KINDS[section], *_exports(section), *_trail(section))


def _exports(section: Section) -> tuple[Kind, ...]:
    if section is Section.WARD:
        return ()
    logged = (
        "EXISTS (SELECT 1 FROM audit_event AS a WHERE a.at = export_log.at AND a.action = 'export ' || state"
        f" AND (instr(a.subject, :clinician) OR a.subject IN {_EVERYBODY}))"
    )
    title = f"Files and papers that left, {section.value} section"
    return (Kind(section, "export_log", HeldPart.HANDED_OVER, title, logged, "at", on_paper=_LOG, is_log=True),)


def _trail(section: Section) -> tuple[Kind, ...]:
    name = section.value
    return (
        Kind(
            *(section, "audit_event", HeldPart.TRAIL, f"Audit trail, {name} section"),
            where=f"instr(subject, :clinician) OR subject IN {_EVERYBODY}",
            dated="at",
            mentions=True,
            is_log=True,
            on_paper=("at", "person", "action", "subject"),
        ),
        Kind(
            *(section, "history", HeldPart.TRAIL, f"Earlier values, {name} section"),
            where=_history(section),
            dated="at",
            words=("before", "after"),
            mentions=True,
            is_work=True,
            is_log=True,
        ),
        Kind(
            *(section, "conflict", HeldPart.TRAIL, f"Values of two people, {name} section"),
            where="instr(row_key || coalesce(base, '') || coalesce(ours, '') || coalesce(theirs, ''), :clinician)",
            dated="found_at",
            words=("base", "ours", "theirs"),
            mentions=True,
            is_log=True,
        ),
    )


def _history(section: Section) -> str:
    """Return which earlier values are of somebody's records: those that name them, and those of rows about them."""
    with_ids = [
        kind for kind in _OWN_KINDS[section] if kind.part is not HeldPart.WORK and kind.table not in _WITHOUT_ID
    ]
    rows = [f"SELECT '{one.table}', id FROM {one.table} WHERE {one.where}" for one in with_ids]
    named = "instr(row_id || coalesce(before, '') || after, :clinician)"
    return f"{named} OR (table_name, row_id) IN ({' UNION ALL '.join(rows)})" if rows else named


_WITHOUT_ID = frozenset(
    {"clinician_code", "programmed_activity", "import_finding", "charter", "fix_decision", "clinician_left"}
)

"""Tables that hold nothing about a clinician, and why: with the kinds, every table of every section is accounted for.

A new table goes either here or among the kinds of its section; tests/unit/storage/test_held.py fails until it does.
"""

from __future__ import annotations

_OF_THE_FILE = "it describes the file itself"
_OF_THE_DEPARTMENT = "it is the department's, about nobody in particular"
_WORKED_OUT = "it is worked out from records that are shown themselves"

NOT_ABOUT: dict[str, str] = {
    "sentinel": _OF_THE_FILE,
    "schema_step": _OF_THE_FILE,
    "audit_earlier_key": _OF_THE_FILE,
    "department": _OF_THE_DEPARTMENT,
    "outcome_measure": _OF_THE_DEPARTMENT,
    "stage_edit": _OF_THE_DEPARTMENT,
    "stage_words": _OF_THE_DEPARTMENT,
    "stage_item": _OF_THE_DEPARTMENT,
    "department_text": _OF_THE_DEPARTMENT,
    "conversation_form": "it holds questions; nobody's answers are in it",
    "template_use": _OF_THE_DEPARTMENT,
    "stage_tick": "it says who ticked a step of the framework, as a holder of keys",
    "activity_need": _OF_THE_DEPARTMENT,
    "measure_definition": _OF_THE_DEPARTMENT,
    "definition_version": "definitions are everybody's; those of a person's charts are in the report with the charts",
    "shown_measure": _OF_THE_DEPARTMENT,
    "quality_report": "it counts a month of everybody's records",
    "import_batch": "it tells of a file with many people's records; their own rows are among the recorded work",
    "remembered_mapping": "it tells of a file's columns",
    "inbox_key": "it is a key of the department's",
    "pack_sender": "it tells who may send data to the department",
    "data_pack": "it tells of a file with many people's records",
    "spell_columns": _WORKED_OUT,
    "spell_case": _WORKED_OUT,
    "monthly_rollup": _WORKED_OUT,
    "pulse_wording": _OF_THE_DEPARTMENT,
    "pulse_round": "it counts answers of everybody; nobody's answers are stored",
    "department_word": "it holds words that the spelling check takes for right",
    "lesson": "lessons are written so that nobody can be told from them",
    "retention_rule": "a period is set for a kind of record, not for a person",
}
"""Table to reason, as it ends the sentence "It is left out, because ..."."""

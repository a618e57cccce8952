"""The quarter: freeze it, say what is made of each chart, and release it to the clinician first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.domain.quarter_requests import PrintQuarterReading
from cdconsole.ui.printed import Document, join_printing, printing_from
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.quarter.desk import QuarterDesk
from cdconsole.ui.screens.governance.quarter.presenter import QuarterPresenter
from cdconsole.ui.screens.governance.quarter.view import QuarterView


def build_page(context: ScreenContext) -> tuple[QWidget, QuarterPresenter]:
    """Return the page and its presenter, not yet started."""
    view = QuarterView(context.clipboard)
    scope = context.scope()
    desk = QuarterDesk(view, scope, context.show_problem)
    presenter = QuarterPresenter(desk, context.navigate)
    editor, writing, acts = view.pane.editor, presenter.writing, presenter.acts
    view.top.quarter_chosen.connect(presenter.choose_quarter)
    view.top.version_chosen.connect(presenter.choose_version)
    view.top.freeze_requested.connect(acts.begin_freezing)
    view.top.stop_requested.connect(acts.stop_freezing)
    view.selected.connect(presenter.select)
    view.measure_chosen.connect(presenter.show_measure)
    view.moved.connect(presenter.go)
    view.moved_person.connect(presenter.go_person)
    view.part_chosen.connect(presenter.choose_part)
    view.release_requested.connect(acts.begin_release)
    view.form_entered.connect(acts.enter)
    view.form_ended.connect(acts.end)
    editor.typed.connect(writing.typed)
    editor.save_due.connect(writing.save)
    editor.settled.connect(writing.settle)
    editor.suggestion_wanted.connect(writing.use_suggestion)
    editor.confirmed.connect(writing.confirm)
    _connect_printing(context, view, desk)
    return view, presenter


def _connect_printing(context: ScreenContext, view: QuarterView, desk: QuarterDesk) -> None:
    def say(words: str) -> None:
        desk.change(notice=words)

    def wanted() -> Document | None:
        reading = desk.state.reading
        return (
            None if reading is None else (PrintQuarterReading(reading.freeze.id, reading.row.whose), reading.row.whose)
        )

    join_printing(view.printing, printing_from(view, desk.scope, say, context.show_problem), wanted)

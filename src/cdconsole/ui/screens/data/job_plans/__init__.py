"""Job plans: every version of each clinician's, an editor for the next one, and the import from a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.job_plans.presenter import JobPlansPresenter
from cdconsole.ui.screens.data.job_plans.view import JobPlansView


def build_page(context: ScreenContext) -> tuple[QWidget, JobPlansPresenter]:
    """Return the page and its presenter, not yet started."""
    view = JobPlansView(context.clipboard)
    presenter = JobPlansPresenter(view, context.scope(), context.clock, context.show_problem)
    view.clinician_chosen.connect(presenter.choose)
    view.version_chosen.connect(presenter.show_version)
    view.file_chosen.connect(presenter.import_file)
    editor, draft = view.editor, presenter.draft
    editor.cell_edited.connect(draft.edit_cell)
    editor.field_edited.connect(draft.edit_field)
    editor.row_added.connect(draft.add_row)
    editor.row_removed.connect(draft.remove_row)
    editor.revert_requested.connect(draft.revert)
    editor.save_requested.connect(draft.save)
    sides = presenter.sides
    view.part_chosen.connect(sides.open)
    view.versions_page.compared.connect(sides.compare)
    view.delivery_page.period_chosen.connect(sides.count)
    view.agreement_page.field_edited.connect(draft.edit_field)
    view.agreement_page.sign_off_requested.connect(sides.sign)
    return view, presenter

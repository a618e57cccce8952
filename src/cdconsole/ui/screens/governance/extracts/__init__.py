"""Sealed extracts: propose what leaves the department for a review, agree to it, seal it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.extracts.presenter import ExtractsPresenter
from cdconsole.ui.screens.governance.extracts.view import ExtractsView


def build_page(context: ScreenContext) -> tuple[QWidget, ExtractsPresenter]:
    """Return the page and its presenter, not yet started."""
    view = ExtractsView(context.clipboard)
    presenter = ExtractsPresenter(view, context.scope(), context.summary.person, context.show_problem)
    view.selected.connect(presenter.select)
    view.change_requested.connect(presenter.edit)
    form, deeds = presenter.form, presenter.deeds
    view.propose_requested.connect(form.begin)
    view.clinician_chosen.connect(form.choose_clinician)
    view.preview_requested.connect(form.preview)
    view.draft_entered.connect(form.propose)
    view.form_ended.connect(form.end)
    view.agree_requested.connect(deeds.agree)
    view.end_requested.connect(deeds.end)
    view.place_chosen.connect(deeds.seal)
    view.words_noted.connect(deeds.forget_words)
    view.in_person_requested.connect(deeds.begin_agreeing)
    view.in_person_entered.connect(deeds.agree_in_person)
    view.in_person_ended.connect(deeds.end_agreeing)
    return view, presenter

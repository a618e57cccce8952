"""An open pack as the shell holds it in the place of a department's screens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdconsole.domain.clinician_pack import OwnPack
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_pack.presenter import OwnPackPresenter
from cdconsole.ui.own_pack.view import OwnPackView
from cdconsole.ui.shell.clipboard import Clipboard


class OwnPackRoom(QWidget):
    """``folder`` is the pack's file: what is offered again after locking."""

    def __init__(
        self, own: OwnPack, path: str, scope: TaskScope, clipboard: Clipboard, broken: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self.folder = path
        self.person = own.content.charts.clinician.id
        view = OwnPackView(own, clipboard)
        self._view = view
        self._presenter = OwnPackPresenter(view, scope, path, own, broken)
        view.voted.connect(self._presenter.vote)
        view.filter_chosen.connect(self._presenter.filter)
        view.challenge_requested.connect(self._presenter.challenge)
        view.challenge_entered.connect(self._presenter.enter)
        view.challenge_ended.connect(self._presenter.end_form)
        view.taken_back.connect(self._presenter.take_back)
        view.self_view.typed.connect(self._presenter.write_view)
        view.self_view.due.connect(self._presenter.keep_typed)
        view.review.typed.connect(self._presenter.write_comment)
        view.review.due.connect(self._presenter.keep_typed)
        view.review.marked.connect(self._presenter.mark)
        if view.sheet is not None:
            view.sheet.read.connect(self._presenter.read_sheet)
        view.place_chosen.connect(self._presenter.write)
        self.setFocusProxy(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        self._presenter.start()

    def show_page(self, title: str) -> None:
        """Turn to the page that its tab calls so."""
        self._view.show_page(title)

    def close_screens(self) -> None:
        """Hear of nothing any more; what was said is kept."""
        self._presenter.close()

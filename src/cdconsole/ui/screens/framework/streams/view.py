"""The chooser: the work streams in a list, and what can be done with them in a menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QWidget

from cdconsole.domain.work_stream import WorkStream
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.framework.streams.state import StreamsState, title_of
from cdconsole.ui.theme.fonts import px

_WIDTH = 176


class StreamsView(QWidget):
    """Emits what the person wants; shows a state and its form."""

    chosen = Signal(str)
    add_requested = Signal()
    edit_requested = Signal()
    close_requested = Signal()
    reopen_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._streams: tuple[WorkStream, ...] = ()
        self._box = QComboBox()
        self._box.setAccessibleName("Work stream")
        self._box.setFixedWidth(px(_WIDTH))
        self._acts = button("Manage")
        self._acts.setAccessibleName("Make or change work streams")
        menu = QMenu(self._acts)
        menu.addAction("New work stream…", self.add_requested.emit)
        self._edit = menu.addAction("Change this one…", self.edit_requested.emit)
        self._close = menu.addAction("Close this one…", self.close_requested.emit)
        self._reopen = menu.addAction("Open this one again", self.reopen_requested.emit)
        self._acts.setMenu(menu)
        self._problem = label("", "warning")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for part in (self._problem, self._box, self._acts):
            row.addWidget(part)
        self._box.activated.connect(self._choose)

    def show_state(self, state: StreamsState) -> None:
        """Show everything anew."""
        if state.streams != self._streams:
            self._streams = state.streams
            self._box.clear()
            for one in state.streams:
                self._box.addItem(title_of(one), one.id)
        self._box.setCurrentIndex(self._box.findData(state.chosen))
        self._box.setToolTip(f"Work stream: {self._box.currentText()}")
        is_closed = state.stream is not None and state.stream.closed is not None
        self._edit.setEnabled(state.stream is not None)
        self._close.setVisible(not is_closed)
        self._reopen.setVisible(is_closed)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._forms.show(state.form)

    def _choose(self, at: int) -> None:
        self.chosen.emit(self._streams[at].id)

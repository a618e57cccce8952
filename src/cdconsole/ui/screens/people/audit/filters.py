"""The line of filters: who, whose data, what, and how far back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from cdconsole.domain.audit_trail import AuditKind
from cdconsole.ui.screens.people.audit.state import AuditChoice, AuditState, Days
from cdconsole.ui.theme.fonts import px

_KINDS = [("Everything done", None), *((kind.value, kind) for kind in AuditKind)]
_DAYS = [(days.value, days) for days in Days]
_WIDEST = 220


class Filters(QWidget):
    """Emits an AuditChoice."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._person, self._clinician, self._kind, self._days = (QComboBox() for _ in range(4))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        names = ("Done by", "Data of", "What was done", "Days")
        for box, name in zip((self._person, self._clinician, self._kind, self._days), names, strict=True):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMaximumWidth(px(_WIDEST))
            box.activated.connect(self._choose)
            row.addWidget(box)
        _offer(self._kind, _KINDS)
        _offer(self._days, _DAYS)

    def show_state(self, state: AuditState) -> None:
        """Show what can be chosen, and what is."""
        people = () if state.trail is None else state.trail.people
        _offer(self._person, [("Everybody", None), *((name, person) for person, name in people)])
        _offer(self._clinician, [("About anybody", None), *((one.name, one.id) for one in state.clinicians)])
        choice = state.choice
        for box, value in (
            (self._person, choice.person),
            (self._clinician, choice.clinician),
            (self._kind, choice.kind),
            (self._days, choice.days),
        ):
            values = [box.itemData(at) for at in range(box.count())]
            box.setCurrentIndex(values.index(value) if value in values else 0)

    def _choose(self, _index: int) -> None:
        self.chosen.emit(
            AuditChoice(
                self._person.currentData(),
                self._clinician.currentData(),
                self._kind.currentData(),
                self._days.currentData(),
            )
        )


def _offer(box: QComboBox, entries: Sequence[tuple[str, object]]) -> None:
    if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] == list(entries):
        return
    box.clear()
    for text, value in entries:
        box.addItem(text, value)

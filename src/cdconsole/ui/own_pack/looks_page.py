"""Who looked at the owner's data, or wrote a file with them: a table, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician_pack import PackContent
from cdconsole.domain.pack_review import PackLook
from cdconsole.ui.forms import label
from cdconsole.ui.own_pack.looks_columns import LOOK_COLUMNS
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px


class LooksPage(QWidget):
    """Shows what the pack holds of the department's audit trail; nothing here changes."""

    def __init__(self, content: PackContent, clipboard: Clipboard) -> None:
        super().__init__()
        model: RecordTableModel[PackLook] = RecordTableModel(LOOK_COLUMNS, _key, self)
        model.replace_all(content.looks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(label(_lead(content), "secondary"))
        if content.looks:
            column.addWidget(RecordTable(model, clipboard, "Who looked at my data"), 1)
        else:
            column.addWidget(label("Nothing is entered.", "secondary"), 1, Qt.AlignmentFlag.AlignTop)


def _lead(content: PackContent) -> str:
    if content.looks_from is None:
        return "This pack was made by a version that did not say who looked."
    made = date_text(content.made_at.astimezone().date())
    return (
        f"From the department's audit trail, {date_text(content.looks_from)} to {made}: each kind once a day. What was"
        " read with another program left no entry."
    )


def _key(look: PackLook) -> PackLook:
    return look

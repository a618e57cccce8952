"""The job plan beside the charts: programmed activities, the week, what shortened exposure, the last review."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.job_plan import JobPlanPanel
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.clinician.fact_rows import FactRows
from cdconsole.ui.screens.clinician.week_grid import PaBars, WeekGrid
from cdconsole.ui.screens.clinician.wording import (
    delivery_facts,
    duty_text,
    exposure_facts,
    flexible_facts,
    plan_title,
    review_facts,
    total_text,
)
from cdconsole.ui.theme.fonts import TypeSize, px

_WIDTH = 312


class JobPlanPanelView(QScrollArea):
    """Shows a panel; ``edit_requested`` when the person wants to change the plan, where it may be changed."""

    edit_requested = Signal()

    def __init__(self, *, may_edit: bool = True) -> None:
        super().__init__()
        self._panel: JobPlanPanel | None = None
        self._inside = QWidget()
        self._plan_title = label("", "secondary")
        self._total = label("", "heading")
        self._bars, self._week = PaBars(), WeekGrid()
        self._flexible = FactRows("Without a fixed time", size=TypeSize.CAPTION)
        self._duty = label("")
        self._period = label("", "secondary")
        self._delivery = FactRows("Delivered and planned")
        self._exposure = FactRows("Leave and closures", size=TypeSize.CAPTION)
        self._no_exposure = label("No leave or closure is logged.", "caption")
        self._review = FactRows("Last review and open goals")
        self._edit = button("Edit job plan", "link")
        self._edit.clicked.connect(self.edit_requested)
        self._lay_out()
        self._edit.setVisible(may_edit)

    def show_panel(self, panel: JobPlanPanel | None) -> None:
        """Show a clinician's panel; nothing before the first is known."""
        self._inside.setVisible(panel is not None)
        if panel is None or panel == self._panel:
            return
        self._panel = panel
        plan = panel.plan
        self._plan_title.setText(plan_title(plan))
        self._total.setText("" if plan is None else total_text(plan))
        for part in (self._total, self._bars, self._week):
            part.setVisible(plan is not None)
        self._bars.show_plan(plan)
        self._week.show_plan(plan)
        self._flexible.show_facts(() if plan is None else flexible_facts(plan))
        self._duty.setText(duty_text(panel))
        self._duty.setVisible(bool(duty_text(panel)))
        self._period.setText(str(panel.period).replace(" - ", " – "))
        self._delivery.show_facts(delivery_facts(panel))
        self._exposure.show_facts(exposure_facts(panel))
        self._no_exposure.setVisible(not panel.exposures)
        self._review.show_facts(review_facts(panel))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(px(24), px(8), px(8), px(16))
        column.setSpacing(px(4))
        title = QHBoxLayout()
        title.addWidget(label("JOB PLAN", "strong"), 1)
        title.addWidget(self._edit)
        column.addLayout(title)
        _add(column, self._plan_title, self._total, self._bars)
        column.addSpacing(px(4))
        _add(column, self._week, self._flexible, self._duty)
        column.addSpacing(px(16))
        column.addWidget(label("EXPOSURE", "strong"))
        _add(column, self._period, self._delivery, self._exposure, self._no_exposure)
        column.addSpacing(px(16))
        column.addWidget(label("REVIEW", "strong"))
        column.addWidget(self._review)
        column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(px(_WIDTH))
        self.setAccessibleName("Job plan")


def _add(column: QVBoxLayout, *parts: QWidget) -> None:
    for part in parts:
        column.addWidget(part)

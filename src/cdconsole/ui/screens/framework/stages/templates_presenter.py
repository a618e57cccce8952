"""Looks at starter templates, uses one, and undoes the newest use. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.framework_requests import (
    ApplyTemplate,
    ListFrameworkTemplates,
    ListTemplateUses,
    PreviewTemplate,
    UndoTemplate,
)
from cdconsole.domain.framework_template import FrameworkTemplate, TemplatePreview, TemplateUse
from cdconsole.ui.screens.framework.page_desk import PageDesk
from cdconsole.ui.screens.framework.stages.state import StagesState, Templating
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


class TemplatesPresenter:
    """Nothing is added before the preview of the template that is chosen is on the screen."""

    def __init__(self, desk: PageDesk[StagesState], choice: StreamChoice) -> None:
        self._desk = desk
        self._choice = choice

    def begin(self) -> None:
        """Open the dialog of templates."""
        self._desk.change(templating=Templating())
        self._desk.scope.latest("templates", ListFrameworkTemplates(), self._listed, self._refused)

    def choose(self, name: str) -> None:
        """Look at what a template would add."""
        self._change(chosen=name, preview=None, problem="")
        self._desk.scope.latest("preview", PreviewTemplate(name, self._choice.now), self._previewed, self._refused)

    def apply(self, with_measures: bool) -> None:
        """Add what the preview says."""
        state = self._desk.state.templating
        if state is not None and state.preview is not None and not state.is_busy:
            self._change(is_busy=True, problem="")
            request = ApplyTemplate(state.chosen, with_measures, self._choice.now)
            self._desk.scope.run(request, self._applied, self._refused)

    def end(self) -> None:
        """Close the dialog; nothing is added."""
        self._desk.change(templating=None)

    def undo(self) -> None:
        """Retire what the newest use of a template added."""
        use = self._desk.state.last_use
        if use is not None:
            self._desk.do(UndoTemplate(use.id), self._undone)

    def read_uses(self) -> None:
        """Read which templates were used."""
        self._desk.scope.latest("uses", ListTemplateUses(self._choice.now), self._show_uses, self._desk.cannot)

    def _listed(self, templates: tuple[FrameworkTemplate, ...]) -> None:
        self._change(templates=templates)
        self.choose(templates[0].name)

    def _previewed(self, preview: TemplatePreview) -> None:
        self._change(preview=preview)

    def _applied(self, _use: TemplateUse) -> None:
        self.end()

    def _undone(self, _use: TemplateUse) -> None:
        self._desk.change(problem="")

    def _show_uses(self, uses: tuple[TemplateUse, ...]) -> None:
        self._desk.change(uses=uses)

    def _refused(self, problem: Exception) -> None:
        self._change(is_busy=False, problem=str(problem) if isinstance(problem, UserFacingError) else "")
        if not isinstance(problem, UserFacingError):
            self._desk.cannot(problem)

    def _change(self, **changes: Any) -> None:
        templating = self._desk.state.templating
        if templating is not None:
            self._desk.change(templating=replace(templating, **changes))

"""Reads the stage board, ticks its items and changes its words. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.framework import ChecklistItem, Framework, Stage, StageFacts
from cdconsole.domain.framework_requests import MoveStageItem, RemoveStageItem, SaveStageItem, ShowStageFacts
from cdconsole.domain.requests import EditStage, ListClinicians, ShowFramework, TickStageItem
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.framework.page_desk import PageDesk, Typed
from cdconsole.ui.screens.framework.stages.state import StagesState, item_form, stage_form
from cdconsole.ui.screens.framework.stages.templates_presenter import TemplatesPresenter
from cdconsole.ui.screens.framework.streams.choice import StreamChoice

_FACTS = frozenset(
    {
        *(Topic.FRAMEWORK, Topic.MEASURE, Topic.JOB_PLAN, Topic.IMPORT, Topic.CHALLENGE, Topic.REVIEW, Topic.GOAL),
        *(Topic.PEOPLE, Topic.CLINICIAN),
    }
)


class StagesScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: StagesState) -> None:
        """Show everything anew."""
        ...


class StagesPresenter:
    """Each write brings the whole board back; what the records say is read after it."""

    def __init__(
        self, view: StagesScreen, choice: StreamChoice, scope: TaskScope, broken: Callable[[Exception], None]
    ) -> None:
        self._choice = choice
        self.desk = PageDesk(StagesState(), view.show_state, scope, broken)
        self.templates = TemplatesPresenter(self.desk, choice)

    def start(self) -> None:
        """Read the board."""
        self.desk.change()
        self._choice.hear(self._other_stream)
        self._read()
        self._read_facts()
        self._read_clinicians()

    def visit(self, **_ids: str) -> None:
        """There is one board at a time: the chooser says which."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read()
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._read_clinicians()
        if changes.touches(_FACTS):
            self._read_facts()

    def close(self) -> None:
        """Hear of nothing any more."""
        self.desk.scope.close()

    def tick(self, key: str, is_done: bool) -> None:
        """Tick or untick one item of a stage."""
        self.desk.scope.run(TickStageItem(key, is_done, self._choice.now), self._show, self._not_ticked)

    def edit_stage(self, number: int) -> None:
        """Open the form of a stage's words."""
        stage = self._stage(number)
        if stage is None:
            return

        def asked(typed: Typed) -> EditStage:
            return EditStage(number, typed["title"], typed["aim"], typed["done_when"], self._choice.now)

        self.desk.open(stage_form(stage), asked, self._show)

    def edit_item(self, number: int, key: str) -> None:
        """Open the form of an item's words; without a key, of a new item."""
        stage = self._stage(number)
        if stage is None:
            return
        item: ChecklistItem | None = next((one for one in stage.items if one.key == key), None)

        def asked(typed: Typed) -> SaveStageItem:
            return SaveStageItem(number, key, typed["text"], self._choice.now)

        self.desk.open(item_form(stage, item), asked, self._show)

    def move_item(self, key: str, by: int) -> None:
        """Move an item up or down."""
        self.desk.do(MoveStageItem(key, by, self._choice.now), self._show)

    def remove_item(self, key: str) -> None:
        """Take an item off the board."""
        self.desk.do(RemoveStageItem(key, is_removed=True, stream=self._choice.now), self._show)

    def put_item_back(self, key: str) -> None:
        """Put an item back where it was."""
        self.desk.do(RemoveStageItem(key, is_removed=False, stream=self._choice.now), self._show)

    def _stage(self, number: int) -> Stage | None:
        framework = self.desk.state.framework
        return next((one for one in framework.stages if one.number == number), None) if framework else None

    def _other_stream(self) -> None:
        self.desk.change(framework=None, facts={}, uses=(), form=None, templating=None)
        self._read()
        self._read_facts()

    def _read(self) -> None:
        self.desk.scope.latest("framework", ShowFramework(self._choice.now), self._show, self.desk.cannot)
        self.templates.read_uses()

    def _read_facts(self) -> None:
        self.desk.scope.latest("facts", ShowStageFacts(self._choice.now), self._show_facts, self.desk.cannot)

    def _read_clinicians(self) -> None:
        self.desk.scope.latest("clinicians", ListClinicians(), self._show_clinicians, self.desk.cannot)

    def _show(self, framework: Framework) -> None:
        if framework.stream.id == self._choice.now:
            self.desk.change(framework=framework, problem="")

    def _show_facts(self, facts: tuple[StageFacts, ...]) -> None:
        self.desk.change(facts={one.number: one.sentences for one in facts})

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self.desk.change(clinicians=clinicians)

    def _not_ticked(self, problem: Exception) -> None:
        self.desk.cannot(problem)  # the box goes back to what is stored

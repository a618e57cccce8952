"""Freezes a quarter and records its releases. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.quarter import QuarterFreeze, Release, ReleaseMode, months_text
from cdconsole.domain.quarter_requests import FreezeQuarter, ReleaseQuarter
from cdconsole.services.tasks import Progress, Running
from cdconsole.ui.screens.governance.quarter.desk import QuarterDesk
from cdconsole.ui.screens.governance.quarter.state import FREEZE, freeze_again_form, release_form


class ActsPresenter:
    """One act at a time; ``navigate`` leads to the packs once one was released in a pack."""

    def __init__(self, desk: QuarterDesk, navigate: Callable[..., None], read: Callable[[], None]) -> None:
        self._desk = desk
        self._navigate = navigate
        self._read = read
        self._freezing: Running | None = None

    def begin_freezing(self) -> None:
        """Freeze the quarter on show; ask why where it is frozen already."""
        page = self._desk.state.page
        if page is None or not page.may_freeze or self._desk.state.freezing:
            return
        if page.versions:
            self._desk.change(form=freeze_again_form(page.quarter), notice="")
        else:
            self._freeze("")

    def stop_freezing(self) -> None:
        """Stop; nothing is kept of it."""
        if self._freezing is not None:
            self._freezing.cancel()

    def begin_release(self) -> None:
        """Ask how the figures were released."""
        state = self._desk.state
        if state.page is not None and state.row is not None and state.page.freeze is not None:
            self._desk.change(form=release_form(state.row, state.page.quarter), notice="")

    def enter(self, typed: Mapping[str, str]) -> None:
        """Do what the form is for."""
        form, page = self._desk.state.form, self._desk.state.page
        if form is None or form.is_busy or page is None:
            return
        if form.task == FREEZE:
            if not typed["reason"].strip():
                unsaid = UserFacingError("Why it is frozen again is kept with it.", "Say why.")
                self._desk.change(form=form.refused(unsaid))
                return
            self._desk.change(form=None)
            self._freeze(typed["reason"])
        elif page.freeze is not None:
            self._desk.change(form=form.busy())
            mode = ReleaseMode[typed["mode"]]
            request = ReleaseQuarter(page.freeze.id, self._desk.state.whose, mode, typed["reason"])
            self._desk.scope.run(request, self._released, self._refused)

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._desk.change(form=None)

    def _freeze(self, reason: str) -> None:
        page = self._desk.state.page
        if page is not None:
            self._desk.change(freezing="Freezing…", problem="", notice="")
            request = FreezeQuarter(page.quarter, reason)
            self._freezing = self._desk.scope.run(request, self._frozen, self._not_frozen, self._progressed)

    def _progressed(self, progress: Progress) -> None:
        self._desk.change(freezing=f"{progress.label}, {progress.done} of {progress.of}")

    def _frozen(self, made: QuarterFreeze) -> None:
        self._freezing = None
        self._desk.change(freezing="", version=0, reading=None, notice=f"{months_text(made.quarter)} is frozen.")
        self._read()

    def _not_frozen(self, problem: Exception) -> None:
        self._freezing = None
        stopped = "Stopped; nothing was kept." if isinstance(problem, Cancelled) else ""
        self._desk.change(freezing="", notice=stopped)
        if not stopped:
            self._desk.cannot(problem)

    def _released(self, release: Release) -> None:
        row = self._desk.state.row
        name = "" if row is None else row.name
        self._desk.change(form=None, notice=f"{name}: {release.words}.")
        self._read()
        if release.mode is ReleaseMode.PACK:
            self._navigate("governance", page="packs", clinician=release.whose or "")

    def _refused(self, problem: Exception) -> None:
        form = self._desk.state.form
        if form is not None:
            self._desk.change(form=form.refused(problem))
        self._desk.report(problem)

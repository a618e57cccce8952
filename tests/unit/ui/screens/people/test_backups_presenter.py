"""What the backups page says and asks for, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdconsole.domain.backup import BackupOverview, BackupPlace, BackupReport, RestorePoint
from cdconsole.domain.backup_requests import (
    BackUpNow,
    ChooseBackupPlace,
    ListBackups,
    PackDepartment,
    RestoreGeneration,
)
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.people import Section
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.people.backups.columns import POINT_COLUMNS, size_text
from cdconsole.ui.screens.people.backups.desk import BackupsDesk
from cdconsole.ui.screens.people.backups.presenter import BackupsPresenter
from cdconsole.ui.screens.people.backups.state import BackupsState, Restoring
from unit.ui.scripted_runner import ScriptedRunner, Shown

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
PRESENT = RestorePoint(BackupPlace.FOLDER, "", 43, AT, "Dr B. Director", 1_234_567, is_present=True)
EARLIER = RestorePoint(BackupPlace.FOLDER, "", 42, AT, "Ward Clerk", 999)
BACKUP = RestorePoint(BackupPlace.COMPUTER, "/home/b/G 000042.cdvx", 42, AT, "Ward Clerk", 12_345_678, AT)
OVERVIEW = BackupOverview((PRESENT, EARLIER, BACKUP), last_backed_up=AT, may_restore=True)


class Page:
    def __init__(self, overview: BackupOverview = OVERVIEW) -> None:
        self.runner, self.view = ScriptedRunner(), Shown()
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = BackupsPresenter(BackupsDesk(self.view), scope, self.broken.append)
        self.restoring = self.presenter.restoring
        self.presenter.start()
        self.runner.last(ListBackups).answer(overview)

    @property
    def state(self) -> BackupsState:
        state: BackupsState = self.view.state
        return state

    def asked(self, kind: type) -> int:
        return sum(1 for asked in self.runner.asked if isinstance(asked.request, kind))


@pytest.fixture
def page() -> Page:
    return Page()


def test_that_it_is_read_at_first_and_again_at_each_visit_only(page: Page) -> None:
    page.presenter.visit()
    page.presenter.changed(ChangeSet(frozenset({Topic.SPELL})))
    assert page.asked(ListBackups) == 2
    assert page.state.points == OVERVIEW.points


def test_that_the_newest_backup_is_dated_and_nagged_about_when_overdue(page: Page) -> None:
    assert page.state.sentence.startswith("The newest backup holds the department as of 23 Nov 2026")
    assert "Back up now" not in page.state.sentence
    overdue = BackupsState(replace(OVERVIEW, is_overdue=True))
    assert overdue.sentence.endswith("more than a week ago, and there is newer work. Back up now.")
    never = BackupsState(replace(OVERVIEW, last_backed_up=None, is_overdue=True))
    assert "never been backed up" in never.sentence
    assert BackupsState().sentence == BackupsState().places == ""


def test_that_both_places_are_named(page: Page) -> None:
    assert "on this computer only" in page.state.places
    assert "a broken computer takes this one along" in page.state.places
    assert "and in /media/stick:" in BackupsState(replace(OVERVIEW, second_place="/media/stick")).places


def test_that_a_backup_tells_how_far_it_is_and_what_it_did(page: Page) -> None:
    page.presenter.back_up()
    page.presenter.back_up()
    asked = page.runner.last(BackUpNow)
    assert page.asked(BackUpNow) == 1
    asked.listeners.progress(Progress(0, 0, "Opening the backup"))
    assert page.state.doing == "Opening the backup"
    asked.answer(BackupReport(("/a.cdvx", "/b.cdvx"), 2))
    assert page.state.outcome == "Backed up to /a.cdvx and /b.cdvx. 2 older removed."
    assert not page.state.doing
    assert page.asked(ListBackups) == 2


def test_that_a_backup_with_a_problem_is_not_called_done(page: Page) -> None:
    page.presenter.back_up()
    page.runner.last(BackUpNow).answer(
        BackupReport(("/a.cdvx",), 0, ("records: damaged", "No backup was removed."), is_proved=False)
    )
    assert page.state.outcome == ""
    assert page.state.problems == "records: damaged\nNo backup was removed."


def test_that_a_second_place_is_chosen_and_given_up(page: Page) -> None:
    page.presenter.choose_place("/media/stick")
    assert page.runner.last(ChooseBackupPlace).request == ChooseBackupPlace("/media/stick")
    page.runner.last(ChooseBackupPlace).answer(replace(OVERVIEW, second_place="/media/stick"))
    assert "/media/stick too" in page.state.outcome
    page.presenter.choose_place("")
    page.runner.last(ChooseBackupPlace).answer(OVERVIEW)
    assert page.state.outcome == "Kept on this computer only."


def test_that_the_department_is_saved_as_one_file(page: Page) -> None:
    page.presenter.pack("/a/G.cdvx")
    page.runner.last(PackDepartment).answer("/a/G.cdvx")
    assert "/a/G.cdvx" in page.state.outcome


@pytest.mark.parametrize(
    ("problem", "said"),
    [(UserFacingError("The disk is full.", "Make room."), "The disk is full. Make room."), (Cancelled(), "Stopped.")],
)
def test_that_what_went_wrong_is_said(page: Page, problem: Exception, said: str) -> None:
    page.presenter.back_up()
    page.runner.last(BackUpNow).refuse(problem)
    assert page.state.problem == said
    assert not page.state.doing
    assert page.broken == []


def test_that_a_bug_is_passed_on(page: Page) -> None:
    page.presenter.back_up()
    page.runner.last(BackUpNow).refuse(ValueError("bug"))
    page.restoring.begin(EARLIER)
    page.restoring.restore()
    page.runner.last(RestoreGeneration).refuse(ValueError("bug"))
    assert len(page.broken) == 2


def test_that_restoring_asks_first_and_says_what_it_means(page: Page) -> None:
    page.restoring.begin(BACKUP)
    restoring = page.state.restoring
    assert restoring is not None
    assert restoring.title.endswith("saved by Ward Clerk")
    assert "for everybody who opens the department" in restoring.consequences[0]
    assert "not thrown away" in restoring.consequences[1]
    assert page.asked(RestoreGeneration) == 0
    page.restoring.choose_section(Section.WARD)
    page.restoring.restore()
    page.restoring.restore()
    assert page.asked(RestoreGeneration) == 1
    assert page.runner.last(RestoreGeneration).request == RestoreGeneration(BACKUP.file, 42, Section.WARD)
    page.runner.last(RestoreGeneration).answer("The ward section is as in generation 42.")
    assert page.state.restoring is None
    assert page.state.outcome.startswith("The ward section")


def test_that_a_refused_restore_stays_open_and_says_why(page: Page) -> None:
    page.restoring.begin(EARLIER)
    page.restoring.restore()
    page.runner.last(RestoreGeneration).refuse(UserFacingError("That state is damaged.", "Choose another."))
    assert page.state.restoring is not None
    assert page.state.restoring.problem == "That state is damaged. Choose another."
    page.restoring.end()
    assert page.state.restoring is None


def test_that_a_restore_refused_after_the_dialog_closed_is_said_on_the_page(page: Page) -> None:
    page.restoring.begin(EARLIER)
    page.restoring.restore()
    page.restoring.end()
    page.runner.last(RestoreGeneration).refuse(UserFacingError("That state is damaged."))
    assert page.state.problem == "That state is damaged."


@pytest.mark.parametrize("overview", [OVERVIEW, replace(OVERVIEW, may_restore=False)])
def test_that_the_present_state_and_nothing_at_all_for_some_is_restored(overview: BackupOverview) -> None:
    page = Page(overview)
    page.restoring.begin(PRESENT if overview.may_restore else EARLIER)
    page.restoring.choose_section(Section.WARD)
    page.restoring.restore()
    assert page.state.restoring is None
    assert page.asked(RestoreGeneration) == 0


def test_that_every_choice_has_its_consequences() -> None:
    for section in (None, *Section):
        assert len(Restoring(EARLIER, section).consequences) == 3


def test_that_the_table_says_where_when_by_whom_and_how_large() -> None:
    def cells(point: RestorePoint) -> list[str]:
        return [column.text(point) for column in POINT_COLUMNS]

    assert cells(PRESENT)[1:6] == [
        *("Dr B. Director", "43, the present state", "Department's folder", "When it was saved", "1.2 MB")
    ]
    assert cells(BACKUP)[3] == "This computer"
    assert cells(BACKUP)[4].startswith("23 Nov 2026")
    assert cells(replace(BACKUP, checked=None))[4] == "Not yet"
    assert cells(BACKUP)[6] == "/home/b/G 000042.cdvx"
    assert [column.key(EARLIER) for column in POINT_COLUMNS][2] == 42


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (2_500_000, "2.5 MB"), (7 * 10**12, "7000.0 GB")],
)
def test_that_sizes_are_readable(size: int, text: str) -> None:
    assert size_text(size) == text


def test_that_nothing_is_heard_after_closing(page: Page) -> None:
    page.presenter.back_up()
    page.presenter.close()
    shown = len(page.view.states)
    page.runner.last(BackUpNow).answer(BackupReport(("/a.cdvx",)))
    assert len(page.view.states) == shown

"""What an administrator's window says is the same whether reviews are held or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from cdconsole.domain.audit_requests import ExportAuditTrail
from cdconsole.domain.audit_trail import EVERYTHING
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.challenge import ChallengeDraft
from cdconsole.domain.challenge_requests import RaiseChallenge
from cdconsole.domain.clinician_pack_requests import MakeClinicianPack
from cdconsole.domain.identity import GoalId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    ListClinicians,
    LockReview,
    MarkAgreement,
    PrepareReview,
    ReadLockedDepartment,
    SaveGoal,
    SavePdsaCycle,
    SaveRecognition,
    SaveReviewNote,
    UnlockDepartment,
)
from cdconsole.domain.review import Agreement, Goal, NoteKind, Party, PdsaCycle
from cdconsole.domain.spelling_requests import AddWord
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from journeys.conftest import SitDown
from journeys.department import FAST_KDF, ReadyDepartment
from journeys.person import Person

MARK = "qzxquagga"
MOMENT = re.compile(r"\d{1,2} \w{3} \d{4},? \d\d:\d\d(:\d\d)?|\b\d\d:\d\d\b|\b[0-9a-f]{4}( [0-9a-f]{4}){3}\b")
OWN_DOINGS = re.compile(
    r"opened|Backup|backed up|generation|Saved|Published|^Dr .* has it open|events?\b"
    r"|^Reading the ward list$|^Copying and opening the (ward|records) section",  # passing words of progress
    re.IGNORECASE,
)
ADMITTED = re.compile(r"^\d+, the present state$|^(Size: )?[\d.]+ [kM]B$")  # docs/security.md, Metadata
COUNTED = re.compile(r"\b\d+ (open |locked |agreed )?(reviews?|goals?|challenges?|thank-yous?|recognitions?)\b", re.I)


def test_that_an_administrators_window_and_exports_say_nothing_of_reviews(
    sits_down: SitDown, ready: ReadyDepartment, tmp_path: Path
) -> None:
    with director(ready, tmp_path):
        pass  # opening is entered in the trail, also where nothing of reviews is done
    before = walked(sits_down, ready)
    with director(ready, tmp_path) as session:
        hold_reviews(session, tmp_path)
        written = review_words(session)
    after = walked(sits_down, ready)
    assert len(before) > 300
    told = {text for text in after - before if not (OWN_DOINGS.search(text) or ADMITTED.search(text))}
    assert told == set()
    everything = "\n".join(after) + exported(ready, tmp_path)
    assert MARK not in everything
    assert COUNTED.findall(everything) == []
    assert [words for words in written if words in everything.casefold()] == []


def test_that_writing_in_reviews_touches_no_other_sections_file_and_the_size_tells_pages_only(
    ready: ReadyDepartment, tmp_path: Path
) -> None:
    with director(ready, tmp_path):
        pass
    before = {path.name for path in ready.folder.glob("*.db")}
    with director(ready, tmp_path) as session:
        hold_reviews(session, tmp_path)
    new = {path.name for path in ready.folder.glob("*.db")} - before
    assert {name.split("-")[0] for name in new} == {"review", "ward"}  # ward: that the department was opened
    assert all((ready.folder / name).stat().st_size % 4096 == 0 for name in new)


@contextmanager
def director(ready: ReadyDepartment, tmp_path: Path) -> Iterator[Session]:
    """Open the department as its director, on another computer."""
    with opened(ready, tmp_path / "director", ready.director, 0) as session:
        yield session


@contextmanager
def opened(ready: ReadyDepartment, home: Path, passphrase: str, which: int) -> Iterator[Session]:
    session = Session(SystemClock(), home, FAST_KDF)
    person = answer(session, ReadLockedDepartment(str(ready.folder)), Task()).people[which]
    answer(session, UnlockDepartment(str(ready.folder), person.id, passphrase), Task())
    try:
        yield session
    finally:
        session.close()


def hold_reviews(session: Session, folder: Path) -> None:
    """Do everything that a director does about people: each text has a word that stands nowhere else."""
    for clinician in answer(session, ListClinicians(), Task())[:3]:
        if not clinician.is_attributable:
            continue
        review = answer(session, PrepareReview(clinician.id), Task())
        note = SaveReviewNote(review.id, NoteKind.AGREED_FACTS, None, f"{MARK} a note", 0)
        answer(session, note, Task())
        words = (f"{MARK} a goal", "act", None, "none fits", None, "", None, "")
        goal = answer(session, SaveGoal(Goal(GoalId(""), clinician.id, review.id, *words, date(2036, 2, 1))), Task())
        answer(
            session,
            SavePdsaCycle(goal.id, PdsaCycle("", SystemClock().today(), f"{MARK} a plan", "more")),
            Task(),
        )
        for party in Party:
            answer(session, MarkAgreement(review.id, party, Agreement.AGREED_WITH_COMMENT, f"{MARK} said"), Task())
        answer(session, LockReview(review.id), Task())
        assert review.charts is not None
        measure, month = review.charts.charts[0].measure.id, review.charts.period.last
        draft = ChallengeDraft(clinician.id, measure, month, month, f"{MARK} a claim", f"{MARK} seen")
        answer(session, RaiseChallenge(draft), Task())
        answer(session, MakeClinicianPack(clinician.id, str(folder / f"{clinician.id}.cdvp")), Task())
        answer(session, SaveRecognition(clinician.id, f"{MARK} thanks"), Task())
    answer(session, AddWord(MARK), Task())


def review_words(session: Session) -> set[str]:
    """Return every five words in a row that stand in the review section and in no other."""
    inside, outside = fives(session, Section.REVIEW), fives(session, Section.WARD) | fives(session, Section.RECORDS)
    assert len(inside - outside) > 100
    return inside - outside


def fives(session: Session, section: Section) -> set[str]:
    found: set[str] = set()
    with session.snapshot(section) as snapshot:
        for (table,) in snapshot.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            for row in snapshot.rows(f"SELECT * FROM {table}"):
                for value in row:
                    if isinstance(value, str):
                        words = value.casefold().split()
                        found |= {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
    return found


def exported(ready: ReadyDepartment, tmp_path: Path) -> str:
    """Return the audit trail as an administrator can save it."""
    with opened(ready, tmp_path / "administrator", ready.administrator, 1) as session:
        target = tmp_path / "trail.csv"
        answer(session, ExportAuditTrail(EVERYTHING, str(target)), Task())
    return target.read_text(encoding="utf-8-sig")


# --- walking ---------------------------------------------------------------------------------------------------------


def walked(sits_down: SitDown, ready: ReadyDepartment) -> set[str]:
    """Go as an administrator to every screen of the rail and every page of it; return everything that is written."""
    person = sits_down(ready.folder)
    session = Session(SystemClock(), ready.folder.parent, FAST_KDF)
    person.get_in(ready.administrator, answer(session, ReadLockedDepartment(str(ready.folder)), Task()).people[1].name)
    found: set[str] = set()
    workspace = person.shell._workspace
    for name in workspace.names:
        person.go(name)
        found |= settled(person)
        screen = workspace._screens[name].widget
        for tabs in screen.findChildren(QTabBar):
            for at in range(tabs.count()):
                tabs.setCurrentIndex(at)
                found |= settled(person)
    person.leave()
    return {MOMENT.sub("", text) for text in found}


def settled(person: Person) -> set[str]:
    """Return everything written in the window once nothing is asked for any more, shown or not."""
    QTest.qWait(50)
    person.wait(lambda: not person.shell.runner.is_busy(), "the answers")
    QTest.qWait(20)
    return set(written_in(person.window))


def written_in(window: QWidget) -> Iterator[str]:
    for action in window.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip())
    for widget in (window, *window.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        yield from (widget.statusTip(), widget.whatsThis())
        yield from own_words(widget)


def own_words(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QPlainTextEdit):
        yield from (widget.toPlainText(), widget.placeholderText())
    elif isinstance(widget, QMenu):
        yield widget.title()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(at) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount(QModelIndex())):
            for column in range(1 if isinstance(widget, QListView) else model.columnCount(QModelIndex())):
                index = model.index(row, column)
                yield from (str(index.data(role) or "") for role in (0, 3, 11, 12))  # words, tooltip, accessible texts

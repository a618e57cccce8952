"""The inbox page over a real department and real packs, and what its state says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled
from cdconsole.domain.inbox import Doubt, Finding, Inbox, InboxPack, PackState, TakenFile
from cdconsole.domain.inbox_requests import MakeInboxKey, ShowInbox
from cdconsole.services.registry import answer
from cdconsole.services.sealing import SealOrder, make_sender, seal_files
from cdconsole.services.tasks import Progress, Task, TaskScope
from cdconsole.ui.screens.data.inbox.presenter import InboxPresenter
from cdconsole.ui.screens.data.inbox.state import Answer, Asked, InboxState, Step, size_text, steps_for
from unit.services.conftest import CLOCK
from unit.ui.screens.data.conftest import Desk, HeldRunner
from unit.ui.scripted_runner import Shown


class Went:
    """Where the presenter navigated to."""

    def __init__(self) -> None:
        self.to: list[tuple[str, dict[str, str]]] = []

    def __call__(self, to: str, /, **ids: str) -> None:
        self.to.append((to, ids))


@pytest.fixture
def went() -> Went:
    return Went()


@pytest.fixture
def inbox(desk: Desk, went: Went) -> InboxPresenter:
    presenter = InboxPresenter(desk.view, desk.scope, desk.faults.append, went)
    desk.listener = presenter.changed
    presenter.start()
    presenter.make_key()
    return presenter


@pytest.fixture
def pack(desk: Desk, inbox: InboxPresenter, extract: Path, tmp_path: Path) -> Path:
    return sealed(desk, extract, tmp_path / "1.cdpack")


def sealed(desk: Desk, extract: Path, output: Path) -> Path:
    key_file = extract.parent / "bi.key"
    if not key_file.exists():
        make_sender(key_file, "BI team")
    key = answer(desk.session, MakeInboxKey(), Task())
    return Path(seal_files(SealOrder(key, key_file, (extract,), output=output), CLOCK).path)


def state(desk: Desk) -> InboxState:
    shown: InboxState = desk.state
    return shown


def test_that_the_page_starts_empty_and_shows_the_key_once_it_is_made(desk: Desk, went: Went) -> None:
    presenter = InboxPresenter(desk.view, desk.scope, desk.faults.append, went)
    desk.listener = presenter.changed
    presenter.start()
    assert (state(desk).key, state(desk).packs, state(desk).is_loading) == ("", (), False)
    presenter.make_key()
    assert state(desk).key.startswith("cdvkey1_")


def test_that_a_pack_is_added_its_sender_accepted_and_its_files_taken_in(
    desk: Desk, inbox: InboxPresenter, pack: Path, went: Went
) -> None:
    inbox.add((str(pack),))
    assert state(desk).steps == (Step.ACCEPT_SENDER, Step.REMOVE)
    assert any(line.startswith("The sender's six words: ") for line in state(desk).pack_lines)
    assert any(line.startswith("Files: september.csv (") for line in state(desk).pack_lines)
    inbox.steps.ask(Step.TAKE_IN)
    assert state(desk).asked is None
    inbox.steps.ask(Step.ACCEPT_SENDER)
    asked = state(desk).asked
    assert asked is not None
    assert (asked.title, len(asked.words.split())) == ("Accept packs of BI team?", 6)
    inbox.steps.answer(Answer())
    assert state(desk).asked is None
    assert state(desk).steps == (Step.TAKE_IN, Step.REMOVE)
    inbox.steps.ask(Step.TAKE_IN)
    inbox.steps.answer(Answer())
    receipt = state(desk).receipt
    assert receipt is not None
    assert receipt.files[0].sentence.startswith("3 rows read, 2 spells stored")
    chosen = state(desk).pack
    assert chosen is not None
    assert (chosen.state, chosen.is_here, state(desk).steps) == (PackState.TAKEN_IN, False, ())
    inbox.open_report(receipt.files[0])
    [(screen, ids)] = went.to
    assert (screen, ids["page"]) == ("data", "imports")
    assert ids["batch"]
    inbox.open_report(TakenFile("x.csv", None, "why not"))
    assert len(went.to) == 1


def test_that_a_step_that_needs_a_reason_is_not_taken_without_one(
    desk: Desk, inbox: InboxPresenter, extract: Path, tmp_path: Path
) -> None:
    sealed(desk, extract, tmp_path / "1.cdpack")
    inbox.add((str(sealed(desk, extract, tmp_path / "2.cdpack")),))
    inbox.steps.ask(Step.ACCEPT_SENDER)
    inbox.steps.answer(Answer())
    assert state(desk).steps == (Step.ACCEPT, Step.REMOVE)
    inbox.steps.ask(Step.ACCEPT)
    inbox.steps.answer(Answer(" "))
    asked = state(desk).asked
    assert asked is not None
    assert (asked.needs_reason, asked.problem) == (True, "Type the reason: it is kept.")
    inbox.steps.answer(Answer("number 1 is lost"))
    assert state(desk).steps == (Step.TAKE_IN, Step.REMOVE)
    inbox.steps.ask(Step.REMOVE)
    inbox.steps.end()
    assert state(desk).asked is None
    inbox.steps.ask(Step.REMOVE)
    inbox.steps.answer(Answer("wrong month"))
    [removed] = state(desk).packs
    assert (removed.state, removed.is_here) == (PackState.REFUSED, False)


def test_that_a_sender_is_blocked_and_accepted_again(desk: Desk, inbox: InboxPresenter, pack: Path) -> None:
    inbox.add((str(pack),))
    inbox.steps.ask(Step.ACCEPT_SENDER)
    inbox.steps.answer(Answer())
    for is_accepted in (False, True):
        inbox.toggle_sender(state(desk).senders[0])
        assert state(desk).senders[0].is_accepted is is_accepted
    assert state(desk).steps == (Step.TAKE_IN, Step.REMOVE)


def test_that_files_that_come_without_a_word_are_seen_on_a_visit(desk: Desk, inbox: InboxPresenter) -> None:
    folder = desk.session.file.vault.folder / "inbox"
    folder.mkdir()
    (folder / "plain.csv").write_text("spell\n1\n", encoding="utf-8")
    inbox.visit()
    [pack] = state(desk).packs
    assert pack.state is PackState.QUARANTINED
    assert state(desk).pack_lines[-1] == "Nothing more can be said of it."


def test_that_a_refusal_is_said_and_a_fault_reported(desk: Desk, inbox: InboxPresenter, tmp_path: Path) -> None:
    inbox.add((str(tmp_path / "gone.cdpack"),))
    assert "gone.cdpack can't be copied" in state(desk).problem
    assert (state(desk).doing, desk.faults) == ("", [])


def test_that_the_page_listens_to_its_own_topic_and_to_nothing_after_closing(went: Went) -> None:
    runner, view = HeldRunner(), Shown()
    faults: list[Exception] = []
    presenter = InboxPresenter(view, TaskScope(runner, faults.append), faults.append, went)
    presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    assert runner.asked == []
    presenter.changed(ChangeSet(frozenset({Topic.INBOX})))
    [(request, listeners)] = runner.asked
    assert isinstance(request, ShowInbox)
    listeners.failed(ValueError("bug"))
    assert len(faults) == 1
    presenter.close()
    before = len(view.states)
    listeners.done(None)
    assert len(view.states) == before


def test_that_progress_and_what_went_wrong_stand_in_the_dialog(went: Went) -> None:
    runner, view = HeldRunner(), Shown()
    faults: list[Exception] = []
    presenter = InboxPresenter(view, TaskScope(runner, faults.append), faults.append, went)
    waiting = a_pack(PackState.WAITING)
    presenter.start()
    runner.asked.pop()[1].done(Inbox("", (waiting,), ()))
    presenter.steps.ask(Step.TAKE_IN)
    presenter.steps.answer(Answer())
    presenter.steps.answer(Answer())
    [(_, listeners)] = runner.asked
    listeners.progress(Progress(0, 0, "Reading the file"))
    assert view.state.asked.doing == "Reading the file"
    listeners.failed(Cancelled())
    assert (view.state.asked.doing, faults) == ("", [])


def a_pack(state: PackState, **changes: Any) -> InboxPack:
    return replace(InboxPack("a.cdpack", "0" * 64, 1, None, state), **changes)


@pytest.mark.parametrize(
    ("pack", "steps"),
    [
        (a_pack(PackState.WAITING), (Step.TAKE_IN, Step.REMOVE)),
        (a_pack(PackState.TAKEN_IN), (Step.REMOVE,)),
        (a_pack(PackState.TAKEN_IN, is_here=False), ()),
        (a_pack(PackState.QUARANTINED, findings=(Finding(Doubt.UNSIGNED, "No."),)), (Step.REMOVE,)),
        (a_pack(PackState.QUARANTINED, findings=(Finding(Doubt.GAP, "No."),)), (Step.ACCEPT, Step.REMOVE)),
        (
            a_pack(PackState.QUARANTINED, findings=(Finding(Doubt.UNKNOWN_SENDER, "?"), Finding(Doubt.GAP, "No."))),
            (Step.ACCEPT_SENDER, Step.REMOVE),
        ),
        (a_pack(PackState.REFUSED), (Step.REMOVE,)),
    ],
)
def test_that_each_pack_offers_what_can_be_done_with_it(pack: InboxPack, steps: tuple[Step, ...]) -> None:
    assert steps_for(pack) == steps
    for step in steps:
        asked = Asked(step, pack)
        assert asked.title.endswith("?")
        assert asked.consequences.endswith(".")


@pytest.mark.parametrize(("size", "text"), [(0, "0 bytes"), (2048, "2 KB"), (3 * 1024 * 1024, "3.0 MB")])
def test_that_sizes_are_said_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text

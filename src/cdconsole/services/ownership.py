"""Ownership and transparency: the department's texts, who has read them and agreed, who was trained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework_requests import (
    ListTextVersions,
    MarkText,
    PrintTransparencySheet,
    SaveDepartmentText,
    ShowOwnership,
    TickTraining,
)
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.ownership import (
    DepartmentText,
    OwnershipBoard,
    OwnershipRow,
    ReadChannel,
    TextKind,
    TextMark,
)
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Block, Heading, Paragraph, Printed, PrintedKind
from cdconsole.domain.resources import resource_text
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, ownership
from cdconsole.storage.section_file import Reading, Work

_SHIPPED = {
    TextKind.OWNERSHIP: "framework/ownership.txt",
    TextKind.TRANSPARENCY: "framework/transparency.txt",
    TextKind.TRAINING: "framework/training.txt",
}


@handles(ShowOwnership)
def show_ownership(session: Session, _request: ShowOwnership, _task: Task) -> OwnershipBoard:
    """Return the texts in force, and every clinician with what they have read, agreed to and been trained in."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return ownership_board(session, snapshot)


@handles(ListTextVersions)
def list_text_versions(session: Session, request: ListTextVersions, _task: Task) -> tuple[DepartmentText, ...]:
    """Return every version of a text, newest first; the program's own words are the last."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return (*ownership.texts(snapshot, request.kind), _shipped(request.kind))


@handles(SaveDepartmentText)
def save_department_text(session: Session, request: SaveDepartmentText, _task: Task) -> OwnershipBoard:
    """Store a text's next version; marks stay with the version they were given to. Raises RuleBroken, StaleEdit."""
    text = request.text.strip()
    if not text:
        raise RuleBroken("The text is empty.", "Type it, or cancel.", "text")
    with session.unit_of_work(Section.RECORDS) as work:
        if request.version and text == _in_force(work, request.kind).text:
            raise RuleBroken("Nothing is changed yet.", "Change the text, or cancel.", "text")
        ownership.save_text(work, DepartmentText(request.kind, request.version, text))
        board = ownership_board(session, work)
        work.commit()
    return board


@handles(MarkText)
def mark_text(session: Session, request: MarkText, _task: Task) -> OwnershipBoard:
    """Enter, or take away, that clinicians have read or agreed to the version in force.

    Raises RuleBroken for a day to come and for a text that is not in use yet.
    """
    if request.on > session.clock.today():
        raise RuleBroken("That day is still to come.", "Give the day they read it.", "on")
    with session.unit_of_work(Section.RECORDS) as work:
        for clinician in request.clinicians:
            if request.is_marked:
                record_read(work, clinician, request.kind, request.channel, request.on)
            else:
                ownership.unmark(work, clinician, request.kind, _in_force(work, request.kind).version)
        board = ownership_board(session, work)
        work.commit()
    return board


def record_read(
    work: Work, clinician: ClinicianId, kind: TextKind, channel: ReadChannel, on: date, version: int = 0
) -> None:
    """Store that a clinician has read a text, or agreed to the ownership statement, and through which channel.

    For any caller inside its own unit of work on the records section, a reply from a clinician's pack for one;
    ``version`` is the one they read, 0 for the one in force. A mark that is there already is kept. Raises RuleBroken
    for a version that is not there, UserFacingError for somebody who is not in the department.
    """
    clinicians.known(work, clinician)
    known = [one.version for one in ownership.texts(work, kind)]
    wanted = version or (known[0] if known else 0)
    if not kind.is_marked or wanted not in known:
        raise RuleBroken(f"This {kind.value.lower()} is not in use yet.", "Put it into use first.", "kind")
    ownership.mark(work, clinician, kind, TextMark(wanted, channel, on, work.actor.name))


@handles(TickTraining)
def tick_training(session: Session, request: TickTraining, _task: Task) -> OwnershipBoard:
    """Enter, or take away, that clinicians were trained in something. Raises RuleBroken for an unknown topic."""
    with session.unit_of_work(Section.RECORDS) as work:
        if request.topic not in ownership_board(session, work).topics:
            raise RuleBroken("That is not on the list of training.", "Choose from the list.", "topic")
        for clinician in request.clinicians:
            clinicians.known(work, clinician)
            ownership.tick_training(work, clinician, request.topic, is_done=request.is_done)
        board = ownership_board(session, work)
        work.commit()
    return board


@handles(PrintTransparencySheet)
def print_transparency_sheet(session: Session, _request: PrintTransparencySheet, _task: Task) -> Printed:
    """Return the transparency sheet in force as a document; lines that end in a colon alone are its headings."""
    with session.snapshot(Section.RECORDS) as snapshot:
        text = _in_force(snapshot, TextKind.TRANSPARENCY)
    version = f"Version {text.version}" if text.version else "Draft: not in use yet"
    return Printed(
        PrintedKind.TRANSPARENCY_SHEET,
        "How your data are used here",
        f"{session.file.vault.locked.department} · {version}",
        tuple(_blocks(text.text)),
        f"Transparency sheet, {version[:1].lower()}{version[1:]}",
    )


def ownership_board(session: Session, reading: Reading) -> OwnershipBoard:
    """Return the page as a section's records have it."""
    texts = {kind: _in_force(reading, kind) for kind in TextKind}
    read, agreed = (ownership.marks(reading, kind) for kind in (TextKind.TRANSPARENCY, TextKind.OWNERSHIP))
    trained = ownership.training(reading)
    rows = tuple(
        OwnershipRow(one, read.get(one.id), agreed.get(one.id), trained.get(one.id, ()))
        for one in clinicians.all_clinicians(reading)
        if one.is_attributable
    )
    locked = session.file.vault.locked
    holders = tuple(one.name for one in locked.people if one.role.may_review and one.id not in locked.newcomers)
    ordered = texts[TextKind.OWNERSHIP], texts[TextKind.TRANSPARENCY], texts[TextKind.TRAINING]
    return OwnershipBoard(*ordered, rows, holders, tuple(_sentences(rows, texts, holders)))


def read_sentence(rows: Iterable[OwnershipRow], text: DepartmentText) -> str:
    """Return how many have read, or agreed to, the version in force."""
    every = tuple(rows)
    done = sum(mark is not None and mark.version == text.version for mark in _marks(every, text.kind))
    verb = "agreed to" if text.kind is TextKind.OWNERSHIP else "read"
    if not text.version:
        return f"The {text.kind.value.lower()} is not in use yet: these are the program's own words."
    return f"{done} of {len(every)} clinicians have {verb} the {text.kind.value.lower()}, version {text.version}."


def _marks(rows: tuple[OwnershipRow, ...], kind: TextKind) -> tuple[TextMark | None, ...]:
    return tuple(row.agreed if kind is TextKind.OWNERSHIP else row.read for row in rows)


def key_sentence(holders: tuple[str, ...]) -> str:
    """Return who holds keys to everything, and that two are asked for."""
    if len(holders) == 1:
        return f"One key-holder: {holders[0]}. Name a second one, in case the first is away."
    return f"{len(holders)} key-holders: {', '.join(holders)}."


def _sentences(
    rows: tuple[OwnershipRow, ...], texts: dict[TextKind, DepartmentText], holders: tuple[str, ...]
) -> Iterable[str]:
    yield read_sentence(rows, texts[TextKind.TRANSPARENCY])
    yield read_sentence(rows, texts[TextKind.OWNERSHIP])
    yield key_sentence(holders)


def _in_force(reading: Reading, kind: TextKind) -> DepartmentText:
    known = ownership.texts(reading, kind)
    return known[0] if known else _shipped(kind)


def _shipped(kind: TextKind) -> DepartmentText:
    return DepartmentText(kind, 0, resource_text(_SHIPPED[kind]).strip())


def _blocks(text: str) -> Iterable[Block]:
    for part in text.split("\n\n"):
        heading, _, rest = part.strip().partition("\n")
        if heading.endswith(":") and rest:
            yield Heading(heading[:-1])
            yield Paragraph(rest)
        elif part.strip():
            yield Paragraph(part.strip())


def marked_on(mark: TextMark) -> str:
    """Return a mark in words: ``version 2, on paper, 23 Nov 2026``."""
    return f"version {mark.version}, {mark.channel.value}, {date_text(mark.on)}"

"""A document is fetched, asked about, logged, and only then printed or written."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.errors import ExportRefused
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.printed import Printed, PrintedKind
from cdconsole.domain.printed_requests import RecordPrinting, SavePrinted
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.printed.presenter import PrintPresenter
from unit.ui.scripted_runner import ScriptedRunner

ANN = ClinicianId("ann")
CARD = Printed(PrintedKind.THANK_YOU_CARD, "Thank you", "", ())


@dataclass(frozen=True)
class WriteCard(Request[Printed]):
    """A document of a test."""


class Place:
    def __init__(self) -> None:
        self.events: list[str] = []

    def ask_place(self, printed: Printed) -> None:
        self.events.append(f"place for {printed.title}")

    def ask_printer(self, printed: Printed) -> None:
        self.events.append(f"printer for {printed.title}")

    def print_out(self) -> None:
        self.events.append("on paper")


class Desk:
    def __init__(self) -> None:
        self.place, self.runner = Place(), ScriptedRunner()
        self.said: list[str] = []
        self.broken: list[Exception] = []
        scope = TaskScope(self.runner, self.broken.append)
        self.presenter = PrintPresenter(self.place, scope, self.said.append, self.broken.append)


def test_that_a_document_is_fetched_before_a_place_is_asked_for_and_its_pdf_goes_to_the_worker() -> None:
    desk = Desk()
    desk.presenter.save(WriteCard(), ANN)
    assert desk.place.events == []
    desk.runner.last(WriteCard).answer(CARD)
    assert desk.place.events == ["place for Thank you"]
    desk.presenter.placed("/home/card.pdf", b"%PDF-")
    asked = desk.runner.last(SavePrinted)
    assert asked.request == SavePrinted(PrintedKind.THANK_YOU_CARD, ANN, "/home/card.pdf", b"%PDF-")
    asked.answer("0f")
    assert desk.said[-1] == "Saved as card.pdf; the export log has it."


def test_that_nothing_is_printed_before_it_is_logged() -> None:
    desk = Desk()
    desk.presenter.print(WriteCard(), None)
    desk.runner.last(WriteCard).answer(CARD)
    desk.presenter.printer_chosen()
    assert desk.place.events == ["printer for Thank you"]
    desk.runner.last(RecordPrinting).answer(None)
    assert desk.place.events[-1] == "on paper"


def test_that_a_refusal_is_said_and_only_a_fault_of_the_program_is_reported() -> None:
    desk = Desk()
    desk.presenter.save(WriteCard(), ANN)
    desk.runner.last(WriteCard).answer(CARD)
    desk.presenter.placed("/nowhere/card.pdf", b"%PDF-")
    desk.runner.last(SavePrinted).refuse(ExportRefused("card.pdf cannot be written.", "Choose another folder."))
    assert "Choose another folder." in desk.said[-1]
    assert desk.broken == []
    desk.presenter.save(WriteCard(), ANN)
    desk.runner.last(WriteCard).refuse(KeyError("x"))
    assert len(desk.broken) == 1

"""Documents on A4: what is written is on the pages, headings stay with their text, and every copy is logged."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QApplication

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.printed import (
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Printed,
    PrintedChart,
    PrintedKind,
    PrintedTable,
)
from cdconsole.ui.printed.flow import flow_of
from cdconsole.ui.printed.pages import pdf_of
from widgets.chart_values import chart

WIDTH, HEIGHT = 640.0, 900.0
YEAR = Period(Month(2025, 1), Month(2025, 5))


def document(*blocks: object) -> Printed:
    return Printed(PrintedKind.REVIEW_SUMMARY, "Review of Dr Ann Example", "23 Nov 2026", blocks, "Fernhollow")  # type: ignore[arg-type]


def test_that_every_block_is_written(qapp: QApplication) -> None:
    flow = flow_of(
        document(
            Heading("Goals"),
            Paragraph("First line\nSecond <b>line</b>"),
            Facts((("Due", "3 Nov 2026"),)),
            PrintedTable(("Month", "n"), (("Jan 2025", "12"),), frozenset({1})),
            PrintedChart(chart(), YEAR),
        ),
        WIDTH,
        HEIGHT,
    )
    text = flow.toPlainText()
    for words in ("Goals", "Second <b>line</b>", "3 Nov 2026", "Jan 2025", chart().measure.title, chart().n_text):
        assert words in text


def test_that_a_page_break_begins_a_page_and_a_long_text_goes_on(qapp: QApplication) -> None:
    assert flow_of(document(Paragraph("Short")), WIDTH, HEIGHT).pageCount() == 1
    assert flow_of(document(Paragraph("One"), PageBreak(), Paragraph("Two")), WIDTH, HEIGHT).pageCount() == 2
    assert flow_of(document(Paragraph("Long " * 3000)), WIDTH, HEIGHT).pageCount() > 2


def test_that_a_heading_is_never_the_last_line_of_a_page(qapp: QApplication) -> None:
    for lines in range(20, 60):
        flow = flow_of(document(*[Paragraph("Line")] * lines, Heading("Goals"), Paragraph("Text")), WIDTH, HEIGHT)
        block = flow.begin()
        while block.text() != "Goals":
            block = block.next()
        layout = flow.documentLayout()
        tops = [layout.blockBoundingRect(each).top() for each in (block, block.next())]
        assert tops[0] // HEIGHT == tops[1] // HEIGHT


def test_that_a_chart_is_drawn_whole_on_one_page(qapp: QApplication) -> None:
    for lines in range(10, 40, 3):
        flow = flow_of(document(*[Paragraph("Line")] * lines, PrintedChart(chart(), YEAR)), WIDTH, HEIGHT)
        block = flow.begin()
        while chart().measure.title not in block.text():
            block = block.next()
        first = flow.documentLayout().blockBoundingRect(block).top()
        while chr(0xFFFC) not in block.text():
            block = block.next()
        end = flow.documentLayout().blockBoundingRect(block).bottom() - 1
        assert first // HEIGHT == end // HEIGHT


def test_that_a_pdf_is_made(qapp: QApplication) -> None:
    pdf = pdf_of(document(Heading("Charts"), PrintedChart(chart(), YEAR)))
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 5_000


def card(words: str) -> Printed:
    signed = Paragraph("Dr B. Director\n23 Nov 2026")
    title, kind = "Thank you, Dr Ann Example", PrintedKind.THANK_YOU_CARD
    return Printed(
        kind, title, "Gastroenterology", (Paragraph(words), Paragraph("41%, 12 of 29", is_quiet=True), signed)
    )


def test_that_a_thank_you_is_one_card_of_a5_on_its_side(qapp: QApplication) -> None:
    for words in ("For staying", "For staying late to teach. " * 50):
        pdf = pdf_of(card(words))
        assert b"/Count 1\n" in pdf
        assert re.search(rb"/MediaBox \[0 0 59\d(\.\d+)? 4[12]\d(\.\d+)?\]", pdf)


def test_that_a_very_long_thank_you_is_laid_out_on_a4(qapp: QApplication) -> None:
    pdf = pdf_of(card("For staying late to teach. " * 200))
    assert re.search(rb"/MediaBox \[0 0 59\d(\.\d+)? 84\d(\.\d+)?\]", pdf)

"""Turns a document's blocks into one text flow, at 96 dots to the inch, that can be cut into pages."""

from __future__ import annotations

from functools import singledispatchmethod

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.printed import (
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Printed,
    PrintedChart,
    PrintedTable,
)
from cdconsole.ui.charts.painting import paint_spc
from cdconsole.ui.charts.style import print_style
from cdconsole.ui.theme.colours import LIGHT
from cdconsole.ui.theme.fonts import FAMILY

PAGE_MARGINS_MM = QMarginsF(18, 18, 18, 16)
BODY, SMALL = 13.0, 11.0
_TITLE, _HEADINGS = 24.0, {1: 17.0, 2: 14.0}
_CHART_HEIGHT, _LABELS_SHARE = 150.0, 28
_CHART = int(QTextFormat.ObjectTypes.UserObject)
_PLACE = int(QTextFormat.Property.UserProperty)
_KEPT_WITH_NEXT = _PLACE + 1
_OBJECT_SIGN = chr(0xFFFC)
_MOST_ROUNDS = 200


def flow_of(printed: Printed, width: float, height: float) -> QTextDocument:
    """Return the text of a document for pages of a size; headings and readings stay with what they are about."""
    document = QTextDocument()
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(BODY))
    document.setPageSize(QSizeF(width, height))
    writer = _Writer(document, width)
    writing = QTextCursor(document)
    writing.beginEditBlock()  # otherwise all of it is laid out anew with every line
    writer.title(printed.title, printed.subtitle)
    for block in printed.blocks:
        writer.write(block)
    writing.endEditBlock()
    _keep_together(document)
    return document


class _ChartObject(QPyTextObject):
    """Draws the charts of a document where its text holds a place for them."""

    def __init__(self, document: QTextDocument, width: float) -> None:
        super().__init__(document)
        self.charts: list[MeasureChart] = []
        self._width = width

    def intrinsicSize(self, _document: QTextDocument, _position: int, _format: QTextFormat) -> QSizeF:
        """Return the room of a chart: the text's width."""
        return QSizeF(self._width, _CHART_HEIGHT)

    def drawObject(
        self,
        painter: QPainter | None,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _position: int,
        place: QTextFormat,
    ) -> None:
        """Paint the chart of this place."""
        if painter is not None:
            paint_spc(painter, QRectF(rect), self.charts[place.intProperty(_PLACE)], print_style(1.0))


class _Writer:
    """Writes block after block at the end of a document."""

    def __init__(self, document: QTextDocument, width: float) -> None:
        self._cursor = QTextCursor(document)
        self._width = width
        self._begins_page = False
        self._is_first = True
        self._drawn = _ChartObject(document, width)
        document.documentLayout().registerHandler(_CHART, self._drawn)

    def title(self, title: str, subtitle: str) -> None:
        self._line(title, _letters(_TITLE, is_strong=True), below=4)
        if subtitle:
            self._line(subtitle, _letters(BODY, colour=LIGHT.text_secondary), below=12)

    @singledispatchmethod
    def write(self, block: object) -> None:
        """Write a block. Raises TypeError for what is none."""
        raise TypeError(f"{type(block).__name__} can't be printed")

    @write.register
    def _(self, block: Heading) -> None:
        letters = _letters(_HEADINGS.get(block.level, BODY), is_strong=True)
        self._line(block.text, letters, above=18 if block.level == 1 else 12, below=4, stays=True)

    @write.register
    def _(self, block: Paragraph) -> None:
        letters = _letters(SMALL, colour=LIGHT.text_secondary) if block.is_quiet else _letters(BODY)
        for text in block.text.split("\n") or [""]:
            self._line(text, letters, below=2 if block.is_quiet else 6)

    @write.register
    def _(self, block: Facts) -> None:
        if block.rows:
            table = self._table(len(block.rows), 2, (_LABELS_SHARE, 100 - _LABELS_SHARE), ruled=False)
            for at, (label, text) in enumerate(block.rows):
                self._cell(table, at, 0, label, _letters(BODY, colour=LIGHT.text_secondary))
                self._cell(table, at, 1, text, _letters(BODY))

    @write.register
    def _(self, block: PrintedTable) -> None:
        table = self._table(len(block.rows) + 1, len(block.header), (), ruled=True)
        for at, row in enumerate((block.header, *block.rows)):
            letters = _letters(SMALL, is_strong=at == 0)
            for column, text in enumerate(row):
                self._cell(table, at, column, text, letters, at_right=column in block.numbers)

    @write.register
    def _(self, block: PrintedChart) -> None:
        charted = block.chart
        self._line(charted.measure.title, _letters(BODY, is_strong=True), above=10, below=2, stays=True)
        self._line(charted.spoken_reading, _letters(SMALL), below=2, stays=True)
        quiet = _letters(SMALL, colour=LIGHT.text_secondary)
        self._line(f"{block.period}. {charted.n_text}", quiet, below=2, stays=True)
        place = QTextCharFormat()
        place.setObjectType(_CHART)
        place.setProperty(_PLACE, len(self._drawn.charts))
        self._drawn.charts.append(charted)
        self._line(_OBJECT_SIGN, place, below=2, stays=bool(charted.quality))
        if charted.quality:
            self._line(charted.quality_words, quiet, below=8)

    @write.register
    def _(self, _block: PageBreak) -> None:
        self._begins_page = True

    def _line(
        self, text: str, letters: QTextCharFormat, *, above: float = 0, below: float = 0, stays: bool = False
    ) -> None:
        paragraph = QTextBlockFormat()
        paragraph.setTopMargin(above)
        paragraph.setBottomMargin(below)
        if letters.objectType() != _CHART:
            paragraph.setLineHeight(125, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        paragraph.setProperty(_KEPT_WITH_NEXT, stays)
        if self._begins_page:
            paragraph.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            self._begins_page = False
        if self._is_first:
            self._cursor.setBlockFormat(paragraph)
            self._is_first = False
        else:
            self._cursor.movePosition(QTextCursor.MoveOperation.End)
            self._cursor.insertBlock(paragraph)
        self._cursor.insertText(text, letters)

    def _table(self, rows: int, columns: int, shares: tuple[int, ...], *, ruled: bool) -> QTextTable:
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(3)
        shape.setTopMargin(4)
        shape.setBottomMargin(8)
        shape.setWidth(QTextLength(QTextLength.Type.FixedLength, self._width))
        shape.setHeaderRowCount(1 if ruled else 0)
        if shares:
            shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, each) for each in shares])
        if ruled:
            shape.setBorder(0.5)
            shape.setBorderBrush(QBrush(QColor(LIGHT.hairline)))
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderCollapse(True)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._is_first = False
        return self._cursor.insertTable(rows, columns, shape)

    @staticmethod
    def _cell(
        table: QTextTable, row: int, column: int, text: str, letters: QTextCharFormat, *, at_right: bool = False
    ) -> None:
        cursor = table.cellAt(row, column).firstCursorPosition()
        if at_right:
            paragraph = QTextBlockFormat()
            paragraph.setAlignment(Qt.AlignmentFlag.AlignRight)
            cursor.setBlockFormat(paragraph)
        cursor.insertText(text, letters)


def _letters(size: float, *, is_strong: bool = False, colour: str = LIGHT.text) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFont(_font(size, is_strong=is_strong))
    letters.setForeground(QBrush(QColor(colour)))
    return letters


def _font(size: float, *, is_strong: bool = False) -> QFont:
    face = QFont(FAMILY)
    face.setPixelSize(round(size))
    face.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


def _keep_together(document: QTextDocument) -> None:
    """Begin a new page before a block that would be parted from the one it introduces."""
    for _ in range(_MOST_ROUNDS):  # each round moves one block down, and none moves twice
        if not _move_one(document):
            return


def _move_one(document: QTextDocument) -> bool:
    height, layout = document.pageSize().height(), document.documentLayout()
    block = document.begin()
    while block.isValid():
        first = block
        while block.isValid() and block.blockFormat().boolProperty(_KEPT_WITH_NEXT):
            block = block.next()
        if block.isValid() and block != first:
            top, end = layout.blockBoundingRect(first).top(), layout.blockBoundingRect(block)
            last_line = end.top() + min(end.height(), _CHART_HEIGHT)
            is_parted = int(top // height) != int((last_line - 1) // height)
            always = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
            if is_parted and first.blockFormat().pageBreakPolicy() != always:
                shape = first.blockFormat()
                shape.setPageBreakPolicy(always)
                QTextCursor(first).setBlockFormat(shape)
                return True
        block = block.next() if block.isValid() else block
    return False

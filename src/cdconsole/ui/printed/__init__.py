"""Documents on A4: laid out, saved as a PDF, or sent to a printer."""

from __future__ import annotations

from cdconsole.ui.printed.buttons import PrintButtons
from cdconsole.ui.printed.joining import join_printing, printing_from
from cdconsole.ui.printed.pages import pdf_of
from cdconsole.ui.printed.presenter import Document, PrintPresenter

__all__ = ["Document", "PrintButtons", "PrintPresenter", "join_printing", "pdf_of", "printing_from"]

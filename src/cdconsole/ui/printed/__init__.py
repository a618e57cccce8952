"""Documents on A4: laid out, saved as a PDF, or sent to a printer."""

from __future__ import annotations

from cdconsole.ui.printed.buttons import PrintButtons
from cdconsole.ui.printed.pages import pdf_of
from cdconsole.ui.printed.presenter import PrintPresenter
from cdconsole.ui.printed.view import PrintView

__all__ = ["PrintButtons", "PrintPresenter", "PrintView", "pdf_of"]

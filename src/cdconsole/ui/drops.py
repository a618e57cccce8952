"""Files dropped on a page: those that lie on this computer."""

from __future__ import annotations

from PySide6.QtGui import QDropEvent


def dropped_files(event: QDropEvent) -> tuple[str, ...]:
    """Return the files of a drag or a drop, and accept it where there are any."""
    paths = tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
    if paths:
        event.acceptProposedAction()
    return paths

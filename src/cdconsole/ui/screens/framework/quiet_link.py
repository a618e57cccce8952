"""An Edit link that goes away while another form is open, and leaves its room so that nothing moves."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from cdconsole.ui.forms import button


def quiet_link(text: str) -> QPushButton:
    """Return a link whose room stays when it is hidden."""
    made = button(text, "link")
    policy = made.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    made.setSizePolicy(policy)
    return made

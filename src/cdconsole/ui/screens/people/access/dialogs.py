"""Which dialog shows which state."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.screens.people.access.changing_dialog import ChangingDialog
from cdconsole.ui.screens.people.access.dialog import AccessDialog
from cdconsole.ui.screens.people.access.handing_over import HandingOver
from cdconsole.ui.screens.people.access.handing_over_dialog import HandingOverDialog
from cdconsole.ui.screens.people.access.introducing import Introducing
from cdconsole.ui.screens.people.access.introducing_dialog import IntroducingDialog
from cdconsole.ui.screens.people.access.recovery_key import PrintingKey
from cdconsole.ui.screens.people.access.recovery_key_dialog import RecoveryKeyDialog
from cdconsole.ui.screens.people.access.revoking import Revoking
from cdconsole.ui.screens.people.access.revoking_dialog import RevokingDialog
from cdconsole.ui.screens.people.access.state import Dialog
from cdconsole.ui.shell.clipboard import Clipboard


def make_dialog(dialog: Dialog, parent: QWidget, clipboard: Clipboard) -> AccessDialog:
    """Return the dialog of a state, not yet shown."""
    if isinstance(dialog, Introducing):
        return IntroducingDialog(parent, clipboard, dialog.person)
    if isinstance(dialog, Revoking):
        return RevokingDialog(parent, dialog.person)
    if isinstance(dialog, HandingOver):
        return HandingOverDialog(parent, dialog)
    if isinstance(dialog, PrintingKey):
        return RecoveryKeyDialog(parent, dialog.replaces)
    return ChangingDialog(parent)

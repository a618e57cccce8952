"""The three kinds of error, told apart by type: user-facing, cancelled, and everything else (a bug)."""

from __future__ import annotations


class UserFacingError(Exception):
    """Something a person can understand and act on.

    ``message`` says what happened and where; ``what_to_do`` says what to do next.
    Neither may hold a patient identifier or the text of a note.
    """

    def __init__(self, message: str, what_to_do: str = "") -> None:
        super().__init__(message, what_to_do)
        self.message = message
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.message} {self.what_to_do}".strip()


class Cancelled(Exception):
    """The person, or a newer task of the same name, stopped this one."""


class WrongPassphrase(UserFacingError):
    """The passphrase does not open this person's keys."""


class CannotOpenDepartment(UserFacingError):
    """The folder is not a department, is damaged, or was written by a later version."""


class OwnPassphraseNeeded(UserFacingError):
    """An introduction code is right, and an own passphrase must be chosen with it."""


class FolderUnreachable(CannotOpenDepartment):
    """The department's folder, or a file in it, can't be read at this moment: a drive or share is away."""


class OlderThanSeen(CannotOpenDepartment):
    """The folder is older than what this computer has seen of it: put back, or a copy that was left behind."""


class DamagedSection(CannotOpenDepartment):
    """A section's size, hash, signature or content is not what the newest commit says."""


class NotEntitled(UserFacingError):
    """The person's role does not give this right."""


class StaleEdit(UserFacingError):
    """Somebody changed the record since it was read."""


class RuleBroken(UserFacingError):
    """A value breaks a rule; ``field`` names the field it was typed into."""

    def __init__(self, message: str, what_to_do: str = "", field: str = "") -> None:
        super().__init__(message, what_to_do)
        self.args = (message, what_to_do, field)
        self.field = field


class ImportRefused(UserFacingError):
    """A file as a whole cannot be imported: not readable, no usable columns, already imported."""


class ExportRefused(UserFacingError):
    """Nothing was written: no permission, no room, or the name is taken by a folder."""

"""What the window remembers on this computer: recent departments, looks, choices. Nothing that names a clinician."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from cdconsole.ui.theme.theme import Theme

_MOST_RECENT = 6
_RECENT, _RECENT_FIELDS = "recent", ("folder", "department", "person_id", "person", "opened")
LOCK_MINUTES, LONGEST_LOCK_MINUTES = 5, 15


@dataclass(frozen=True)
class RecentDepartment:
    """A department opened on this computer, and by whom last."""

    folder: str
    department: str
    person_id: str = ""
    person: str = ""
    opened: str = ""


class Settings:
    """Typed access to the settings file; a value that can't be read counts as never set."""

    def __init__(self, folder: Path) -> None:
        self._stored = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def recent(self) -> tuple[RecentDepartment, ...]:
        """Return recent departments, newest first."""
        rows = []
        for at in range(self._stored.beginReadArray(_RECENT)):
            self._stored.setArrayIndex(at)
            rows.append(RecentDepartment(*(str(self._stored.value(name, "")) for name in _RECENT_FIELDS)))
        self._stored.endArray()
        return tuple(rows)

    def recent_that_exist(self) -> tuple[RecentDepartment, ...]:
        """Return recent departments whose folder is there."""
        return tuple(one for one in self.recent() if Path(one.folder).is_dir())

    def remember(self, opened: RecentDepartment) -> None:
        """Put a department first."""
        others = [one for one in self.recent() if one.folder != opened.folder]
        self._stored.remove(_RECENT)
        self._stored.beginWriteArray(_RECENT)
        for at, one in enumerate((opened, *others[: _MOST_RECENT - 1])):
            self._stored.setArrayIndex(at)
            for name in _RECENT_FIELDS:
                self._stored.setValue(name, getattr(one, name))
        self._stored.endArray()

    @property
    def theme(self) -> Theme:
        """Return the chosen theme; the system's before anybody chose."""
        try:
            return Theme(self._stored.value("theme", Theme.SYSTEM.value))
        except ValueError:
            return Theme.SYSTEM

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._stored.setValue("theme", theme.value)

    @property
    def text_size(self) -> int:
        """Return the text size in per cent."""
        return self._number("text_size", 100)

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._stored.setValue("text_size", percent)

    @property
    def lock_minutes(self) -> int:
        """Return after how many minutes without use the department locks, 1-15."""
        return max(1, min(LONGEST_LOCK_MINUTES, self._number("lock_minutes", LOCK_MINUTES)))

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._stored.setValue("lock_minutes", minutes)

    @property
    def last_screen(self) -> str:
        """Return the name of the screen last shown."""
        return str(self._stored.value("last_screen", ""))

    def remember_screen(self, name: str) -> None:
        """Keep the name of the screen shown last."""
        self._stored.setValue("last_screen", name)

    @property
    def geometry(self) -> QByteArray:
        """Return the window's size and place as Qt stores it; empty before the first time."""
        stored = self._stored.value("geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._stored.setValue("geometry", geometry)

    @property
    def is_rail_narrow(self) -> bool:
        """Return whether the person folded the rail."""
        return self._number("rail_narrow", 0) == 1

    def remember_fold(self, narrow: bool) -> None:
        """Keep whether the rail is folded."""
        self._stored.setValue("rail_narrow", int(narrow))

    def choice(self, name: str, otherwise: str = "") -> str:
        """Return what was last chosen on a screen."""
        return str(self._stored.value(f"choices/{name}", otherwise))

    def keep_choice(self, name: str, value: str) -> None:
        """Keep what was chosen on a screen; of a clinician only the random id."""
        self._stored.setValue(f"choices/{name}", value)

    def _number(self, name: str, otherwise: int) -> int:
        try:
            return int(str(self._stored.value(name, otherwise)))
        except ValueError:
            return otherwise

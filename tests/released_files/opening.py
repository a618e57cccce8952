"""Opens copies of the kept files, through the services, as each of their people."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cdconsole.domain.calendar import Clock
from cdconsole.domain.identity import PersonId
from cdconsole.domain.requests import UnlockDepartment
from cdconsole.services.access import unlock_department
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters

FOLDER = Path(__file__).resolve().parent
RELEASED = sorted(path.name for path in FOLDER.glob("format-*"))
CONTENTS: dict[str, dict[str, Any]] = {
    name: json.loads((FOLDER / name / "contents.json").read_text(encoding="ascii")) for name in RELEASED
}
PEOPLE = [(name, person["role"]) for name in RELEASED for person in CONTENTS[name]["people"]]


@contextmanager
def opened(name: str, role: str, where: Path, clock: Clock) -> Iterator[Session]:
    """Open the copy of a kept file in a folder, made there if need be, as its one person of a role."""
    [kept] = (FOLDER / name).glob("*.cdv")
    folder = where / kept.name
    if not folder.exists():
        shutil.copytree(kept, folder)
    person = next(person for person in CONTENTS[name]["people"] if person["role"] == role)
    with closing(Session(clock, where / f"home of {role}", KdfParameters(19456, 1, 1))) as session:
        request = UnlockDepartment(str(folder), PersonId(person["id"]), person["passphrase"])
        unlock_department(session, request, Task())
        yield session

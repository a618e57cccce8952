"""The administrator's keys, the whole folder and a text editor: what can be read of the review, and what can be forged.

Each attack is prepared in a copy of the folder; then the director and the deputy open it, on a computer that knows the
department and on one that doesn't. It is held off where opening is refused, or where everything opened is genuine.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyrage
from sqlcipher3 import dbapi2

from cdconsole.domain.errors import CannotOpenDepartment, WrongPassphrase
from cdconsole.domain.people import Role, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import unlock
from cdconsole.vault.identity import Identity
from reliability.department import CLOCK, PASSPHRASES, Department, make, rows, write_row
from reliability.forgeries import ATTACKS, Attacker, payload_of
from reliability.program import Counts, Outcome, Program, Tally

SEED = 11
MARKER = "zebra-quartz-review-note"
VICTIMS = tuple((role, knows) for role in (Role.DIRECTOR, Role.DEPUTY) for knows in (True, False))


def run(attacks: int, scratch: Path) -> Outcome:
    """Carry out so many attacks, each kind in turn with its own choices."""
    chance = Random(SEED)
    tally = Tally("bytes of review plaintext", "forgeries accepted", "crashes")
    scene = _Scene.prepared(scratch)
    searched, keys = _search(scene, scratch / "knowledge", tally)
    held_off: Counter[str] = Counter()
    for number in range(attacks):
        attack = ATTACKS[number % len(ATTACKS)]
        role, knows = VICTIMS[number // len(ATTACKS) % len(VICTIMS)]
        place = scratch / "attack"
        shutil.rmtree(place, ignore_errors=True)
        department = scene.department.copied(place)
        attack(Attacker(department, scene.before), chance)
        home = place / "home"
        if knows:
            shutil.copytree(scene.homes[role], home)
        try:
            held_off[_outcome(scene, department, role, home)] += 1
        except _Accepted as forgery:
            tally.add("forgeries accepted", f"{attack.__name__.strip('_')}: {forgery}", example=role.value)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is what is looked for
            tally.add("crashes", f"{attack.__name__.strip('_')}: {type(problem).__name__} {problem}"[:200])
    words = ", ".join(f"{number:,} {how}" for how, number in sorted(held_off.items()))
    done = f"{attacks:,} forgeries of {len(ATTACKS)} kinds; {searched:,} bytes searched, {keys} keys tried"
    return tally.outcome(done, words)


class _Accepted(Exception):
    """Something that is not genuine was taken for it."""


@dataclass(frozen=True)
class _Scene:
    """The genuine department, the state before, and each victim's computer."""

    department: Department
    before: Path
    homes: dict[Role, Path]
    people: object
    review: Counter[str]

    @classmethod
    def prepared(cls, scratch: Path) -> _Scene:
        department = make(scratch / "template")
        homes = {role: scratch / role.value for role in Role if role in PASSPHRASES}
        with department.opened(homes[Role.DIRECTOR]) as file:
            write_row(file, f"{MARKER} one", Section.REVIEW)
        before = department.copied(scratch / "before").folder
        with department.opened(homes[Role.DIRECTOR]) as file:
            write_row(file, f"{MARKER} two", Section.REVIEW)
            write_row(file, "ward row")
        for role in (Role.DEPUTY, Role.ADMINISTRATOR):
            with department.opened(homes[role], role):
                pass
        with department.opened(homes[Role.DIRECTOR]) as file:
            return cls(department, before, homes, _people(file), rows(file, Section.REVIEW))


def _people(file: DepartmentFile) -> object:
    """Return what is in force of people, keys and grants."""
    organisation = file.vault.generation.organisation.value
    return organisation.owner, organisation.members, organisation.grants


def _outcome(scene: _Scene, department: Department, role: Role, home: Path) -> str:
    try:
        vault = unlock(department.folder, department.people[role], PASSPHRASES[role], clock=CLOCK)
        with closing(DepartmentFile.open(vault, home, CLOCK)) as file:
            if _people(file) != scene.people:
                raise _Accepted("other people or keys are in force")
            if rows(file, Section.REVIEW) != scene.review:
                raise _Accepted("another review is in force")
    except (CannotOpenDepartment, WrongPassphrase):
        return "refused"
    return "without any effect"


# --- reading ---------------------------------------------------------------------------------------------------------


def _search(scene: _Scene, place: Path, tally: Tally) -> tuple[int, int]:
    """Search everything the administrator can lay hands on for the review's text; return how many bytes and keys."""
    with scene.department.opened(shutil.copytree(scene.homes[Role.ADMINISTRATOR], place), Role.ADMINISTRATOR) as file:
        identity = file.vault.keys.identity
        known = [b"".join(_everything_in(file, section)) for section in file.person.role.sections]
    keys = [file.vault.section_key(section) for section in file.person.role.sections]
    for organisation in scene.department.folder.glob("org-*.json"):
        for grant in payload_of(organisation)["grants"].values():
            for wrapped in grant["keys"].values():
                with_key = _unwrapped(identity, bytes.fromhex(wrapped))
                known.append(with_key)
                keys += [bytes.fromhex(json.loads(with_key)["key"])] if with_key else []
    for path in scene.department.folder.glob("review-*.db"):
        for key in set(keys):
            known += _dump(path, key)
    folders = (scene.department.folder, scene.homes[Role.ADMINISTRATOR])
    known += [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
    found = sum(data.count(MARKER.encode(encoding)) for data in known for encoding in ("utf-8", "utf-16-le"))
    tally.add("bytes of review plaintext", "the marker was found", found * len(MARKER))
    return sum(map(len, known)), len(set(keys))


def _everything_in(file: DepartmentFile, section: Section) -> Iterator[bytes]:
    with file.snapshot(section) as snapshot:
        for (table,) in snapshot.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            yield repr(snapshot.rows(f"SELECT * FROM {table}")).encode()


def _unwrapped(identity: Identity, wrapped: bytes) -> bytes:
    try:
        return identity.open(wrapped)
    except pyrage.DecryptError:
        return b""


def _dump(path: Path, key: bytes) -> list[bytes]:
    """Return what a section's file gives under a key; nothing where the key doesn't fit."""
    with closing(dbapi2.connect(path.as_uri() + "?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.set_key(f"x'{key.hex()}'")
        try:
            return [repr(row).encode() for row in connection.execute("SELECT text FROM recognition")]
        except dbapi2.DatabaseError:
            return []


PROGRAM = Program(
    "administrator's keys, the whole folder and a text editor, also against a fresh computer: no review plaintext, "
    "every forged review or list of people refused",
    Counts(88, 440, 2_200),
    run,
)

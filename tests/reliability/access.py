"""Revoking, handing over, a lost passphrase, the recovery key: how long each takes, what the old keys still open."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TypeVar

from cdconsole.domain.access_requests import (
    HandOver,
    IntroducePerson,
    KeepRecoveryKey,
    RenewIntroduction,
    RevokePerson,
    SuggestRecoveryKey,
    UseRecoveryKey,
)
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import CreateDepartment, Request, UnlockDepartment
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import sqlcipher
from cdconsole.vault import KdfParameters, unlock, verify
from reliability.department import CHEAP, CLOCK, PASSPHRASES
from reliability.program import Counts, Outcome, Program, Tally

SEED = 10
MOST_SECONDS = 60.0
MEGABYTE_OF_ROWS = 1000
FULL_COST_FROM = 10  # megabytes: in small runs keys are derived cheaply
NEW = "otter pelican quarry ribbon saddle"
Keys = Mapping[Section, bytes]
Value = TypeVar("Value")


def run(megabytes: int, scratch: Path) -> Outcome:
    """Do each once, on a department whose records hold so many megabytes, with keys derived at full cost."""
    tally = Tally("old keys that still open", "longer than a minute", "refused", "problems in the folder")
    kdf = CHEAP if megabytes < FULL_COST_FROM else KdfParameters()
    with closing(Session(CLOCK, scratch / "home", kdf)) as session:
        story = _Story(session, scratch, tally)
        story.begin(megabytes)
        for act in (story.revoke, story.lose_passphrase, story.hand_over, story.recover):
            try:
                act()
            except UserFacingError as problem:
                tally.add("refused", f"{act.__name__}: {problem}")
        size = story.size // (1 << 20)
    took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in story.seconds.items())
    return tally.outcome(f"each once, records of {size:,} MB, Argon2id {kdf.memory_kib // 1024} MiB", took)


class _Story:
    """One department that people come to and leave."""

    def __init__(self, session: Session, scratch: Path, tally: Tally) -> None:
        self.seconds: dict[str, float] = {}
        self._session = session
        self._scratch = scratch
        self._tally = tally
        self._people: dict[Role, PersonId] = {}
        self._folder = ""

    @property
    def size(self) -> int:
        """Return how large the newest records file is, in bytes."""
        return max(path.stat().st_size for path in Path(self._folder).glob("records-*.db"))

    def begin(self, megabytes: int) -> None:
        """Make the department with its recovery key, let two people in, and fill the records."""
        made = self._ask(
            CreateDepartment(str(self._scratch), "Gastroenterology", "Medicine", "Dr A", PASSPHRASES[Role.DIRECTOR])
        )
        self._folder, self._people[Role.DIRECTOR] = made.folder, made.person.id
        self._recovery_key = self._ask(SuggestRecoveryKey())
        self._ask(KeepRecoveryKey(self._recovery_key, self._recovery_key))
        for role in (Role.ADMINISTRATOR, Role.DEPUTY):
            introduced = self._ask(IntroducePerson(f"A {role.value}", role))
            self._people[role] = introduced.person.id
            with closing(Session(CLOCK, self._scratch / role.value)) as theirs:
                request = UnlockDepartment(self._folder, introduced.person.id, introduced.code, PASSPHRASES[role])
                answer(theirs, request, Task())
        self._fill(megabytes)

    def revoke(self) -> None:
        """Take the deputy's keys back."""
        person, keys = self._people[Role.DEPUTY], self._keys_of(Role.DEPUTY)
        self._timed("revoke", RevokePerson(person))
        self._session.file.exchange.publish()
        self._check("revoke", person, PASSPHRASES[Role.DEPUTY], keys)

    def lose_passphrase(self) -> None:
        """Give the administrator, who has forgotten theirs, a new code."""
        person, keys = self._people[Role.ADMINISTRATOR], self._keys_of(Role.ADMINISTRATOR)
        introduced = self._timed("lost passphrase", RenewIntroduction(person))
        self._session.file.exchange.publish()
        self._check("lost passphrase", person, PASSPHRASES[Role.ADMINISTRATOR], keys)
        unlock(Path(self._folder), person, introduced.code, own_passphrase=NEW)

    def hand_over(self) -> None:
        """Let somebody new lead, who then takes back the keys of who led before."""
        introduced = self._ask(IntroducePerson("Dr B", Role.DEPUTY))
        unlock(Path(self._folder), introduced.person.id, introduced.code, own_passphrase=NEW)
        before, keys = self._people[Role.DIRECTOR], self._keys_of(Role.DIRECTOR)
        self._people[Role.DIRECTOR] = introduced.person.id
        self._timed("handover", HandOver(introduced.person.id, PASSPHRASES[Role.DIRECTOR]))
        self._ask(UnlockDepartment(self._folder, introduced.person.id, NEW))
        self._timed("revoking who led before", RevokePerson(before))
        self._session.file.exchange.publish()
        self._check("handover", before, PASSPHRASES[Role.DIRECTOR], keys)

    def recover(self) -> None:
        """Let the paper make a director, whose passphrase nobody knows any more, one again."""
        director = self._people[Role.DIRECTOR]
        passphrase = f"{NEW} again"
        self._timed("recovery key", UseRecoveryKey(self._folder, self._recovery_key, director, passphrase))
        self._session.file.exchange.publish()
        self._check("recovery key", director, NEW, {})
        for problem in verify(Path(self._folder)):
            self._tally.add("problems in the folder", problem)
        unlock(Path(self._folder), director, passphrase)

    def _check(self, act: str, person: PersonId, passphrase: str, keys: Keys) -> None:
        """Try the old passphrase on the folder, and the old section keys on its newest files."""
        if _succeeds(lambda: unlock(Path(self._folder), person, passphrase)):
            self._tally.add("old keys that still open", f"{act}: the passphrase")
        newest = {path.name.partition("-")[0]: path for path in sorted(Path(self._folder).glob("*.db"))}
        for section, key in keys.items():
            if _succeeds(lambda path=newest[section.value], key=key: sqlcipher.connect(path, key).close()):
                self._tally.add("old keys that still open", f"{act}: the {section.value} key")

    def _keys_of(self, role: Role) -> Keys:
        vault = unlock(Path(self._folder), self._people[role], PASSPHRASES[role])
        return {section: vault.section_key(section) for section in role.sections}

    def _fill(self, megabytes: int) -> None:
        chance = Random(SEED)
        with self._session.unit_of_work(Section.RECORDS) as work:
            for number in range(megabytes * MEGABYTE_OF_ROWS):
                work.keep_history("filling", str(number), 1, None, {"text": chance.randbytes(480).hex()})
            work.commit()
        self._session.file.exchange.publish()

    def _timed(self, name: str, request: Request[Value]) -> Value:
        began = time.monotonic()
        value = self._ask(request)
        self.seconds[name] = time.monotonic() - began
        if self.seconds[name] > MOST_SECONDS:
            self._tally.add("longer than a minute", name)
        return value

    def _ask(self, request: Request[Value]) -> Value:
        return answer(self._session, request, Task())


def _succeeds(act: Callable[[], object]) -> bool:
    try:
        act()
    except UserFacingError:
        return False
    return True


PROGRAM = Program(
    "revoke, handover, lost passphrase, recovery: each within 60 s, and the old keys fail on the new generation",
    Counts(1, 30, 600),
    run,
)

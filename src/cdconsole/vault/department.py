"""Create a department, open one after proving that every file is what its people signed, or check it from outside."""

from __future__ import annotations

import secrets
from pathlib import Path

from cdconsole.domain.calendar import Clock, SystemClock
from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.identity import PersonId, new_id
from cdconsole.domain.people import LockedDepartment, Person, Role, Section
from cdconsole.vault.commits import SectionEntry
from cdconsole.vault.documents import Malformed
from cdconsole.vault.folder import DepartmentFolder, document_name
from cdconsole.vault.generations import (
    RESTORE,
    Generation,
    check_section_file,
    earlier_problems,
    newest_generation,
    read_generation,
    read_organisation,
)
from cdconsole.vault.identity import Identity, unseal
from cdconsole.vault.kdf import KEY_BYTES, KdfParameters
from cdconsole.vault.keyring import UnlockedKeys
from cdconsole.vault.organisation import Member, Organisation, wrap
from cdconsole.vault.passphrase import check_own_choice
from cdconsole.vault.publishing import KEPT_COMMITS, place_organisation, whole_second
from cdconsole.vault.unlocked import (
    DEFAULT_KDF,
    Vault,
    check_name,
    locked_department,
)

_SYSTEM_CLOCK = SystemClock()


def create_department(
    folder: Path,
    names: tuple[str, str],
    director_name: str,
    passphrase: str,
    *,
    kdf: KdfParameters = DEFAULT_KDF,
    clock: Clock = _SYSTEM_CLOCK,
) -> Vault:
    """Make a department's folder, its first list of people with one clinical director, and fresh section keys.

    ``names`` is (department, specialty); ``folder`` gets ``.cdv`` where it lacks it. Nothing is published yet.
    Raises RuleBroken for a name, passphrase or taken folder, PublishFailed where the disk refuses.
    """
    for value, field in zip((*names, director_name), ("department", "specialty", "name"), strict=True):
        check_name(value, field)
    check_own_choice(passphrase)
    store = DepartmentFolder.create(folder)
    vault = new_id()
    person = Person(PersonId(new_id()), director_name.strip(), Role.DIRECTOR, whole_second(clock))
    identity = Identity.generate()
    member = Member(person, identity.public, identity.seal(passphrase, person, vault, kdf))
    section_keys = {section: secrets.token_bytes(KEY_BYTES) for section in Section}
    organisation = Organisation(
        number=1,
        vault=vault,
        department=names[0].strip(),
        specialty=names[1].strip(),
        owner=person.id,
        previous="",
        members=(member,),
        grants=tuple(wrap(vault, section, 1, key, [member]) for section, key in section_keys.items()),
    )
    keys = UnlockedKeys(person, identity, section_keys)
    return Vault(store, Generation(place_organisation(store, organisation, identity.sign), None), keys, clock)


def read_locked(folder: Path) -> LockedDepartment:
    """Return what can be said of a department before anybody unlocks it. Raises CannotOpenDepartment."""
    store = DepartmentFolder.existing(folder)
    return locked_department(store, newest_generation(store))


def unlock(folder: Path, person_id: PersonId, passphrase: str, *, clock: Clock = _SYSTEM_CLOCK) -> Vault:
    """Open a department for one person, every file of its newest generation proved first.

    Raises WrongPassphrase; CannotOpenDepartment where the folder is no department, is damaged, forged or of a later
    version; DamagedSection, naming the section, where a section file or its signature is not as committed.
    What is wrong with earlier generations only is in the vault's ``notices``.
    """
    store = DepartmentFolder.existing(folder)
    generation = newest_generation(store)
    organisation = generation.organisation.value
    member = organisation.member(person_id)
    if member is None:
        raise CannotOpenDepartment("This person does not belong to the department.", "Choose a name from its list.")
    identity = unseal(member.sealed, passphrase, member.person, organisation.vault, member.keys)
    if identity.owner_key != organisation.owner_key:
        raise CannotOpenDepartment(
            "The department's list of people was not signed by the clinical director whom "
            f"{member.person.name}'s keys trust: it may be forged.",
            "Do not use this folder. Nothing has been changed. Tell the clinical director, and restore a backup.",
        )
    notices = earlier_problems(store, generation)
    for entry in generation.entries:
        check_section_file(store, entry)
    try:
        section_keys = organisation.section_keys(person_id, identity)
    except Malformed as problem:
        raise CannotOpenDepartment(f"The department's list of people is faulty: {problem}.", RESTORE) from None
    vault = Vault(store, generation, UnlockedKeys(member.person, identity, section_keys), clock)
    vault.notices = notices
    return vault


def verify(folder: Path) -> tuple[str, ...]:
    """Return every problem that shows without a passphrase: form, sizes, hashes and signatures of all generations kept.

    Signatures are compared with the owner that the lists of people name; only unlocking proves that owner genuine.
    Raises CannotOpenDepartment where the folder is not a department at all.
    """
    store = DepartmentFolder.existing(folder)
    problems = [*_newest_problems(store), *_people_problems(store), *_missing(store), *_generation_problems(store)]
    return tuple(dict.fromkeys(problems))


def _newest_problems(store: DepartmentFolder) -> list[str]:
    try:
        return list(earlier_problems(store, newest_generation(store)))
    except CannotOpenDepartment as problem:
        return [problem.message]


def _people_problems(store: DepartmentFolder) -> list[str]:
    problems: list[str] = []
    owners: set[bytes] = set()
    for number in store.numbers("org"):
        try:
            owners.add(read_organisation(store, number).value.owner_key)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
    if len(owners) > 1:
        problems.append("The lists of people in this folder are signed by different owners.")
    return problems


def _missing(store: DepartmentFolder) -> list[str]:
    """Return which of the commits that pruning keeps are not there."""
    numbers = store.numbers("commit")
    newest = numbers[-1] if numbers else 0
    kept = range(max(1, newest - KEPT_COMMITS + 1), newest)
    return [
        f"{document_name('commit', number)} is missing from the department."
        for number in sorted(set(kept) - set(numbers))
    ]


def _generation_problems(store: DepartmentFolder) -> list[str]:
    problems: list[str] = []
    checked: set[SectionEntry] = set()
    for number in store.numbers("commit"):
        try:
            entries = set(read_generation(store, number).entries)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
            continue
        problems += _section_problems(store, entries - checked)
        checked |= entries
    return problems


def _section_problems(store: DepartmentFolder, entries: set[SectionEntry]) -> list[str]:
    problems: list[str] = []
    for entry in sorted(entries, key=_file_name):
        try:
            check_section_file(store, entry)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
    return problems


def _file_name(entry: SectionEntry) -> str:
    return entry.file

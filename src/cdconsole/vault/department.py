"""Create a department, open one after proving that every file is what its people signed, or check it from outside."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.calendar import Clock, SystemClock
from cdconsole.domain.errors import CannotOpenDepartment, OwnPassphraseNeeded, RuleBroken
from cdconsole.domain.identity import PersonId, new_id
from cdconsole.domain.people import LockedDepartment, Person, Role, Section
from cdconsole.vault import crockford
from cdconsole.vault.commits import SectionEntry
from cdconsole.vault.folder import DepartmentFolder, document_name
from cdconsole.vault.generations import (
    Generation,
    check_section_file,
    earlier_problems,
    kept_numbers,
    newest_generation,
    read_generation,
    read_organisation,
)
from cdconsole.vault.identity import Identity
from cdconsole.vault.kdf import KEY_BYTES, KdfParameters
from cdconsole.vault.keyring import UnlockedKeys, unlocked_keys
from cdconsole.vault.membership import DEFAULT_KDF, RECOVERY_KEY_BYTES, check_name
from cdconsole.vault.organisation import Member, Organisation, Signer, wrap
from cdconsole.vault.own_keys import (
    Seal,
    cost_of,
    introduction_passphrase,
    newcomers,
    newest_own_keys,
    open_own_keys,
    place_own_keys,
    remove_earlier_keys,
    seal_keys,
)
from cdconsole.vault.passphrase import check_own_choice
from cdconsole.vault.placing import PublishFailed
from cdconsole.vault.publishing import place_organisation, whole_second
from cdconsole.vault.trust import is_outdated, organisation_before
from cdconsole.vault.unlocked import Vault, check_owner, locked_department

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
    own = seal_keys(vault, person.id, 1, identity, Seal(passphrase, kdf))
    place_own_keys(store, vault, own, identity)
    section_keys = {section: secrets.token_bytes(KEY_BYTES) for section in Section}
    member = Member(person, identity.public)
    organisation = Organisation(
        number=1,
        vault=vault,
        department=names[0].strip(),
        specialty=names[1].strip(),
        owner=person.id,
        previous="",
        members=(member,),
        grants=tuple(wrap(vault, section, (key,), [member]) for section, key in section_keys.items()),
        signer=Signer(person.id, identity.public.signing),
    )
    keys = UnlockedKeys(person, identity, section_keys)
    return Vault(store, Generation(place_organisation(store, organisation, identity.sign), None), keys, clock)


def read_locked(folder: Path) -> LockedDepartment:
    """Return what can be said of a department before anybody unlocks it. Raises CannotOpenDepartment."""
    store = DepartmentFolder.existing(folder)
    generation = newest_generation(store)
    arriving = newcomers(store, generation.organisation.value)
    return replace(locked_department(store, generation), newcomers=arriving)


def unlock(
    folder: Path, person_id: PersonId, passphrase: str, *, own_passphrase: str = "", clock: Clock = _SYSTEM_CLOCK
) -> Vault:
    """Open a department for one person, every file of its newest generation proved first.

    A newcomer's passphrase is the introduction code, and ``own_passphrase`` replaces it. Raises WrongPassphrase,
    OwnPassphraseNeeded; CannotOpenDepartment where the folder is no department, is damaged, forged or of a later
    version; DamagedSection, naming the section, where a section file or its signature is not as committed.
    What is wrong with earlier generations only, or new since last time, is in the vault's ``notices``.
    """
    store = DepartmentFolder.existing(folder)
    generation = newest_generation(store)
    people = generation.organisation.value
    member = people.member(person_id)
    if member is None:
        raise CannotOpenDepartment("This person does not belong to the department.", "Choose a name from its list.")
    own = newest_own_keys(store, people.vault, member)
    is_introduction = own is not None and own.is_introduction
    if is_introduction:
        passphrase = introduction_passphrase(passphrase)
    identity = open_own_keys(store, people, member, passphrase)
    if is_introduction and not own_passphrase:
        raise OwnPassphraseNeeded("The code is right.", "Choose a passphrase of your own to go on.")
    check_owner(store, generation, identity.pin, member.person.name)
    notices = earlier_problems(store, generation)
    for entry in generation.entries:
        check_section_file(store, entry)
    vault = Vault(store, generation, unlocked_keys(people, member.person, identity), clock)
    is_new_owner = identity.pin.owner_key != people.owner_key
    if is_introduction:
        _check_not_the_code(own_passphrase, passphrase)
        vault.keyholders.seal_own_keys(identity, Seal(own_passphrase, cost_of(own, member)))
    elif is_outdated(store, generation.organisation, identity.pin):
        with suppress(PublishFailed):  # where it can only be read, the links are followed again next time
            vault.keyholders.seal_own_keys(identity, Seal(passphrase, cost_of(own, member)))
    elif own is not None:  # what a crash between writing and removing has left
        remove_earlier_keys(store, own.person, own.number)
    vault.notices = (*notices, _new_owner(vault, people)) if is_new_owner else notices
    return vault


def unlock_for_recovery(folder: Path, key: str, *, clock: Clock = _SYSTEM_CLOCK) -> Vault:
    """Open a department with its printed recovery key: everything can be read, nothing written but a new director.

    Raises RuleBroken (field ``key``) for a mistyped key, WrongPassphrase for another one, and what ``unlock`` raises.
    """
    passphrase = crockford.written(crockford.read(key, RECOVERY_KEY_BYTES, "key"))
    people = newest_generation(DepartmentFolder.existing(folder)).organisation.value
    recovery = next((member for member in people.members if member.person.role is Role.RECOVERY), None)
    if recovery is None:
        raise CannotOpenDepartment("No recovery key was made for this department.", "Ask who else can open it.")
    return unlock(folder, recovery.person.id, passphrase, clock=clock)


def _check_not_the_code(own_passphrase: str, code: str) -> None:
    """Refuse the introduction code, which others have seen, as a passphrase. Raises RuleBroken."""
    check_own_choice(own_passphrase, "own_passphrase")
    typed = ""
    with suppress(RuleBroken):
        typed = introduction_passphrase(own_passphrase)
    if typed == code:
        raise RuleBroken("This is the code that you were given.", "Choose another passphrase.", "own_passphrase")


def _new_owner(vault: Vault, people: Organisation) -> str:
    """Say who was put in the place of the clinical director trusted so far."""
    if vault.keyholders.is_owner:
        return (
            "You lead the department now. Whoever led it before is a deputy until you take their keys back, and a "
            "recovery key that they have printed still opens it until you print another."
        )
    director = next(person.name for person in vault.locked.people if person.id == people.owner)
    return (
        f"The department is now led by {director}. Compare these words with {director} once, by telephone or in "
        f"person: {vault.keyholders.fingerprint}."
    )


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
    for number in store.numbers("org"):
        try:
            people = read_organisation(store, number)
        except CannotOpenDepartment as problem:
            problems.append(problem.message)
            continue
        before = organisation_before(store, people)
        if before is None and number > 1:
            problems.append(f"The list of people before {document_name('org', number)} is missing.")
        elif before is not None and not people.value.follows(before):
            problems.append(f"{document_name('org', number)} was signed by somebody without the right to.")
    return problems


def _missing(store: DepartmentFolder) -> list[str]:
    """Return which commits are not there between the oldest and the newest: an unpacked department begins anywhere."""
    numbers = kept_numbers(store)
    kept = range(numbers[0], numbers[-1]) if numbers else ()
    return [
        f"{document_name('commit', number)} is missing from the department."
        for number in sorted(set(kept) - set(numbers))
    ]


def _generation_problems(store: DepartmentFolder) -> list[str]:
    problems: list[str] = []
    checked: set[SectionEntry] = set()
    for number in kept_numbers(store):
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

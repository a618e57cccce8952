"""What an administrator with own keys, a text editor and a little Python can forge, one function for each way."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pyrage
from pyrage import x25519

from cdconsole.domain.people import Role, Section
from cdconsole.storage.section_file import SectionFile
from cdconsole.vault import unlock
from cdconsole.vault.documents import canonical, digest, signed_file
from cdconsole.vault.identity import Identity
from cdconsole.vault.own_keys import Seal, seal_keys
from reliability.department import CHEAP, CLOCK, PASSPHRASES, Department

Payload = dict[str, Any]


class Attacker:
    """The administrator with own tools: reads and writes any file, signs with the own key, makes keys at will."""

    def __init__(self, department: Department, before: Path) -> None:
        self.folder = department.folder
        self.before = before
        self.ids = {role: str(person) for role, person in department.people.items()}
        vault = unlock(department.folder, department.people[Role.ADMINISTRATOR], PASSPHRASES[Role.ADMINISTRATOR])
        self.identity = vault.keys.identity
        self.vault = vault.id
        self.commit_path, self.commit = self._newest("commit")
        self.organisation_path, self.organisation = self._newest("org")
        self.number: int = self.commit["number"] + 1

    def put_commit(self, changes: Payload, sign: Callable[[bytes], bytes] | None = None) -> None:
        """Write the next commit as this administrator, with changes."""
        self.commit |= {"number": self.number, "previous": digest(self.commit_path.read_bytes())}
        self.commit |= {"writer": self.ids[Role.ADMINISTRATOR]} | changes
        data = signed_file(self.commit, sign or self.identity.sign)
        (self.folder / f"commit-{self.commit['number']:06d}.json").write_bytes(data)

    def put_organisation(self, changes: Payload, identity: Identity | None = None) -> None:
        """Write the next list of people, signed with the administrator's or another key, and a commit that names it."""
        signer = identity or self.identity
        previous = digest(self.organisation_path.read_bytes())
        self.organisation |= {"number": self.organisation["number"] + 1, "previous": previous}
        key = signer.public.signing.hex()
        self.organisation |= {"signer": {"person": self.ids[Role.ADMINISTRATOR], "signing_key": key}} | changes
        data = signed_file(self.organisation, signer.sign)
        self.organisation_path = self.folder / f"org-{self.organisation['number']:06d}.json"
        self.organisation_path.write_bytes(data)
        named = {"number": self.organisation["number"], "sha256": digest(data)}
        self.put_commit({"organisation": named})

    def entry(self, section: str, changes: Payload) -> Payload:
        """Return a section's entry with changes, signed with the administrator's key."""
        entry = {name: value for name, value in self.commit["sections"][section].items() if name != "signature"}
        entry |= {"generation": self.number, "writer": self.ids[Role.ADMINISTRATOR]} | changes
        named = {"kind": "section-entry", "format": self.commit["format"], "vault": self.vault, "section": section}
        return entry | {"signature": self.identity.sign(canonical(named | entry)).hex()}

    def forged_review(self) -> Payload:
        """Write a review section of the administrator's own, and return what an entry says of it."""
        path = self.folder / f"review-{self.number:06d}.db"
        SectionFile.create(path, bytes(32), Section.REVIEW, CLOCK).close()
        return {"file": path.name, "sha256": digest(path.read_bytes()), "size": path.stat().st_size}

    def person(self, role: Role) -> Payload:
        """Return a person's entry of the list, to be changed in place."""
        found: Payload = next(one for one in self.organisation["people"] if one["id"] == self.ids[role])
        return found

    def wrapped(self, section: str, key: bytes, recipient: str) -> str:
        """Return a key of the attacker's choice wrapped to anybody."""
        text = {"kind": "section-key", "vault": self.vault, "section": section, "key": key.hex()}
        epoch = self.organisation["grants"][section]["epoch"]
        return pyrage.encrypt(canonical(text | {"epoch": epoch}), [x25519.Recipient.from_str(recipient)]).hex()

    def review_for(self, *people: Payload) -> None:
        """Wrap a review key of the attacker's choice to these people, and to nobody else."""
        keys = {one["id"]: self.wrapped("review", bytes(32), one["encryption_key"]) for one in people}
        self.organisation["grants"]["review"]["keys"] = keys

    def let_in(self, friend: Payload) -> None:
        """Add a person, with the section keys the administrator knows and a review key of the attacker's choice."""
        self.organisation["people"].append(friend)
        for section in ("ward", "records"):
            keys = self.organisation["grants"][section]["keys"]
            own = json.loads(self.identity.open(bytes.fromhex(keys[self.ids[Role.ADMINISTRATOR]])))
            keys[friend["id"]] = self.wrapped(section, bytes.fromhex(own["key"]), friend["encryption_key"])
        self.review_for(self.person(Role.DIRECTOR), self.person(Role.DEPUTY), friend)

    def _newest(self, kind: str) -> tuple[Path, Payload]:
        path = max(self.folder.glob(f"{kind}-*.json"))
        return path, payload_of(path)


def payload_of(path: Path) -> Payload:
    found: Payload = json.loads(path.read_bytes())["payload"]
    return found


# --- a review section that nobody entitled wrote ---------------------------------------------------------------------


def _own_review(attacker: Attacker, _chance: Random) -> None:
    attacker.commit["sections"]["review"] = attacker.entry("review", attacker.forged_review())
    attacker.put_commit({})


def _review_in_anothers_name(attacker: Attacker, chance: Random) -> None:
    writer = chance.choice([attacker.ids[Role.DIRECTOR], attacker.ids[Role.DEPUTY], secrets.token_hex(16)])
    changes = attacker.forged_review() | {"writer": writer}
    attacker.commit["sections"]["review"] = attacker.entry("review", changes)
    attacker.put_commit({})


def _edited_entry(attacker: Attacker, chance: Random) -> None:
    """Change one field of the genuine entry, its signature kept."""
    changes = attacker.forged_review()
    values = changes | {
        "epoch": 2,
        "generation": attacker.number,
        "audit_head": "",
        "writer": attacker.ids[Role.DEPUTY],
    }
    field = chance.choice(sorted(values))
    attacker.commit["sections"]["review"][field] = values[field]
    attacker.put_commit({})


def _changed_file(attacker: Attacker, chance: Random) -> None:
    """Put other content under the genuine file's name; the commit stays, or says the new hash."""
    entry = attacker.commit["sections"]["review"]
    path = attacker.folder / entry["file"]
    SectionFile.create(attacker.folder / "forged.db", bytes(32), Section.REVIEW, CLOCK).close()
    (attacker.folder / "forged.db").replace(path)
    if chance.random() < 0.5:
        entry |= {"sha256": digest(path.read_bytes()), "size": path.stat().st_size}
        attacker.put_commit({})


def _swapped_sections(attacker: Attacker, chance: Random) -> None:
    sections = attacker.commit["sections"]
    one, other = chance.sample(sorted(sections), 2)
    sections[one], sections[other] = sections[other], sections[one]
    attacker.put_commit({})


def _renamed_section(attacker: Attacker, chance: Random) -> None:
    """Sign a file that the administrator may write as if it were the review."""
    source = attacker.folder / attacker.commit["sections"][chance.choice(["ward", "records"])]["file"]
    target = attacker.folder / f"review-{attacker.number:06d}.db"
    shutil.copyfile(source, target)
    changes = {"file": target.name, "sha256": digest(target.read_bytes()), "size": target.stat().st_size}
    attacker.commit["sections"]["review"] = attacker.entry("review", changes)
    attacker.put_commit({})


def replay_review(attacker: Attacker, _chance: Random | None = None) -> None:
    """Put the genuine review of an earlier commit back."""
    older = payload_of(max(attacker.before.glob("commit-*.json")))["sections"]["review"]
    shutil.copyfile(attacker.before / older["file"], attacker.folder / older["file"])
    attacker.commit["sections"]["review"] = older
    attacker.put_commit({})


def _no_review(attacker: Attacker, _chance: Random) -> None:
    del attacker.commit["sections"]["review"]
    attacker.put_commit({})


def _commit_in_the_directors_name(attacker: Attacker, _chance: Random) -> None:
    attacker.put_commit({"writer": attacker.ids[Role.DIRECTOR]})


def _far_ahead(attacker: Attacker, chance: Random) -> None:
    """Leave commits out, so that nothing comes right before the forged one."""
    attacker.number += chance.randint(1, 50)
    replay_review(attacker)


# --- another list of people ------------------------------------------------------------------------------------------


def _promoted(attacker: Attacker, chance: Random) -> None:
    attacker.person(Role.ADMINISTRATOR)["role"] = chance.choice(["deputy", "recovery"])
    attacker.review_for(*attacker.organisation["people"])
    attacker.put_organisation({})


def _own_department(attacker: Attacker, _chance: Random) -> None:
    """Make the administrator the director, and the director a deputy."""
    attacker.person(Role.DIRECTOR)["role"] = "deputy"
    attacker.person(Role.ADMINISTRATOR)["role"] = "director"
    attacker.review_for(*attacker.organisation["people"])
    attacker.put_organisation({"owner": attacker.ids[Role.ADMINISTRATOR]})


def _directors_key_replaced(attacker: Attacker, _chance: Random) -> None:
    """Give the director's name a signing key of the administrator's, who then signs as the owner."""
    attacker.person(Role.DIRECTOR)["signing_key"] = attacker.identity.public.signing.hex()
    key = attacker.identity.public.signing.hex()
    attacker.put_organisation({"signer": {"person": attacker.ids[Role.DIRECTOR], "signing_key": key}})


def _said_to_be_signed_by_the_director(attacker: Attacker, _chance: Random) -> None:
    key = attacker.person(Role.DIRECTOR)["signing_key"]
    attacker.review_for(attacker.person(Role.DIRECTOR), attacker.person(Role.DEPUTY))
    attacker.put_organisation({"signer": {"person": attacker.ids[Role.DIRECTOR], "signing_key": key}})


def _review_key_of_own_choice(attacker: Attacker, chance: Random) -> None:
    """Have the next review written under a key that the administrator knows."""
    attacker.review_for(attacker.person(Role.DIRECTOR), attacker.person(Role.DEPUTY))
    attacker.organisation["grants"]["review"]["epoch"] += chance.randint(0, 1)
    attacker.put_organisation({})


def _grant_edited_in_place(attacker: Attacker, chance: Random) -> None:
    """Edit the list that is in force, and sign it anew."""
    keys = attacker.organisation["grants"]["review"]["keys"]
    own = attacker.person(Role.ADMINISTRATOR)["encryption_key"]
    keys[attacker.ids[Role.ADMINISTRATOR]] = attacker.wrapped("review", bytes(32), own)
    if chance.random() < 0.5:
        attacker.person(Role.ADMINISTRATOR)["role"] = "deputy"
    attacker.organisation_path.write_bytes(signed_file(attacker.organisation, attacker.identity.sign))


def _friend_let_in(attacker: Attacker, chance: Random) -> None:
    attacker.let_in(_entry_of(Identity.generate(), chance.choice(["deputy", "recovery"])))
    attacker.put_organisation({})


def _own_recovery_key_then_heir(attacker: Attacker, _chance: Random) -> None:
    """Two links: a list with an own recovery key, and one signed by that key."""
    recovery = Identity.generate()
    attacker.let_in(_entry_of(recovery, "recovery"))
    attacker.put_organisation({})
    attacker.number += 1
    attacker.organisation["department"] = "Another department"
    attacker.put_organisation({}, identity=recovery)


def _deputy_thrown_out(attacker: Attacker, _chance: Random) -> None:
    people = attacker.organisation["people"]
    people.remove(attacker.person(Role.DEPUTY))
    for grant in attacker.organisation["grants"].values():
        grant["keys"].pop(attacker.ids[Role.DEPUTY])
    attacker.put_organisation({})


def _earlier_people(attacker: Attacker, chance: Random) -> None:
    """Put an earlier genuine list in force, as it was or under a new number."""
    [first, *_] = sorted(attacker.folder.glob("org-*.json"))
    if chance.random() < 0.5:
        named = {"number": payload_of(first)["number"], "sha256": digest(first.read_bytes())}
        attacker.put_commit({"organisation": named})
    else:
        attacker.organisation = payload_of(first) | {"number": attacker.organisation["number"]}
        attacker.put_organisation({})


# --- other people's files of keys ------------------------------------------------------------------------------------


def _keys_of_others(attacker: Attacker, chance: Random) -> None:
    """Give a victim a file of keys of the administrator's making: in the place of theirs, or as the next."""
    role = chance.choice([Role.DIRECTOR, Role.DEPUTY])
    newest = max(attacker.folder.glob(f"keys-{attacker.ids[role]}-*.json"))
    number = payload_of(newest)["number"] + chance.randint(0, 1)
    identity = chance.choice([attacker.identity, Identity.generate()])
    person = attacker.ids[role]
    sealed = seal_keys(attacker.vault, person, number, identity, Seal(PASSPHRASES[role], CHEAP))  # type: ignore[arg-type]
    (attacker.folder / sealed.name).write_bytes(sealed.file(attacker.vault, identity.sign))


def _entry_of(identity: Identity, role: str) -> Payload:
    keys = {"encryption_key": identity.public.encryption, "signing_key": identity.public.signing.hex()}
    known = {"id": secrets.token_hex(16), "name": "Recovery key" if role == "recovery" else "A Friend", "role": role}
    return known | keys | {"since": "2026-11-23T10:42:00Z", "sealed": None}


ATTACKS: tuple[Callable[[Attacker, Random], None], ...] = (
    *(_own_review, _review_in_anothers_name, _edited_entry, _changed_file, _swapped_sections, _renamed_section),
    *(replay_review, _no_review, _commit_in_the_directors_name, _far_ahead, _promoted, _own_department),
    *(_directors_key_replaced, _said_to_be_signed_by_the_director, _review_key_of_own_choice, _grant_edited_in_place),
    *(_friend_let_in, _own_recovery_key_then_heir, _deputy_thrown_out, _earlier_people, _keys_of_others),
)

"""The inbox inside the records section: its key pairs, known senders, and what was decided on each data pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.change_set import Topic
from cdconsole.domain.inbox import Doubt, PackDecision, PackHeader, PackSender, PackState
from cdconsole.storage.frozen_json import freeze, thaw
from cdconsole.storage.section_file import Reading, Work


@dataclass(frozen=True)
class InboxKeyPair:
    """An age X25519 pair of the department. The identity shows in no text."""

    recipient: str
    identity: str
    since: datetime
    retired_at: datetime | None

    def __repr__(self) -> str:
        return f"InboxKeyPair({self.recipient})"


def key_pairs(reading: Reading) -> tuple[InboxKeyPair, ...]:
    """Return every key pair the department has had, the one in force first, if there is any."""
    found = reading.rows(
        "SELECT recipient, identity, since, retired_at FROM inbox_key ORDER BY retired_at IS NOT NULL, since DESC"
    )
    return tuple(
        InboxKeyPair(
            recipient, identity, datetime.fromisoformat(since), None if end is None else datetime.fromisoformat(end)
        )
        for recipient, identity, since, end in found
    )


def put_in_force(work: Work, recipient: str, identity: str) -> None:
    """Store a new key pair and retire those before it."""
    at = work.at.isoformat()
    work.execute("UPDATE inbox_key SET retired_at = ? WHERE retired_at IS NULL", (at,))
    work.execute("INSERT INTO inbox_key (recipient, identity, since) VALUES (?, ?, ?)", (recipient, identity, at))
    work.audit("made", "a key for data packs")
    work.changed(Topic.INBOX)


def senders(reading: Reading, fingerprint: Callable[[bytes], str]) -> dict[str, PackSender]:
    """Return the known senders by their signing keys, in the order of their names."""
    found = reading.rows(
        "SELECT signing_key, name, is_accepted, person, at FROM pack_sender ORDER BY name COLLATE NOCASE, signing_key"
    )
    return {
        key: PackSender(
            key, name, fingerprint(bytes.fromhex(key)), bool(is_accepted), person, datetime.fromisoformat(at)
        )
        for key, name, is_accepted, person, at in found
    }


def decide_on_sender(work: Work, key: str, name: str, *, is_accepted: bool) -> None:
    """Accept a sender's packs from now on, or block them; ``key`` is their Ed25519 public key in hexadecimal."""
    work.execute(
        "INSERT INTO pack_sender (signing_key, name, is_accepted, person, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (signing_key) DO UPDATE SET is_accepted = excluded.is_accepted, person = excluded.person,"
        " at = excluded.at",
        (key, name, is_accepted, work.actor.name, work.at.isoformat()),
    )
    work.audit("accepted" if is_accepted else "blocked", f"sender of data packs {name}")
    work.changed(Topic.INBOX)


def decisions(reading: Reading) -> dict[str, PackDecision]:
    """Return what was decided, by the SHA-256 of the pack."""
    found = reading.rows("SELECT sha256, file_name, header, state, accepted, reason, person, at FROM data_pack")
    return {
        sha256: PackDecision(
            sha256,
            file_name,
            None if header is None else thaw(header, PackHeader),
            PackState[state],
            frozenset(Doubt[name] for name in json.loads(accepted)),
            reason,
            person,
            datetime.fromisoformat(at),
        )
        for sha256, file_name, header, state, accepted, reason, person, at in found
    }


def decide(work: Work, decision: PackDecision, action: str) -> None:
    """Store a decision in the place of the one before; it is the work's person's, and made now."""
    header = decision.header
    work.execute(
        "INSERT INTO data_pack (sha256, file_name, header, state, accepted, reason, person, at)"
        " VALUES (:sha256, :file_name, :header, :state, :accepted, :reason, :person, :at)"
        " ON CONFLICT (sha256) DO UPDATE SET state = excluded.state, accepted = excluded.accepted,"
        " reason = excluded.reason, person = excluded.person, at = excluded.at",
        {
            "sha256": decision.sha256,
            "file_name": decision.file_name,
            "header": None if header is None else freeze(header),
            "state": decision.state.name,
            "accepted": json.dumps(sorted(doubt.name for doubt in decision.accepted)),
            "reason": decision.reason,
            "person": work.actor.name,
            "at": work.at.isoformat(),
        },
    )
    what = "a data pack nobody signed" if header is None else f"data pack {header.sequence:,} of {header.sender}"
    work.audit(action, what)
    work.changed(Topic.INBOX)

"""Store proposals of sealed extracts: what is proposed, who agreed to it, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import DamagedSection, UserFacingError
from cdconsole.domain.extract_manifest import read_draft
from cdconsole.domain.extract_proposal import ExtractEnding, ExtractProposal, ExtractSignature
from cdconsole.domain.identity import PersonId
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = (
    *("id", "clinician_id", "manifest", "proposed_by", "proposer", "proposer_role", "proposed_at"),
    *("proposer_signature", "agreed_by", "agreer", "agreer_role", "agreed_at", "agreer_signature"),
    *("sealed_by", "sealed_at", "sha256", "ended_by", "ender", "ended_at", "end_reason", "revision"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM extract_proposal"


@dataclass(frozen=True)
class Proposed:
    """What is proposed, ready to be stored: the text that is signed, the files it lists, and the proposer's word."""

    manifest: str
    files: bytes
    signature: ExtractSignature


def by_id(reading: Reading, proposal: str) -> ExtractProposal:
    """Return one proposal. Raises UserFacingError for an id that is not there, DamagedSection."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (proposal,))
    if row is None:
        raise UserFacingError("This proposal is no longer in the department.", "Load the list again.")
    return _proposal(row)


def everything(reading: Reading) -> tuple[ExtractProposal, ...]:
    """Return every proposal, newest first."""
    return tuple(map(_proposal, reading.rows(f"{_SELECT} ORDER BY proposed_at DESC, rowid DESC")))


def files(reading: Reading, proposal: str) -> bytes:
    """Return the proposed files as they are kept. Raises UserFacingError for an id that is not there."""
    row = reading.row("SELECT files FROM extract_proposal WHERE id = ?", (proposal,))
    if row is None:
        raise UserFacingError("This proposal is no longer in the department.", "Load the list again.")
    return bytes(row[0])


def add(work: Work, proposal: str, clinician: str, proposed: Proposed) -> ExtractProposal:
    """Store a new proposal."""
    values = {"clinician_id": clinician, **_proposed_values(proposed), "revision": 1}
    names = ", ".join(values)
    work.execute(
        f"INSERT INTO extract_proposal (id, {names}, files) VALUES"
        f" (:id, {', '.join(f':{name}' for name in values)}, :files)",
        values | {"id": proposal, "files": proposed.files},
    )
    return _stored(work, proposal, None, values)


def replace_content(work: Work, before: ExtractProposal, proposed: Proposed) -> ExtractProposal:
    """Put another content in a proposal's place; agreement was to the one before and falls."""
    nobody = dict.fromkeys(("agreed_by", "agreer", "agreer_role", "agreed_at", "agreer_signature"))
    return _change(work, before, _proposed_values(proposed) | nobody, proposed.files)


def agree(work: Work, before: ExtractProposal, signature: ExtractSignature) -> ExtractProposal:
    """Store the second person's word."""
    return _change(work, before, _signed("agreed_by", "agreer", "agreed_at", signature))


def seal(work: Work, before: ExtractProposal, sha256: str) -> ExtractProposal:
    """Store that it was sealed, and the sealed file's hash; from here on nothing changes."""
    values = {"sealed_by": work.actor.id, "sealed_at": work.at.isoformat(), "sha256": sha256}
    return _change(work, before, values)


def end(work: Work, before: ExtractProposal, reason: str) -> ExtractProposal:
    """Store that the acting person withdrew or declined it; from here on nothing changes."""
    ended = {"ended_by": work.actor.id, "ender": work.actor.name, "ended_at": work.at.isoformat()}
    return _change(work, before, ended | {"end_reason": reason})


def _change(work: Work, before: ExtractProposal, values: dict[str, Any], files: bytes | None = None) -> ExtractProposal:
    values = values | {"revision": before.revision + 1}
    stored = values if files is None else values | {"files": files}
    work.execute(
        f"UPDATE extract_proposal SET {', '.join(f'{name} = :{name}' for name in stored)} WHERE id = :id",
        stored | {"id": before.id},
    )
    return _stored(work, before.id, before, values)


def _stored(work: Work, proposal: str, before: ExtractProposal | None, after: dict[str, Any]) -> ExtractProposal:
    kept = None if before is None else {"manifest": before.manifest, "standing": before.standing}
    now = by_id(work, proposal)
    work.keep_history("extract_proposal", proposal, now.revision, kept, after)
    work.changed(Topic.SEALED_EXTRACT, now.draft.clinician)
    return now


def _proposed_values(proposed: Proposed) -> dict[str, Any]:
    signed = _signed("proposed_by", "proposer", "proposed_at", proposed.signature)
    return {"manifest": proposed.manifest, **signed}


def _signed(by: str, who: str, when: str, signature: ExtractSignature) -> dict[str, Any]:
    return {
        by: signature.person,
        who: signature.name,
        f"{who}_role": signature.role,
        when: signature.at.isoformat(),
        f"{who}_signature": signature.signature,
    }


def _proposal(row: tuple[Any, ...]) -> ExtractProposal:
    values = dict(zip(_COLUMNS, row, strict=True))
    try:
        manifest = json.loads(values["manifest"])
        draft, clinician = read_draft(manifest)
        contents = tuple(f"{name}: {file['title']}" for name, file in manifest["files"].items())
    except (KeyError, TypeError, ValueError) as problem:
        raise DamagedSection(
            "A proposal of a sealed extract can't be read.", "Restore the newest backup, or ask for help."
        ) from problem
    agreed, ended, sealed = (values[name] is not None for name in ("agreed_by", "ended_at", "sealed_at"))
    return ExtractProposal(
        id=values["id"],
        draft=draft,
        clinician=clinician,
        manifest=values["manifest"],
        contents=contents,
        proposed=_signature(values, "proposed_by", "proposer", "proposed_at"),
        agreed=_signature(values, "agreed_by", "agreer", "agreed_at") if agreed else None,
        sealed_at=datetime.fromisoformat(values["sealed_at"]) if sealed else None,
        sha256=values["sha256"] or "",
        ending=_ending(values) if ended else None,
        revision=values["revision"],
    )


def _signature(values: dict[str, Any], by: str, who: str, when: str) -> ExtractSignature:
    return ExtractSignature(
        person=PersonId(values[by]),
        name=values[who],
        role=values[f"{who}_role"],
        at=datetime.fromisoformat(values[when]),
        signature=values[f"{who}_signature"],
    )


def _ending(values: dict[str, Any]) -> ExtractEnding:
    at = datetime.fromisoformat(values["ended_at"])
    return ExtractEnding(PersonId(values["ended_by"]), values["ender"], at, values["end_reason"])

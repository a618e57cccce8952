"""Sealed extracts: proposed by one person, agreed by another, then sealed; never by one alone."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit
from cdconsole.domain.extract_manifest import ManifestHeading, manifest_fields
from cdconsole.domain.extract_proposal import (
    ExtractChoices,
    ExtractDraft,
    ExtractFile,
    ExtractProposal,
    ExtractSignature,
    SealedExtract,
)
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import PersonId, new_id
from cdconsole.domain.people import Person, Section
from cdconsole.domain.sealed_extract_requests import (
    AgreeInPerson,
    AgreeToExtract,
    ListExtractProposals,
    PreviewSealedExtract,
    ProposeExtract,
    SealExtract,
    ShowExtractChoices,
    ShowProposedFiles,
    WithdrawExtract,
)
from cdconsole.exporting.sealed_extract import SignedBy, file_fields, packed, unzipped_files, zipped_files
from cdconsole.services.department_data import department_data
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.extract_content import choices, content
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import extract_proposals
from cdconsole.storage.extract_proposals import Proposed
from cdconsole.storage.section_file import Work
from cdconsole.vault.documents import canonical, signature_holds
from cdconsole.vault.passphrase import suggest_passphrase
from cdconsole.vault.sealed_file import recipient_of, seal_for, seal_with

WHAT = "Sealed extract"
ENDING = ".age"


@handles(ShowExtractChoices)
def show_choices(session: Session, request: ShowExtractChoices, task: Task) -> ExtractChoices:
    """Return what can be ticked for one clinician. Raises NotEntitled, UserFacingError for somebody not there."""
    session.require(Section.REVIEW)
    return choices(session, request.clinician, task)


@handles(PreviewSealedExtract)
def preview(session: Session, request: PreviewSealedExtract, _task: Task) -> tuple[ExtractFile, ...]:
    """Return exactly what the file would hold as things are now. Raises RuleBroken naming the field at fault."""
    session.require(Section.REVIEW)
    draft = _checked(request.draft)
    found = content(session, draft, _heading(session, draft, "preview"))
    looked(session, Looking.EXTRACT, draft.clinician)
    return found


@handles(ListExtractProposals)
def list_proposals(session: Session, _request: ListExtractProposals, _task: Task) -> tuple[ExtractProposal, ...]:
    """Return every proposal, newest first. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return extract_proposals.everything(snapshot)


@handles(ShowProposedFiles)
def show_files(session: Session, request: ShowProposedFiles, _task: Task) -> tuple[ExtractFile, ...]:
    """Return the files that a proposal is about, as they were proposed and as they will be sealed."""
    with session.snapshot(Section.REVIEW) as snapshot:
        found = extract_proposals.by_id(snapshot, request.proposal)
        body = extract_proposals.files(snapshot, request.proposal)
    looked(session, Looking.EXTRACT, found.draft.clinician)
    return unzipped_files(body)


@handles(ProposeExtract)
def propose(session: Session, request: ProposeExtract, task: Task) -> ExtractProposal:
    """Keep what the ticks make now, signed by the acting person; agreement to an earlier content falls.

    Raises RuleBroken naming the field at fault, StaleEdit where somebody changed the proposal since.
    """
    _reviewer(session, session.person.id)
    task.report(0, 0, "Putting the files together")
    proposal, draft = request.proposal or new_id(), _checked(request.draft)
    heading = _heading(session, draft, proposal)
    files = content(session, draft, heading)
    manifest = canonical(manifest_fields(heading, draft, file_fields(files))).decode("ascii")
    proposed = Proposed(manifest, zipped_files(files), _signed(session, manifest))
    with session.unit_of_work(Section.REVIEW) as work:
        if request.proposal:
            before = _open_proposal(work, request.proposal, request.revision)
            found = extract_proposals.replace_content(work, before, proposed)
            work.audit("Changed the proposal of a sealed extract about", draft.clinician)
        else:
            found = extract_proposals.add(work, proposal, draft.clinician, proposed)
            work.audit("Proposed a sealed extract about", draft.clinician)
        work.commit()
    return found


@handles(AgreeToExtract)
def agree(session: Session, request: AgreeToExtract, _task: Task) -> ExtractProposal:
    """Agree as the acting person. Raises RuleBroken for one's own proposal, StaleEdit where it changed since."""
    _reviewer(session, session.person.id)
    with session.unit_of_work(Section.REVIEW) as work:
        before = _to_agree(work, request.proposal, request.revision, session.person.id)
        found = extract_proposals.agree(work, before, _signed(session, before.manifest))
        work.audit("Agreed to a sealed extract about", before.draft.clinician)
        work.commit()
    return found


@handles(AgreeInPerson)
def agree_in_person(session: Session, request: AgreeInPerson, task: Task) -> ExtractProposal:
    """Agree as somebody else who is in the room and types their passphrase.

    Raises WrongPassphrase, NotEntitled for somebody without the review key, and what ``agree`` raises.
    """
    session.require(Section.REVIEW)
    person = _reviewer(session, request.person)
    with session.snapshot(Section.REVIEW) as snapshot:
        before = extract_proposals.by_id(snapshot, request.proposal)
    task.report(0, 0, f"Checking the passphrase of {person.name}")
    text = before.manifest.encode("ascii")
    signature = session.file.vault.keyholders.signatures.sign_in_person(person.id, request.passphrase, text)
    with session.unit_of_work(Section.REVIEW) as work:
        before = _to_agree(work, request.proposal, request.revision, person.id)
        signed = ExtractSignature(person.id, person.name, person.role.title, work.at, signature.hex())
        found = extract_proposals.agree(work, before, signed)
        work.audit(f"Had {person.name} agree in person to a sealed extract about", before.draft.clinician)
        work.commit()
    return found


@handles(WithdrawExtract)
def withdraw(session: Session, request: WithdrawExtract, _task: Task) -> ExtractProposal:
    """End a proposal that is not sealed yet. Raises RuleBroken where it is over."""
    with session.unit_of_work(Section.REVIEW) as work:
        before = _open_proposal(work, request.proposal)
        found = extract_proposals.end(work, before, request.reason.strip())
        work.audit(f"{found.state.value} a sealed extract about", before.draft.clinician)
        work.commit()
    return found


@handles(SealExtract)
def seal(session: Session, request: SealExtract, task: Task) -> SealedExtract:
    """Write the sealed file once both signatures are proved to be those of two people who may review.

    It is logged in the review section before it appears, as every export is. Raises RuleBroken where anybody has still
    to agree or a signature does not hold, ExportRefused where the place can't be written.
    """
    target = checked_target(Path(request.path), ENDING)
    with session.snapshot(Section.REVIEW) as snapshot:
        found = extract_proposals.by_id(snapshot, request.proposal)
        files = unzipped_files(extract_proposals.files(snapshot, request.proposal))
    _refuse_if_over(found)
    inside = packed(found.manifest, files, _proved(session, found))
    passphrase = "" if found.draft.recipient_key else suggest_passphrase()
    task.report(0, 0, "Sealing")
    key = found.draft.recipient_key
    sealed = seal_for(inside, key) if key else seal_with(inside, passphrase)

    def write(temporary: Path) -> int:
        temporary.write_bytes(sealed)
        return sum(file.rows for file in files)

    exported = Exported(WHAT, Section.REVIEW, f"{WHAT.lower()} about {found.draft.clinician}")
    rows, digest = write_logged(session, target, exported, write)
    with session.unit_of_work(Section.REVIEW) as work:
        after = extract_proposals.seal(work, _open_proposal(work, found.id, found.revision), digest)
        work.commit()
    return SealedExtract(ExportReceipt(str(target), len(files), rows, 0, digest), after, passphrase)


def _checked(draft: ExtractDraft) -> ExtractDraft:
    draft = draft.checked()
    if draft.recipient_key:
        recipient_of(draft.recipient_key)
    return draft


def _heading(session: Session, draft: ExtractDraft, proposal: str) -> ManifestHeading:
    clinician = department_data(session).clinicians.get(draft.clinician)
    if clinician is None or not clinician.is_attributable:
        raise RuleBroken("That is not a clinician of this department.", "Choose one.", "clinician")
    vault = session.file.vault
    at = session.clock.now()
    return ManifestHeading(proposal, vault.id, vault.locked.department, clinician.name, session.person, at)


def _signed(session: Session, manifest: str) -> ExtractSignature:
    person = session.person
    signature = session.file.vault.keyholders.signatures.sign(manifest.encode("ascii"))
    return ExtractSignature(person.id, person.name, person.role.title, session.clock.now(), signature.hex())


def _open_proposal(work: Work, proposal: str, revision: int | None = None) -> ExtractProposal:
    found = extract_proposals.by_id(work, proposal)
    _refuse_if_over(found)
    if revision is not None and revision != found.revision:
        raise StaleEdit("This proposal was changed since you looked at it.", "Look at what it holds now.")
    return found


def _refuse_if_over(found: ExtractProposal) -> None:
    if found.is_over:
        raise RuleBroken(f"This proposal is over. {found.standing}.", "Propose another.", "proposal")


def _to_agree(work: Work, proposal: str, revision: int, person: PersonId) -> ExtractProposal:
    found = _open_proposal(work, proposal, revision)
    if found.proposed.person == person:
        raise RuleBroken("Who proposed it can't agree to it.", "Ask another director or deputy.", "person")
    if found.agreed is not None:
        raise RuleBroken(f"{found.agreed.name} has agreed already.", "It may be sealed.", "person")
    return found


def _reviewer(session: Session, person: PersonId) -> Person:
    """Return a person of the department who may write reviews, and so may propose and agree. Raises NotEntitled."""
    found = next((one for one in session.file.vault.locked.people if one.id == person), None)
    if found is None or Section.REVIEW not in found.role.writes:
        raise NotEntitled("Only directors and deputies propose, agree to and seal extracts.", "Choose one of them.")
    return found


def _may_review(session: Session, person: PersonId) -> bool:
    return any(one.id == person and Section.REVIEW in one.role.writes for one in session.file.vault.locked.people)


def _proved(session: Session, found: ExtractProposal) -> tuple[SignedBy, SignedBy]:
    """Return both signatures with the keys that the department's own list gives. Raises RuleBroken."""
    if found.agreed is None:
        raise RuleBroken(f"Nobody has agreed yet. {found.standing}.", "A second person must agree first.", "proposal")
    if found.agreed.person == found.proposed.person:
        raise RuleBroken("One person has signed twice.", "A second person must agree first.", "proposal")
    return _proved_one(session, found, found.proposed), _proved_one(session, found, found.agreed)


def _proved_one(session: Session, found: ExtractProposal, signature: ExtractSignature) -> SignedBy:
    key = (
        session.file.vault.keyholders.signatures.key_of(signature.person)
        if _may_review(session, signature.person)
        else None
    )
    if key is None:
        raise RuleBroken(
            f"{signature.name} is not a director or deputy any more.", "Withdraw it and propose it again.", "proposal"
        )
    if not signature_holds(key, bytes.fromhex(signature.signature), found.manifest.encode("ascii")):
        raise RuleBroken(
            f"The signature of {signature.name} is not for what this proposal holds now.",
            "Withdraw it and propose it again.",
            "proposal",
        )
    return SignedBy(signature, key)

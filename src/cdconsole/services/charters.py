"""The charter of a work stream: its versions, the two signatures under each, and the charter as a document."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import NotEntitled, RuleBroken, UserFacingError
from cdconsole.domain.framework import Charter, CharterSignature, Framework, SigningParty
from cdconsole.domain.framework_requests import ListCharters, PrintCharter, SignCharter
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Facts, Heading, Paragraph, Printed, PrintedKind
from cdconsole.domain.requests import SaveCharter
from cdconsole.services.framework import read_framework
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.work_streams import open_stream
from cdconsole.storage import charters, work_streams
from cdconsole.storage.revisions import check_revision

_NOT_WRITTEN = "Not written yet."


@handles(ListCharters)
def list_charters(session: Session, request: ListCharters, _task: Task) -> tuple[Charter, ...]:
    """Return every version with its signatures, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return charters.versions(snapshot, request.stream)


@handles(SaveCharter)
def save_charter(session: Session, request: SaveCharter, _task: Task) -> Framework:
    """Store a new, unsigned version of the charter; earlier ones keep their signatures. Raises StaleEdit."""
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        charters.save(work, request.charter, request.stream)
        work.commit()
    return read_framework(session, request.stream)


@handles(SignCharter)
def sign_charter(session: Session, request: SignCharter, _task: Task) -> Charter:
    """Put a signature under the newest version. A director or deputy signs for themselves, whatever name was sent.

    Raises NotEntitled for an administrator, RuleBroken without the sponsor's name, for a day to come, and where that
    party has signed; StaleEdit where there is a newer version.
    """
    if not session.person.role.may_review:
        raise NotEntitled("Only the clinical director or a deputy enters signatures.", "Ask one of them.")
    name = session.person.name if request.party is SigningParty.DIRECTOR else request.name.strip()
    if not name:
        raise RuleBroken("Whose signature is it?", "Type the sponsor's name.", "name")
    if request.signed_on > session.clock.today():
        raise RuleBroken("That day is still to come.", "Give the day it was signed.", "signed_on")
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        now = charters.newest(work, request.stream)
        check_revision(now.version, request.version, "The charter")
        if not now.version:
            raise RuleBroken("There is no charter to sign.", "Write it first.", "name")
        signature = now.signature(request.party)
        if signature is not None:
            raise RuleBroken(f"Signed by {signature.name} already.", "A new version is signed anew.", "name")
        charters.sign(work, now.version, CharterSignature(request.party, name, request.signed_on), request.stream)
        signed = charters.newest(work, request.stream)
        work.commit()
    return signed


@handles(PrintCharter)
def print_charter(session: Session, request: PrintCharter, _task: Task) -> Printed:
    """Return one version of the charter as a document. Raises UserFacingError for a version that is not there."""
    with session.snapshot(Section.RECORDS) as snapshot:
        stream = work_streams.by_id(snapshot, request.stream)
        found = next(
            (one for one in charters.versions(snapshot, request.stream) if one.version == request.version), None
        )
    if found is None:
        raise UserFacingError("There is no such version of the charter.", "Write the charter first.")
    written = "" if found.at is None else date_text(found.at.astimezone().date())
    return Printed(
        PrintedKind.CHARTER,
        f"Charter: {stream.title}",
        session.file.vault.locked.department,
        (
            *(Heading("Aims"), Paragraph(found.aims or _NOT_WRITTEN)),
            *(Heading("Values"), Paragraph(found.values or _NOT_WRITTEN)),
            *(Heading("Sponsor"), Paragraph(found.sponsor or _NOT_WRITTEN)),
            *(Heading("What we call a concern"), Paragraph(found.definition_of_concern or _NOT_WRITTEN)),
            *(Heading("Signatures"), Facts(signature_rows(found))),
            Paragraph(f"Version {found.version}, written by {found.person} on {written}.", is_quiet=True),
        ),
        f"Charter, version {found.version}",
    )


def signature_rows(charter: Charter) -> tuple[tuple[str, str], ...]:
    """Return who signed a version, party by party."""
    rows = []
    for party in SigningParty:
        one = charter.signature(party)
        rows.append((party.value, "Not signed" if one is None else f"{one.name}, {date_text(one.signed_on)}"))
    if charter.signed:
        rows.append(("As noted earlier", charter.signed))
    return tuple(rows)

"""Clinicians' own packs, for the director: make one, list them, revoke one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cdconsole.domain.clinician_pack import PACK_SUFFIX, ClinicianPack, MadePack, PackContent
from cdconsole.domain.clinician_pack_requests import (
    ListClinicianPacks,
    MakeClinicianPack,
    PreviewClinicianPack,
    RevokeClinicianPack,
)
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.identity import new_id
from cdconsole.domain.measure import ClinicianCharts
from cdconsole.domain.pack_review import PackReview, ReviewShare
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.attribution import my_records
from cdconsole.services.charts import clinician_charts
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.pack_reviews import shared_review
from cdconsole.services.pack_sheet import sheet_for
from cdconsole.services.reading_trail import looks_at
from cdconsole.services.registry import handles
from cdconsole.services.released_quarters import released_to
from cdconsole.services.review_content import own_charts
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinician_packs, goals, reviews
from cdconsole.storage.frozen_json import freeze
from cdconsole.vault.clinician_pack import PackSeal, new_keys, seal_pack
from cdconsole.vault.documents import digest
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.passphrase import suggest_passphrase

WHAT = "Clinician's own pack"
_DAYS = range(1, 93)
_MONTHS_CHARTED = 36
_DAYS_OF_LOOKS = 365


@handles(PreviewClinicianPack)
def preview(session: Session, request: PreviewClinicianPack, task: Task) -> tuple[str, ...]:
    """Return what a pack would hold, in words. Raises NotEntitled, UserFacingError without data or for nobody."""
    session.require(Section.REVIEW)
    found = _content(session, request, task)
    shown = [chart for chart in found.charts.charts if not chart.unavailable]
    plan = found.charts.panel.plan
    return (
        f"{len(found.records.records):,} records, {found.records.period}, pseudonymised as on screen",
        f"{len(shown)} charts of their own, {found.charts.period}, without the team's line",
        f"{len(found.charts.charts)} definition cards",
        "No job plan" if plan is None else f"Their job plan, version {plan.version}",
        f"{len(found.charts.shading)} entries of the exposure log",
        "What they have said of their records so far",
        *(f"{one.quarter} as it was {one.release}" for one in found.quarters),
        _review_words(request.share, found.review),
        f"{len(found.goals)} goal{'s' * (len(found.goals) != 1)} of theirs",
        "Who looked at their data in the last 12 months",
        "No transparency sheet: none is in use" if found.sheet is None else "The transparency sheet",
    )


@handles(MakeClinicianPack)
def make(session: Session, request: MakeClinicianPack, task: Task) -> MadePack:
    """Write a pack, known to the department and logged before it appears.

    Raises NotEntitled, RuleBroken for the days, ExportRefused for the place, UserFacingError without data or for
    nobody.
    """
    session.require(Section.REVIEW)
    if request.days not in _DAYS:
        raise RuleBroken("A pack is valid for 1-92 days.", "Choose a number of days.", "days")
    target = checked_target(Path(request.path), PACK_SUFFIX)
    task.report(0, 0, "Putting the pack together")
    content = _content(session, request, task)
    content = replace(content, expires=session.clock.today() + timedelta(days=request.days))
    vault, passphrase = session.file.vault, suggest_passphrase()
    signer = vault.keyholders.signatures.key_of(session.person.id)
    if signer is None:
        raise UserFacingError("You do not belong to this department any more.", "Ask the clinical director.")
    keys, lock = new_keys(vault.id, new_id(), content.expires)
    seal = PackSeal(passphrase, session.kdf, vault.keyholders.signatures.sign, signer)
    sealed = seal_pack(keys, freeze(content), seal)
    pack = ClinicianPack(
        *(keys.pack, request.clinician, session.person.name, content.made_at, content.expires, digest(sealed))
    )

    def write(temporary: Path) -> int:
        temporary.write_bytes(sealed)
        with session.unit_of_work(Section.REVIEW) as work:
            clinician_packs.add(work, pack, lock)
            work.audit("made a pack for", request.clinician)
            work.commit()
        return len(content.records.records)

    write_logged(session, target, Exported(WHAT, Section.REVIEW, f"{WHAT.lower()}, {request.clinician}"), write)
    return MadePack(pack, str(target), passphrase, fingerprint(signer))


@handles(ListClinicianPacks)
def list_packs(session: Session, _request: ListClinicianPacks, _task: Task) -> tuple[ClinicianPack, ...]:
    """Return every pack, newest first. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return clinician_packs.everything(snapshot)


@handles(RevokeClinicianPack)
def revoke(session: Session, request: RevokeClinicianPack, _task: Task) -> None:
    """Take no reply to a pack any more; the file itself stays readable to who has it and its passphrase.

    Raises RuleBroken (field ``reason``) without a reason or where it is revoked, UserFacingError for an unknown pack.
    """
    reason = request.reason.strip()
    if not reason:
        raise RuleBroken("A reason is needed: it is kept with the pack.", "Say why.", "reason")
    with session.unit_of_work(Section.REVIEW, reason=reason) as work:
        pack = clinician_packs.by_id(work, request.pack)
        if pack is None:
            raise UserFacingError("That pack is not this department's.", "Load the list again.")
        if pack.revoked_at is not None:
            raise RuleBroken("The pack is revoked already.", "Load the list again.", "reason")
        clinician_packs.revoke(work, pack, reason)
        work.audit("revoked a pack for", pack.clinician_id)
        work.commit()


def _content(session: Session, wanted: PreviewClinicianPack | MakeClinicianPack, task: Task) -> PackContent:
    clinician = wanted.clinician
    page = clinician_charts(session, ShowClinicianCharts(clinician, max(wanted.months, _MONTHS_CHARTED)), task)
    records = my_records(session, clinician, wanted.months)
    with session.snapshot(Section.REVIEW) as snapshot:
        review, goals_known = shared_review(snapshot, clinician, wanted.share), goals.of_clinician(snapshot, clinician)
        in_preparation = set(reviews.open_ones(snapshot, clinician).values())
    with session.snapshot(Section.RECORDS) as snapshot:
        sheet = sheet_for(snapshot, clinician)
    since = session.clock.today() - timedelta(days=_DAYS_OF_LOOKS)
    own = tuple(
        replace(
            one,
            batch="",
            vote=None if one.vote is None else replace(one.vote, with_clinician=None, person=""),
        )
        for one in records.records
    )
    return PackContent(
        department=session.file.vault.locked.department,
        made_by=session.person.name,
        made_at=session.clock.now(),
        expires=session.clock.today(),
        charts=_own_only(page),
        records=replace(records, records=own, colleagues=()),
        quarters=released_to(session, clinician),
        review=review,
        goals=tuple(goal for goal in goals_known if goal.from_review not in in_preparation),
        looks=looks_at(session, page.clinician, since),
        looks_from=since,
        sheet=sheet,
    )


def _own_only(page: ClinicianCharts) -> ClinicianCharts:
    """Return a page without the team's lines, and without the words of what was entered for everybody."""
    exposures = tuple(replace(one, note="" if one.clinician_id is None else one.note) for one in page.shading)
    panel = replace(page.panel, exposures=exposures)
    return replace(page, charts=own_charts(page.charts), shading=exposures, panel=panel)


def _review_words(share: ReviewShare, review: PackReview | None) -> str:
    """Return what goes in of the review, in words."""
    if share is ReviewShare.NOTHING:
        return "Nothing of a review; their own view of their work is asked for"
    if review is None:
        return "No review is in preparation; their own view is asked for, and kept for the next one"
    if review.asks_mark:
        return "The review in preparation, whole: notes, charts and goals; they can comment on it and mark it"
    return "The review in preparation without the director's notes: they can comment on it, but not mark it"

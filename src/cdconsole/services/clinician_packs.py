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
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.measure import ClinicianCharts
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.attribution import my_records
from cdconsole.services.charts import clinician_charts
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.released_quarters import released_to
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinician_packs
from cdconsole.storage.frozen_json import freeze
from cdconsole.vault.clinician_pack import PackSeal, new_keys, seal_pack
from cdconsole.vault.documents import digest
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.passphrase import suggest_passphrase

WHAT = "Clinician's own pack"
_DAYS = range(1, 93)
_MONTHS_CHARTED = 36


@handles(PreviewClinicianPack)
def preview(session: Session, request: PreviewClinicianPack, task: Task) -> tuple[str, ...]:
    """Return what a pack would hold, in words. Raises NotEntitled, UserFacingError without data or for nobody."""
    session.require(Section.REVIEW)
    found = _content(session, request.clinician, request.months, task)
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
    content = _content(session, request.clinician, request.months, task)
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


def _content(session: Session, clinician: ClinicianId, months: int, task: Task) -> PackContent:
    page = clinician_charts(session, ShowClinicianCharts(clinician, max(months, _MONTHS_CHARTED)), task)
    records = my_records(session, clinician, months)
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
    )


def _own_only(page: ClinicianCharts) -> ClinicianCharts:
    """Return a page without the team's lines, and without the words of what was entered for everybody."""
    charts = tuple(replace(chart, team=(), team_note="", notes=()) for chart in page.charts)
    exposures = tuple(replace(one, note="" if one.clinician_id is None else one.note) for one in page.shading)
    return replace(page, charts=charts, shading=exposures, panel=replace(page.panel, exposures=exposures))

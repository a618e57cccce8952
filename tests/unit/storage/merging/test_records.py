"""Two people work on the records at once: lists, versions, imports, logs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, Episode, PatientClass, Spell
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.identity import BatchId, ClinicianId, JobPlanId, SpellId
from cdconsole.domain.job_plan import JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_terms import SignOffState
from cdconsole.domain.people import Section
from cdconsole.domain.team_board import ActivityNeed
from cdconsole.storage import activity_needs, batches, charters, clinicians, export_log, job_plans, spells, stages
from cdconsole.storage.export_log import ExportState
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Edit, Trio

ANN = ClinicianId("ann")
CONFLICTS = "SELECT kind, table_name, column_name, ours, theirs FROM conflict ORDER BY table_name, column_name"


@pytest.fixture
def records(tmp_path: Path) -> Trio:
    trio = Trio(tmp_path, Section.RECORDS)
    trio.before(lambda work: clinicians.add(work, Clinician(ANN, "Dr Ann", Grade.CONSULTANT, ("AE", "ANN"))))
    return trio


def change_ann(**changes: object) -> Edit:
    def edit(work: Work) -> Clinician:
        stored = clinicians.by_id(work, ANN)
        assert stored is not None
        return clinicians.save(work, replace(stored, **changes))  # type: ignore[arg-type]

    return edit


def ann(trio: Trio) -> Clinician:
    found: Clinician = trio.read(lambda reading: clinicians.by_id(reading, ANN))
    return found


def test_that_different_columns_of_one_row_are_both_taken(records: Trio) -> None:
    records.we(change_ann(interests=("IBD",)))
    records.they(change_ann(grade=Grade.SPECIALTY_DOCTOR))
    outcome = records.merge()
    assert (outcome.conflicts, outcome.changes.topics) == (0, {Topic.CLINICIAN})
    assert (ann(records).interests, ann(records).grade, ann(records).revision) == (
        *(("IBD",), Grade.SPECIALTY_DOCTOR),
        3,
    )


def test_that_the_same_column_keeps_theirs_and_both_values(records: Trio) -> None:
    records.we(change_ann(name="Dr Ann Ours"))
    records.they(change_ann(name="Dr Ann Theirs"))
    assert records.merge().conflicts == 1
    assert ann(records).name == "Dr Ann Theirs"
    [(kind, table, column, ours, theirs)] = records.rows(CONFLICTS)
    assert (kind, table, column) == ("VALUE", "clinician", "name")
    assert (json.loads(ours), json.loads(theirs)) == ({"name": "Dr Ann Ours"}, {"name": "Dr Ann Theirs"})
    who = "SELECT our_person, our_at, their_person, their_at, base FROM conflict"
    [(us, our_at, them, their_at, base)] = records.rows(who)
    assert (us, them, json.loads(base)) == ("Dr Us", "Dr Them", {"name": "Dr Ann"})
    assert our_at > their_at


def test_that_a_code_taken_out_by_one_and_left_by_the_other_is_gone(records: Trio) -> None:
    records.we(change_ann(codes=("AE",)))
    records.they(change_ann(codes=("AE", "ANN", "NEW")))
    assert records.merge().conflicts == 0
    assert set(ann(records).codes) == {"AE", "NEW"}


def test_that_ticks_taken_back_and_ticks_given_merge(records: Trio) -> None:
    records.before(lambda work: stages.tick(work, "1.1", is_done=True))
    records.we(lambda work: stages.tick(work, "1.1", is_done=False))
    records.we(lambda work: stages.tick(work, "1.2", is_done=True))
    records.they(lambda work: stages.tick(work, "1.2", is_done=True))
    assert records.merge().conflicts == 0
    assert records.rows("SELECT key, done_by FROM stage_tick") == [("1.2", "Dr Them")]


def plan(word: str) -> Edit:
    def edit(work: Work) -> JobPlan:
        earlier = job_plans.versions(work, ANN)
        made = JobPlan(
            *(
                JobPlanId(""),
                ANN,
                0,
                date(2026, 12, 1),
                (ProgrammedActivity(word, PaCategory.DCC, 10.0),),
                OnCall(9, "A"),
            )
        )
        return job_plans.save(work, made, earlier[0].revision if earlier else 0)

    return edit


@pytest.mark.parametrize(("ours", "theirs", "conflicts"), [("List", "Clinic", 1), ("Clinic", "Clinic", 0)])
def test_that_two_job_plans_are_two_versions_and_asked_about_where_they_differ(
    records: Trio, ours: str, theirs: str, conflicts: int
) -> None:
    records.we(plan(ours))
    records.they(plan(theirs))
    assert records.merge().conflicts == conflicts
    versions = records.read(lambda reading: job_plans.versions(reading, ANN))
    assert [(one.version, one.revision, one.activities[0].activity) for one in versions] == [
        (2, 2, ours),
        (1, 1, theirs),
    ]


def sign(state: SignOffState) -> Edit:
    def edit(work: Work) -> JobPlan:
        return job_plans.add_sign_off(work, job_plans.versions(work, ANN)[0].id, state, date(2026, 11, 20))

    return edit


def test_that_the_sign_off_of_both_is_kept_and_nobody_is_asked(records: Trio) -> None:
    records.before(plan("Clinic"))
    records.we(sign(SignOffState.DISCUSSED))
    records.they(sign(SignOffState.AGREED))
    outcome = records.merge()
    assert (outcome.conflicts, outcome.changes.topics) == (0, {Topic.JOB_PLAN})
    [merged] = records.read(lambda reading: job_plans.versions(reading, ANN))
    assert {(step.state, step.recorded_by) for step in merged.sign_offs} == {
        (SignOffState.DISCUSSED, "Dr Us"),
        (SignOffState.AGREED, "Dr Them"),
    }


def need(pas: float, why: str) -> Edit:
    def edit(work: Work) -> ActivityNeed:
        stored = next(iter(activity_needs.needs(work)), ActivityNeed("Clinic", 1.0, ""))
        return activity_needs.save(work, replace(stored, pas=pas, why=why))

    return edit


def test_that_a_need_typed_at_both_desks_is_asked_about_with_its_reason(records: Trio) -> None:
    records.we(need(4.0, "ours"))
    records.they(need(5.0, "theirs"))
    assert records.merge().conflicts > 0
    [kept] = records.read(activity_needs.needs)
    assert (kept.pas, kept.why) == (5.0, "theirs")


def test_that_a_need_changed_at_both_desks_is_one_question(records: Trio) -> None:
    records.before(need(3.0, "before"))
    records.we(need(4.0, "ours"))
    records.they(need(5.0, "theirs"))
    assert records.merge().conflicts == 1
    assert [row[1:3] for row in records.rows(CONFLICTS)] == [("activity_need", "pas")]


def test_that_two_charters_are_two_versions(records: Trio) -> None:
    def save(words: str) -> Edit:
        return lambda work: charters.save(work, replace(charters.newest(work), aims=words))

    records.before(save("first"))
    records.we(save("ours"))
    records.they(save("theirs"))
    assert records.merge().conflicts == 1
    assert records.rows("SELECT version, aims FROM charter_version ORDER BY version") == [
        (1, "first"),
        (2, "theirs"),
        (3, "ours"),
    ]
    [(newest,)] = records.rows("SELECT id FROM charter_version WHERE version = 3")
    assert records.rows("SELECT kind, row_key FROM conflict") == [("VERSION", f'["{newest}"]')]


def test_that_the_export_log_of_ours_follows_theirs(records: Trio) -> None:
    records.we(lambda work: export_log.add(work, ExportState.WRITTEN, "ours", "a.csv"))
    records.they(lambda work: export_log.add(work, ExportState.WRITTEN, "theirs", "b.csv"))
    assert Topic.EXPORT in records.merge().changes.topics
    assert records.rows("SELECT sequence, what FROM export_log") == [(1, "theirs"), (2, "ours")]
    assert records.problems() == ()


# --- imports ---------------------------------------------------------------------------------------------------------


def spell(key: str, out: str | None = "2026-11-02T12:00", batch: str = "batch", clinician: str = "ann") -> Spell:
    return Spell(
        *(SpellId(f"{batch}-{key}"), ClinicianId(clinician), BatchId(batch), "p", key),
        *(datetime.fromisoformat("2026-11-01T09:00"), None if out is None else datetime.fromisoformat(out), True),
        *(PatientClass.ORDINARY, AdmissionKind.EMERGENCY, DischargeKind.HOME),
    )


def take_out(work: Work) -> None:
    for table in ("episode", "spell"):
        work.execute(f"DELETE FROM {table}")
    spells.rebuild_columns(work, ANN)


def bring(batch: str, sha256: str, *brought: Spell, new: Clinician | None = None) -> Edit:
    def edit(work: Work) -> None:
        if new is not None:
            clinicians.add(work, new)
        counts = (len(brought), len(brought), len(brought), 0)
        days = (date(2026, 11, 1), date(2026, 11, 30))
        report = ImportReport(*(BatchId(batch), "file.csv", None, *counts, (), (), (), 0, 0, days), has_times=True)
        batches.add(work, BatchId(batch), report, sha256)
        episodes = [Episode(f"e-{one.id}", one.id, one.clinician_id, 1, one.admitted, None, "") for one in brought]
        store = spells.SpellStore(work)
        store.store([spells.incoming(one) for one in brought], [spells.incoming_episode(one) for one in episodes])
        store.finish()

    return edit


def test_that_two_different_imports_are_both_there_and_columns_count_them(records: Trio) -> None:
    records.we(bring("ours", "aa", spell("S1", batch="ours")))
    records.they(bring("theirs", "bb", spell("S2", batch="theirs")))
    outcome = records.merge()
    assert (outcome.conflicts, outcome.changes.topics) == (0, {Topic.SPELL, Topic.IMPORT})
    assert len(records.rows("SELECT 1 FROM spell")) == 2
    assert len(records.read(lambda reading: spells.columns(reading, ANN))) == 2
    assert records.read(spells.count_problems) == ()


def test_that_the_same_file_imported_by_both_is_there_once_and_so_is_its_clinician(records: Trio) -> None:
    for name, act in (("ours", records.we), ("theirs", records.they)):
        new = Clinician(ClinicianId(f"new-{name}"), "Dr New", Grade.OTHER, ("N1",))
        brought = [spell("S1", batch=name), spell("", batch=name), spell("S3", batch=name, clinician=new.id)]
        act(bring(name, "aa", *brought, new=new))
    assert records.merge().conflicts == 0
    assert records.rows("SELECT id FROM import_batch") == [("theirs",)]
    assert records.rows("SELECT id FROM clinician ORDER BY id") == [("ann",), ("new-theirs",)]
    assert len(records.rows("SELECT 1 FROM spell")) == len(records.rows("SELECT 1 FROM episode")) == 3
    assert records.read(spells.count_problems) == ()
    assert records.problems() == ()


def test_that_a_spell_that_has_ended_takes_the_place_of_one_that_had_not(records: Trio) -> None:
    records.we(bring("ours", "aa", spell("S1", batch="ours")))
    records.they(bring("theirs", "bb", spell("S1", None, batch="theirs")))
    assert records.merge().conflicts == 0
    assert records.rows("SELECT id, discharged FROM spell") == [("ours-S1", "2026-11-02T12:00:00")]
    assert records.rows("SELECT id FROM episode") == [("e-ours-S1",)]
    assert records.read(spells.count_problems) == ()
    assert records.problems() == ()


def test_that_one_spell_with_two_ends_is_asked_about_whole(records: Trio) -> None:
    records.we(bring("ours", "aa", spell("S1", "2026-11-03T12:00", batch="ours")))
    records.they(bring("theirs", "bb", spell("S1", batch="theirs")))
    assert records.merge().conflicts == 1
    [(kind, table, _, ours, theirs)] = records.rows(CONFLICTS)
    assert (kind, table) == ("LEFT_OUT", "spell")
    assert json.loads(ours)["discharged"] > json.loads(theirs)["discharged"]
    assert records.rows("SELECT id FROM spell") == [("theirs-S1",)]


def test_that_a_correction_by_each_of_a_stored_spell_is_asked_about_once(records: Trio) -> None:
    records.before(bring("base", "cc", spell("S1", batch="base")))
    records.we(bring("ours", "aa", spell("S1", "2026-11-03T12:00", batch="ours")))
    records.they(bring("theirs", "bb", spell("S1", "2026-11-04T12:00", batch="theirs")))
    assert records.merge().conflicts == 1
    assert records.rows("SELECT id, batch_id, discharged FROM spell") == [("base-S1", "theirs", "2026-11-04T12:00:00")]
    assert records.rows("SELECT source_key, batch_id, replaced_by FROM earlier_version") == [("S1", "base", "theirs")]
    assert records.problems() == ()


def test_that_the_end_of_a_stored_spell_stands_against_another_correction(records: Trio) -> None:
    records.before(bring("base", "cc", spell("S1", None, batch="base")))
    records.we(bring("ours", "aa", spell("S1", batch="ours")))
    records.they(bring("theirs", "bb", replace(spell("S1", None, batch="theirs"), ward="7")))
    assert records.merge().conflicts == 0
    assert records.rows("SELECT id, batch_id FROM spell") == [("base-S1", "ours")]
    assert records.read(spells.count_problems) == ()
    assert records.problems() == ()


def test_that_what_refers_to_something_taken_out_meanwhile_is_kept_whole(records: Trio) -> None:
    records.before(bring("base", "cc", spell("S1", None, batch="base")))
    records.we(lambda work: work.execute("UPDATE episode SET source_key = 'ours'"))
    records.they(take_out)
    assert records.merge().conflicts == 1
    [(kind, table, *_)] = records.rows(CONFLICTS)
    assert (kind, table) == ("LEFT_OUT", "episode")
    assert records.rows("SELECT 1 FROM spell") == []
    assert records.problems() == ()


def test_that_what_others_refer_to_meanwhile_is_not_taken_out(records: Trio) -> None:
    records.before(bring("base", "cc", spell("S1", None, batch="base")))
    more = "INSERT INTO episode (id, spell_id, clinician_id, position, started, source_key) VALUES (?, ?, ?, 2, ?, '')"
    records.we(take_out)
    records.they(lambda work: work.execute(more, ("new", "base-S1", ANN, "2026-11-02T09:00:00")))
    assert records.merge().conflicts == 1
    assert records.rows("SELECT id FROM spell") == [("base-S1",)]
    assert records.read(spells.count_problems) == ()
    assert records.problems() == ()

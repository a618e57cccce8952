"""What people can do to a section, as acts drawn at random: each does what its screen would let it do, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cdconsole.domain.activity import AdmissionKind, DischargeKind, Episode, PatientClass, Spell
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.identity import ClinicianId, GoalId, InpatientId, JobPlanId, ReviewId, SpellId, new_id
from cdconsole.domain.job_plan import Exposure, ExposureKind, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.review import (
    Agreement,
    AgreementMark,
    Conversation,
    Goal,
    GoalStatus,
    NoteKind,
    Party,
    PdsaCycle,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.domain.support import Rung, SupportCause, SupportStep
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.reviews import clear_marks
from cdconsole.storage import (
    charters,
    clinicians,
    export_log,
    exposures,
    goals,
    inpatients,
    job_plans,
    lessons,
    outcomes,
    pdsa_cycles,
    recognitions,
    reviews,
    spells,
    stages,
    support,
)
from cdconsole.storage.export_log import ExportState
from cdconsole.storage.section_file import Work
from cdconsole.storage.stages import StageWords

Act = Callable[[Work], None]
Acts = SearchStrategy[list[Act]]
_MEASURES = MeasureId.SPELLS, MeasureId.LENGTH_OF_STAY, MeasureId.BEFORE_MIDDAY, MeasureId.DAY_CASE_RATE
_WORDS = ("amber", "birch", "cedar", "dune")
_DAYS = tuple(date(2026, 11, day) for day in (24, 25, 26))
ANN = ClinicianId("ann")


def of_section(section: Section) -> Acts:
    """Return a strategy for what one person does in a sitting."""
    acts = {Section.WARD: _ward(), Section.RECORDS: _records(), Section.REVIEW: _review()}[section]
    return st.lists(acts, max_size=6)


def begin(section: Section) -> Act:
    """Return what a base holds, so that there is something for two people to change."""

    def act(work: Work) -> None:
        if section is Section.WARD:
            _admit("H1", "1")(work)
            _admit("H2", "2")(work)
            _predict("H2", _DAYS[0])(work)
        if section is Section.RECORDS:
            clinicians.add(work, Clinician(ANN, "Dr Ann Example", Grade.CONSULTANT, ("AE", "ANN")))
            _save_outcome(0, "amber", 2)(work)
            stages.tick(work, "1.1", is_done=True)
            _add_spell("S1", None)(work)
        if section is Section.REVIEW:
            _prepare(Conversation.QUARTERLY, "")(work)
            _write("amber")(work)
            _agree_goal("amber")(work)

    return act


# --- the ward list ---------------------------------------------------------------------------------------------------


def _ward() -> SearchStrategy[Act]:
    number, bed, day = st.sampled_from(("H1", "H2", "H3")), st.sampled_from(("1", "2", "3")), st.sampled_from(_DAYS)
    return st.one_of(
        st.builds(_admit, number, bed), st.builds(_predict, number, day | st.none()), st.builds(_discharge, number)
    )


def _admit(number: str, bed: str) -> Act:
    def act(work: Work) -> None:
        if inpatients.current_with_number(work, number) is None:
            admitted = datetime.fromisoformat("2026-11-20T09:00")
            one = Inpatient(InpatientId(new_id()), "A", bed, number, ANN, "Dr Ann Example", admitted, None)
            inpatients.add(work, one)
            work.audit("Admitted an inpatient", ANN)

    return act


def _predict(number: str, on: date | None) -> Act:
    def act(work: Work) -> None:
        one = inpatients.current_with_number(work, number)
        if one is not None and (None if one.predicted is None else one.predicted.on) != on:
            inpatients.amend_prediction(work, one, on, ReasonCode.CLINICAL)
            work.audit("Changed a predicted discharge date", ANN)

    return act


def _discharge(number: str) -> Act:
    def act(work: Work) -> None:
        one = inpatients.current_with_number(work, number)
        if one is not None:
            inpatients.set_discharged(work, one, datetime.fromisoformat("2026-11-23T09:00"))
            work.audit("Discharged an inpatient", ANN)

    return act


# --- the records -----------------------------------------------------------------------------------------------------


def _records() -> SearchStrategy[Act]:
    word, key = st.sampled_from(_WORDS), st.sampled_from(("1.1", "1.2"))
    return st.one_of(
        st.builds(_tick, key, st.booleans()),
        st.builds(_edit_stage, st.integers(1, 2), word),
        st.builds(_save_charter, word),
        st.builds(_save_outcome, st.integers(0, 1), word, st.integers(0, 3)),
        st.builds(_save_clinician, word, st.sets(st.sampled_from(("AE", "ANN", "X")))),
        st.builds(_add_clinician, st.sampled_from(("B1", "B2"))),
        st.builds(_save_plan, word),
        st.builds(_log_exposure, word),
        st.builds(_log_export, word),
        st.builds(_add_spell, st.sampled_from(("S1", "S2")), st.sampled_from(_DAYS) | st.none()),
    )


def _tick(key: str, is_done: bool) -> Act:
    return lambda work: stages.tick(work, key, is_done=is_done)


def _edit_stage(number: int, word: str) -> Act:
    return lambda work: stages.edit_stage(work, number, StageWords(word, "An aim"))


def _save_charter(word: str) -> Act:
    def act(work: Work) -> None:
        charters.save(work, replace(charters.newest(work), aims=word))

    return act


def _save_outcome(place: int, word: str, measures: int) -> Act:
    def act(work: Work) -> None:
        there = outcomes.pursued(work)
        edited = there[place] if place < len(there) else SuccessCriticalOutcome("", "", "", "", None, ())
        outcomes.save(work, replace(edited, title=word, measures=_MEASURES[:measures]))

    return act


def _save_clinician(word: str, codes: set[str]) -> Act:
    def act(work: Work) -> None:
        stored = clinicians.by_id(work, ANN)
        assert stored is not None
        free = [code for code in sorted(codes) if clinicians.code_map(work).get(code, ANN) == ANN]
        clinicians.save(work, replace(stored, interests=(word,), codes=tuple(free)))

    return act


def _add_clinician(code: str) -> Act:
    def act(work: Work) -> None:
        if code not in clinicians.code_map(work):
            clinicians.add(work, Clinician(ClinicianId(new_id()), f"Dr {code}", Grade.OTHER, (code,)))

    return act


def _save_plan(word: str) -> Act:
    def act(work: Work) -> None:
        earlier = job_plans.versions(work, ANN)
        activity = ProgrammedActivity(word, PaCategory.DCC, 10.0)
        plan = JobPlan(JobPlanId(""), ANN, 0, _DAYS[0], (activity,), OnCall(9, "A"))
        job_plans.save(work, plan, earlier[0].revision if earlier else 0)

    return act


def _log_exposure(word: str) -> Act:
    return lambda work: exposures.add_exposures(
        work, [Exposure(new_id(), ANN, next(iter(ExposureKind)), _DAYS[0], _DAYS[1], word)]
    )


def _log_export(word: str) -> Act:
    return lambda work: export_log.add(work, ExportState.WRITTEN, word, f"{word}.csv", "ab")


def _add_spell(source_key: str, out: date | None) -> Act:
    def act(work: Work) -> None:
        discharged = None if out is None else datetime.fromisoformat(f"{out}T12:00")
        spell = Spell(
            *(
                SpellId(new_id()),
                ANN,
                None,
                "p",
                source_key,
                datetime.fromisoformat("2026-11-01T09:00"),
                discharged,
                True,
            ),
            *(next(iter(PatientClass)), next(iter(AdmissionKind)), next(iter(DischargeKind))),
            *("Gastro", "7", "40-49", "F", ""),
        )
        episode = Episode(new_id(), spell.id, ANN, 1, spell.admitted, discharged, "")
        store = spells.SpellStore(work)
        store.store([spells.incoming(spell)], [spells.incoming_episode(episode)])
        store.finish()
        work.audit("imported", source_key)

    return act


# --- reviews ---------------------------------------------------------------------------------------------------------


def _review() -> SearchStrategy[Act]:
    word = st.sampled_from(_WORDS)
    party, agreement = st.sampled_from(Party), st.sampled_from((Agreement.AGREED, Agreement.NOT_AGREED))
    return st.one_of(
        st.builds(_prepare, st.sampled_from(Conversation), word),
        st.builds(_write, word),
        st.builds(_mark, party, agreement),
        st.builds(_mark_both_and_lock),
        st.builds(_add_addendum, word),
        st.builds(_agree_goal, word),
        st.builds(_change_goal, word),
        st.builds(_close_goal, word),
        st.builds(_add_cycle, word),
        st.builds(_set_day, st.sampled_from(_DAYS)),
        st.builds(_thank, word),
        st.builds(_support, word),
        st.builds(_learn, word),
    )


def _open_review(work: Work) -> Review | None:
    found = reviews.open_ones(work, ANN)
    return reviews.by_id(work, found[max(found, key=lambda kind: kind.name)]) if found else None


def _prepare(kind: Conversation, topic: str) -> Act:
    def act(work: Work) -> None:
        if kind not in reviews.open_ones(work, ANN):
            review = Review(
                *(ReviewId(new_id()), ANN, "Dr Ann Example", work.at, None, ReviewStatus.PREPARING, (), None, ()),
                *(goals.open_of(work, ANN), ()),
                kind=kind,
                topic=topic,
            )
            reviews.add(work, review)
            work.audit("Prepared a review", ANN)

    return act


def _write(text: str) -> Act:
    def act(work: Work) -> None:
        review = _open_review(work)
        if review is None:
            return
        before = review.note(NoteKind.DIRECTOR_NOTE)
        if before is not None and before.text == text:
            return
        revision = 1 if before is None else before.revision + 1
        note = ReviewNote(NoteKind.DIRECTOR_NOTE, text, work.actor.name, work.at, revision)
        was_marked = clear_marks(work, review.id, ANN)
        sitting = None if was_marked else reviews.sitting(work, review.id, note.kind, None)
        if sitting is None:
            reviews.begin_note(work, review.id, note)
        else:
            reviews.grow_note(work, sitting, note)

    return act


def _mark(party: Party, agreement: Agreement) -> Act:
    def act(work: Work) -> None:
        review = _open_review(work)
        if review is not None:
            reviews.set_mark(work, review.id, AgreementMark(party, agreement, "", work.at))
            work.audit("Marked a review", ANN)

    return act


def _mark_both_and_lock() -> Act:
    def act(work: Work) -> None:
        for party in Party:
            _mark(party, Agreement.AGREED)(work)
        review = _open_review(work)
        if review is not None:
            reviews.lock(work, review, _DAYS[0])

    return act


def _add_addendum(text: str) -> Act:
    def act(work: Work) -> None:
        locked = [one for one in reviews.of_clinician(work, ANN) if one.status is ReviewStatus.LOCKED]
        if locked:
            reviews.add_addendum(work, locked[0], text)

    return act


def _agree_goal(word: str) -> Act:
    def act(work: Work) -> None:
        review = _open_review(work)
        if review is not None:
            clear_marks(work, review.id, ANN)
            goal = Goal(
                *(GoalId(new_id()), ANN, review.id, word, "Do it", None, "None fits", None, "", None, "", _DAYS[2]),
            )
            goals.add(work, goal)

    return act


def _change_goal(word: str) -> Act:
    def act(work: Work) -> None:
        review = _open_review(work)
        if review is not None and review.goals:
            clear_marks(work, review.id, ANN)
            goals.change(work, review.goals[0], replace(review.goals[0], text=word))

    return act


def _close_goal(word: str) -> Act:
    def act(work: Work) -> None:
        found = goals.open_of(work, ANN)
        review = _open_review(work)
        if found:
            if review is not None:
                clear_marks(work, review.id, ANN)
            goals.change(work, found[0], replace(found[0], status=GoalStatus.ACHIEVED, outcome=word))

    return act


def _add_cycle(word: str) -> Act:
    def act(work: Work) -> None:
        found = goals.open_of(work, ANN)
        if found:
            pdsa_cycles.save(work, found[0], PdsaCycle("", _DAYS[0], word, "It helps"))

    return act


def _set_day(on: date) -> Act:
    def act(work: Work) -> None:
        review = _open_review(work)
        if review is not None and review.held_on != on:
            reviews.set_dates(work, review, on, None)

    return act


def _thank(word: str) -> Act:
    return lambda work: (recognitions.add(work, ANN, "Dr Ann Example", word), None)[1]


def _support(word: str) -> Act:
    step = SupportStep("", ANN, "Dr Ann Example", Rung.CONVERSATION, word, SupportCause.SYSTEM, "Time", None)
    return lambda work: (support.add(work, step), None)[1]


def _learn(word: str) -> Act:
    """Return the next version of the one lesson that there is."""

    def act(work: Work) -> None:
        known = lessons.versions(work, "lesson")
        lessons.add(
            work, Lesson("lesson", "Title", "It happened", word, "A list", version=known[0].version if known else 0)
        )

    return act

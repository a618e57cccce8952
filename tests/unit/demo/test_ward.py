from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from cdconsole.demo.ward import INPATIENTS, WardPatient, generate_ward
from cdconsole.domain.ward import ReasonCode

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def patients() -> tuple[WardPatient, ...]:
    return generate_ward(TODAY, np.random.default_rng(5))


def test_that_24_patients_each_have_a_bed_and_number_of_their_own(patients: tuple[WardPatient, ...]) -> None:
    assert len(patients) == INPATIENTS == 24
    assert len({(patient.bay, patient.bed) for patient in patients}) == 24
    assert len({patient.hospital_number for patient in patients}) == 24


@pytest.mark.parametrize("seed", range(20))
def test_that_predictions_come_one_after_another_and_never_before_admission(seed: int) -> None:
    for patient in generate_ward(TODAY, np.random.default_rng(seed)):
        moments = [patient.admitted, *(made.at for made in patient.predictions)]
        assert moments == sorted(set(moments))
        assert moments[-1] < datetime.combine(TODAY, datetime.min.time())
        assert patient.admitted.date() >= TODAY - timedelta(days=18)
        assert all(made.on > patient.admitted.date() for made in patient.predictions)
        assert [made.reason for made in patient.predictions[:1]] in ([], [ReasonCode.FIRST])
        assert all(made.reason is not ReasonCode.FIRST for made in patient.predictions[1:])


def test_that_some_are_not_set_some_overdue_and_some_changed() -> None:
    many = [patient for seed in range(20) for patient in generate_ward(TODAY, np.random.default_rng(seed))]
    assert any(not patient.predictions for patient in many)
    assert any(patient.predictions and patient.predictions[-1].on < TODAY for patient in many)
    assert any(len(patient.predictions) > 2 for patient in many)

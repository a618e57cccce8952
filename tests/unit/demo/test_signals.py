from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cdconsole.demo.build import SEED
from cdconsole.demo.roster import NAMES
from cdconsole.demo.signals import planted_signals
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.spc import RuleProfile
from cdconsole.services.definitions import BY_ID
from cdconsole.services.measure_templates import shipped_templates
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.simulation import chance_of_signal
from unit.demo.charts import PERIOD, charts, flagged, generated, judged, shows

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "demonstration.md"
CHARTS = len(NAMES) * len(BY_ID)
TITLES = {measure.id: measure.title for measure in (*BY_ID.values(), *shipped_templates())}
TRIALS = 20_000


@pytest.fixture(scope="module")
def chance() -> float:
    """Return the share of in-control charts of 36 points that flag something, by the simulation."""
    return chance_of_signal(len(PERIOD), TRIALS, np.random.default_rng(1), ChartOptions(RuleProfile.MDC)).any_point


def test_that_every_planted_signal_shows_on_its_chart() -> None:
    unseen, _ = judged(SEED)
    assert unseen == []


@pytest.mark.parametrize("seed", [SEED, 1, 2, 3])
def test_that_other_charts_flag_at_most_twice_as_often_as_chance(seed: int, chance: float) -> None:
    _, others = judged(seed)
    in_spells = [signal for signal in planted_signals(PERIOD) if signal.measure in BY_ID]
    assert len(others) <= 2 * chance * (CHARTS - len(in_spells))


def test_that_with_nothing_planted_charts_flag_at_most_twice_as_often_as_chance(chance: float) -> None:
    found = sum(flagged(chart) for _, _, chart in charts(generated(SEED)))
    assert 0 < found <= 2 * chance * CHARTS


def test_that_a_planted_chart_without_its_signal_would_not_pass() -> None:
    planted = {(signal.clinician, signal.measure): signal for signal in planted_signals(PERIOD)}
    shown = [
        signal.clinician
        for name, measure, chart in charts(generated(SEED))
        if (signal := planted.get((name, measure))) is not None and shows(chart, signal)
    ]
    assert shown == []


def test_that_signals_are_up_to_ten_on_as_many_charts() -> None:
    signals = planted_signals(PERIOD)
    assert 5 <= len(signals) <= 10
    assert 0 < sum(signal.measure not in BY_ID for signal in signals) < len(signals)
    assert len({(signal.clinician, signal.measure) for signal in signals}) == len(signals)
    for signal in signals:
        assert signal.clinician in NAMES
        assert len(signal.period) == len(signal.levels) >= signal.at_least
        assert PERIOD.first <= signal.first <= signal.last <= PERIOD.last


def test_that_signals_move_with_the_period() -> None:
    later = planted_signals(Period.ending(PERIOD.last + 5, 36))
    assert [signal.first for signal in later] == [signal.first + 5 for signal in planted_signals(PERIOD)]


def test_that_another_number_of_months_is_refused() -> None:
    with pytest.raises(ValueError, match="36 months, not 24"):
        planted_signals(Period.ending(Month(2026, 10), 24))


def test_that_the_document_lists_every_planted_signal() -> None:
    listed = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| Dr ")
    ]
    assert listed == [
        (
            signal.clinician,
            TITLES[signal.measure],
            str(signal.first) if signal.first == signal.last else f"{signal.first} - {signal.last}",
            ", ".join(cause.value.replace("_", " ") for cause in sorted(signal.causes, key=lambda one: one.value)),
            str(signal.at_least),
            signal.direction.value.replace("_", ", "),
            signal.story,
        )
        for signal in planted_signals(PERIOD)
    ]


def test_that_the_document_states_the_simulated_chance(chance: float) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert f"{chance * 100:.1f}%" in text
    assert f"seed {SEED}" in text

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.errors import ExportRefused, ImportRefused, UserFacingError
from cdconsole.domain.estimate import IntervalMethod
from cdconsole.domain.funnel import FunnelKind, Overdispersion
from cdconsole.services.comparison_files import (
    FUNNEL_HEADER,
    INTERVALS_HEADER,
    FunnelFileRequest,
    IntervalsFileRequest,
    funnel_csv,
    intervals_csv,
)
from cdconsole.stats.funnels import FunnelOptions, funnel
from cdconsole.stats.intervals import proportion_interval
from unit.stats.funnel_cases import assert_equal, funnel_case, hospitalflow, phe_rows, read

PROPORTION = FunnelOptions(FunnelKind.PROPORTION)
SIX = "unit,x,n\nA,12,100\nB,9,80\nC,20,150\nD,31,120\nE,4,60\nF,11,90\n"


def funnel_of(folder: Path, text: str, options: FunnelOptions = PROPORTION) -> FunnelFileRequest:
    source = folder / "in.csv"
    source.write_text(text, encoding="utf-8")
    return FunnelFileRequest(source, folder / "out.csv", "unit", "x", "n", options)


def intervals_of(folder: Path, text: str, method: IntervalMethod = IntervalMethod.WILSON) -> IntervalsFileRequest:
    source = folder / "in.csv"
    source.write_text(text, encoding="utf-8")
    return IntervalsFileRequest(source, folder / "out.csv", "x", "n", method)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("02_medpar_sr_shmi", FunnelOptions(FunnelKind.RATIO, Overdispersion.SHMI)),
        ("10_ae_pr_adjusted", PROPORTION),
    ],
)
def test_that_a_file_of_funnelplotr_gives_its_limits(name: str, options: FunnelOptions, tmp_path: Path) -> None:
    case = funnel_case(name)
    output = tmp_path / "out.csv"
    request = FunnelFileRequest(case.folder / "input.csv", output, "group", "numerator", "denominator", options)
    report = funnel_csv(request)
    rows = read(output)
    assert tuple(rows[0]) == FUNNEL_HEADER
    assert [row["unit"] for row in rows] == case.units
    assert report.values == case.answer["n_groups"]
    for ours, theirs in (
        ("lower95", "OD95LCL"),
        ("upper95", "OD95UCL"),
        ("lower998", "OD99LCL"),
        ("upper998", "OD99UCL"),
    ):
        assert_equal([row[ours] for row in rows], case.expected[theirs])


def test_that_wilson_of_a_file_is_that_of_public_health_england(tmp_path: Path) -> None:
    theirs = phe_rows("p01_wilson_95")
    text = "x,n\n" + "".join(f"{row['x']},{row['n']}\n" for row in theirs)
    report = intervals_csv(intervals_of(tmp_path, text))
    rows = read(tmp_path / "out.csv")
    assert tuple(rows[0]) == INTERVALS_HEADER
    assert report.values == len(theirs)
    for ours, column in (("value", "value"), ("lower", "lowercl"), ("upper", "uppercl")):
        assert_equal([row[ours] for row in rows], [row[column] for row in theirs])


def test_that_rows_of_one_unit_are_summed_in_the_order_units_appear(tmp_path: Path) -> None:
    report = funnel_csv(funnel_of(tmp_path, SIX + "B,1,20\nA,0,10\n"))
    rows = read(tmp_path / "out.csv")
    assert (report.values, report.rows) == (6, 8)
    assert [(row["unit"], row["numerator"], row["denominator"]) for row in rows[:2]] == [
        ("A", "12", "110"),
        ("B", "10", "100"),
    ]


def test_that_the_file_holds_the_very_numbers_of_the_funnel(tmp_path: Path) -> None:
    report = funnel_csv(funnel_of(tmp_path, SIX))
    found = funnel("ABCDEF", [12, 9, 20, 31, 4, 11], [100, 80, 150, 120, 60, 90], PROPORTION)
    assert report.notes == found.notes
    for row, unit in zip(read(tmp_path / "out.csv"), found.units, strict=True):
        assert float(row["value"]) == unit.value
        assert float(row["target"]) == found.target
        assert (float(row["lower95"]), float(row["upper95"])) == (unit.inner.lower, unit.inner.upper)
        assert (float(row["lower998"]), float(row["upper998"])) == (unit.outer.lower, unit.outer.upper)
        assert (row["flag"], float(row["tail_probability"])) == (unit.flag.value, unit.tail_probability)


def test_that_a_target_is_the_one_given(tmp_path: Path) -> None:
    funnel_csv(funnel_of(tmp_path, SIX, replace(PROPORTION, target=0.3)))
    assert {row["target"] for row in read(tmp_path / "out.csv")} == {"0.3"}


def test_that_four_units_have_their_own_intervals_and_no_target(tmp_path: Path) -> None:
    report = funnel_csv(funnel_of(tmp_path, "".join(SIX.splitlines(keepends=True)[:5])))
    first = read(tmp_path / "out.csv")[0]
    own = proportion_interval(12, 100)
    assert (first["target"], first["flag"], first["tail_probability"]) == ("", "", "")
    assert (float(first["lower95"]), float(first["upper95"])) == (own.lower, own.upper)
    assert "too few for a funnel" in report.notes[0]


def test_that_intervals_are_of_each_row_or_of_each_unit(tmp_path: Path) -> None:
    request = intervals_of(tmp_path, "who,x,n\na,2,9\nb,1,4\na,0,9\n")
    intervals_csv(request)
    assert [(row["unit"], row["n"]) for row in read(request.output)] == [("", "9"), ("", "4"), ("", "9")]
    intervals_csv(replace(request, unit="who"))
    assert [(row["unit"], row["numerator"], row["n"]) for row in read(request.output)] == [
        ("a", "2", "18"),
        ("b", "1", "4"),
    ]


def test_that_a_rate_may_be_above_one_and_out_of_a_fraction(tmp_path: Path) -> None:
    request = intervals_of(tmp_path, "x,n\n12,3.5\n", IntervalMethod.BYAR)
    intervals_csv(request)
    row = read(request.output)[0]
    assert (row["n"], float(row["value"])) == ("3.5", 12 / 3.5)


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ("B,-1,3", "row 3, column 'x'", "below nought"),
        ("B,one,3", "row 3, column 'x'", "not a number"),
        ("B,nan,3", "row 3, column 'x'", "not a number"),
        ("B,,3", "row 3, column 'x'", "empty"),
        ("B,1,", "row 3, column 'n'", "empty"),
        ("B,1.5,3", "row 3, column 'x'", "whole number"),
        ("B,1,3.5", "row 3, column 'n'", "whole number"),
        ("B,4,3", "row 3, column 'x'", "more than 'n'"),
        ("B,1,0", "row 3, column 'n'", "out of nought"),
        ("B,1,1e16", "row 3, column 'n'", "too large"),
        ("B,1,3,4", "row 3", "4 fields where the header has 3"),
        (",1,3", "row 3, column 'unit'", "empty"),
    ],
)
def test_that_a_bad_row_is_named_and_what_was_written_before_stays(
    row: str, where: str, what: str, tmp_path: Path
) -> None:
    request = funnel_of(tmp_path, f"unit,x,n\nSecret,1,3\n{row}\n")
    request.output.write_text("as it was", encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        funnel_csv(request)
    assert f"in.csv, {where}" in refused.value.message
    assert what in refused.value.message
    assert "Secret" not in str(refused.value)
    assert refused.value.what_to_do
    assert request.output.read_text(encoding="utf-8") == "as it was"


def test_that_an_interval_out_of_nought_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"in.csv, row 3, column 'n': a value cannot be out of nought"):
        intervals_csv(intervals_of(tmp_path, "x,n\n1,3\n0,0\n"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "in.csv is empty"),
        ("unit,x,n\n", "a header and no rows"),
        ("unit,x\nA,1\n", "has no column 'n'"),
        ("unit,x,n,n\nA,1,2,3\n", "has 2 columns called 'n'"),
        ('unit,x,n\n"A,1,2\n', "not a whole CSV file"),
        ("unit,x,n\nA,0,0\nB,0,0\n", "every value in column 'n' is nought"),
        ("unit,x,n\n" + "A,1,1000000000000000\n" * 2, "more than can be counted"),
    ],
)
def test_that_a_file_that_cannot_be_used_says_why(text: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as refused:
        funnel_csv(funnel_of(tmp_path, text))
    assert what in refused.value.message


def test_that_a_missing_file_a_folder_and_other_text_are_refused(tmp_path: Path) -> None:
    request = funnel_of(tmp_path, SIX)
    with pytest.raises(ImportRefused, match="There is no file"):
        funnel_csv(replace(request, source=tmp_path / "none.csv"))
    with pytest.raises(ImportRefused, match="is a folder"):
        funnel_csv(replace(request, source=tmp_path))
    request.source.write_bytes(b"unit,x,n\n\xff,1,2\n")
    with pytest.raises(ImportRefused, match="not text in UTF-8"):
        funnel_csv(request)


def test_that_the_file_to_read_is_never_written_over(tmp_path: Path) -> None:
    request = funnel_of(tmp_path, SIX)
    with pytest.raises(ExportRefused, match="is the file to read"):
        funnel_csv(replace(request, output=request.source))
    with pytest.raises(ExportRefused, match="is a folder"):
        funnel_csv(replace(request, output=tmp_path))
    assert request.source.read_text(encoding="utf-8") == SIX


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (FunnelOptions(FunnelKind.RATE, Overdispersion.SHMI), "by shmi is for ratios, not for a rate"),
        (FunnelOptions(FunnelKind.PROPORTION, target=10.0), "lies between 0 and 1"),
        (FunnelOptions(FunnelKind.RATIO, target=0.0), "of a ratio is above 0"),
    ],
)
def test_that_options_that_do_not_go_together_are_refused(options: FunnelOptions, what: str, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match=what):
        funnel_csv(funnel_of(tmp_path, SIX, options))


def test_that_a_unit_that_looks_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    funnel_csv(funnel_of(tmp_path, SIX + "=1+1,3,9\n"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[-1][0] == "'=1+1"


@pytest.mark.parametrize("event", ["day_cases", "deaths"])
@pytest.mark.parametrize("overdispersion", [Overdispersion.NONE, Overdispersion.AUTO])
def test_that_consultants_assigned_at_random_are_not_flagged(
    event: str, overdispersion: Overdispersion, tmp_path: Path
) -> None:
    request = FunnelFileRequest(
        hospitalflow("consultant_month_summary"),
        tmp_path / "out.csv",
        "consultant",
        event,
        "episodes",
        FunnelOptions(FunnelKind.PROPORTION, overdispersion),
    )
    assert funnel_csv(request).values == 10
    assert {row["flag"] for row in read(request.output)} == {""}

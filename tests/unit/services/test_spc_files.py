from __future__ import annotations

import csv
import os
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month
from cdconsole.domain.errors import ExportRefused, ImportRefused, UserFacingError
from cdconsole.domain.spc import ChartKind, RuleProfile
from cdconsole.services.spc_files import HEADER, RUNS_HEADER, chart_csv
from cdconsole.services.spc_reading import SpcFileRequest
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart
from unit.stats.reference_cases import ALL_CASES, CAUSES, load

START = Month(2024, 1)


def request_for(folder: Path, text: str, **changes: object) -> SpcFileRequest:
    source = folder / "in.csv"
    source.write_text(text, encoding="utf-8")
    return replace(SpcFileRequest(source, folder / "out.csv", "date", "y"), **changes)  # type: ignore[arg-type]


def written(request: SpcFileRequest) -> list[dict[str, str]]:
    with request.output.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def months(count: int) -> list[str]:
    return [(START + place).first.isoformat() for place in range(count)]


@pytest.mark.parametrize("folder", ALL_CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_that_a_reference_file_gives_the_reference_numbers(folder: Path, tmp_path: Path) -> None:
    case = load(folder)
    by = case.args.get("facet_field", "")
    request = SpcFileRequest(
        case.folder / "input.csv",
        tmp_path / "out.csv",
        case.args["date_field"],
        case.args["value_field"],
        by=by,
        options=case.options,
    )
    report = chart_csv(request)
    rows = written(request)
    assert (report.rows, report.series) == (len(case.rows), len(case.expected))
    expected = [(name, row) for name in case.series for row in case.expected[name]]
    for row, (name, answer) in zip(rows, expected, strict=True):
        assert row["series"] == (name if by else "")
        assert row["date"] == answer["x"]
        assert row["phase"] == str(int(answer["rebase_group"]) + 1)
        assert row["special_cause"] == CAUSES[answer["special_cause_type"]]
        assert row["direction"] == answer["point_type"].removeprefix("special_cause_").replace("common_cause", "")
        for column, theirs in (("value", "y"), ("centre", "mean_col"), ("lower", "lpl"), ("upper", "upl")):
            assert float(row[column]) == pytest.approx(float(answer[theirs]), rel=1e-9, abs=1e-9)
    last_rows = {row["series"]: place for place, row in enumerate(rows)}
    for place, row in enumerate(rows):
        name = row["series"] or "no facet"
        is_last = last_rows[row["series"]] == place
        assert row["icon"] == (case.expected_icon(name) if is_last else "")
        assert row["assurance"] == (case.summary[name].get("assurance_type", "") if is_last else "")


def test_that_rows_are_sorted_by_date_and_series_keep_their_first_place(tmp_path: Path) -> None:
    text = "who,date,y\nB,2024-02-01,2\nA,2024-01-01,7\n\nB,2024-01-01,1\n"
    request = request_for(tmp_path, text, by="who")
    report = chart_csv(request)
    assert list(written(request)[0]) == list(HEADER)
    assert [(row["series"], row["date"], row["value"]) for row in written(request)] == [
        ("B", "2024-01-01", "1.0"),
        ("B", "2024-02-01", "2.0"),
        ("A", "2024-01-01", "7.0"),
    ]
    assert (report.series, report.rows) == (2, 3)
    assert "A: No two values stand side by side: the limits are drawn at the mean." in report.notes


def test_that_a_value_over_its_denominator_is_a_share_and_over_nought_a_gap(tmp_path: Path) -> None:
    text = "date,y,n\n2024-01-01,1,3\n2024-02-01,0,0\n2024-03-01,NA,4\n2024-04-01,2,\n"
    request = request_for(tmp_path, text, denominator="n")
    chart_csv(request)
    assert [row["value"] for row in written(request)] == [repr(1 / 3), "", "", ""]


@pytest.mark.parametrize("fields", ["1,0", "1,-2"])
def test_that_a_value_out_of_nought_or_less_is_refused(fields: str, tmp_path: Path) -> None:
    request = request_for(tmp_path, f"date,y,n\n2024-01-01,1,3\n2024-02-01,{fields}\n", denominator="n")
    with pytest.raises(ImportRefused, match=r"in\.csv, row 3, column 'n'"):
        chart_csv(request)


@pytest.mark.parametrize("missing", ["", "NA", "NaN", " "])
def test_that_a_missing_value_is_a_gap_not_bridged(missing: str, tmp_path: Path) -> None:
    request = request_for(tmp_path, f"date,y\n2024-01-01,1\n2024-02-01,2\n2024-03-01,{missing}\n2024-04-01,9\n")
    chart_csv(request)
    rows = written(request)
    assert rows[2]["value"] == ""
    assert float(rows[0]["upper"]) == pytest.approx(4 + 2.66)


@pytest.mark.parametrize("bad", ["x", "1,5", "1_0", "inf", "٣", "0x1A", "--1"])
def test_that_what_is_not_a_number_is_refused_with_its_row_and_column_and_not_repeated(
    bad: str, tmp_path: Path
) -> None:
    request = request_for(tmp_path, f'date,y\n2024-01-01,1\n2024-02-01,"{bad}"\n')
    with pytest.raises(ImportRefused) as refused:
        chart_csv(request)
    assert refused.value.message == "in.csv, row 3, column 'y': this is not a number."
    assert not request.output.exists()


def test_that_british_dates_are_read_day_first_and_the_report_says_so(tmp_path: Path) -> None:
    request = request_for(tmp_path, "date,y\n01/02/2024,1\n3/01/2024,2\n")
    report = chart_csv(request)
    assert [row["date"] for row in written(request)] == ["2024-01-03", "2024-02-01"]
    assert report.notes[0] == "Dates were read as day/month/year."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-01-01 01/02/2024", "row 3, column 'date': this is not a date like yyyy-mm-dd"),
        ("01/02/2024 2024-01-01", "row 3, column 'date': this is not a date like dd/mm/yyyy"),
        ("01/02/2024 03/25/2024", "row 3, column 'date': there is no such date.*must be day/month/year"),
        ("2024-01-01 2024-02-30", "row 3, column 'date': there is no such date"),
        ("2024-01-01 ", "row 3, column 'date': this is not a date"),
        ("Jan-24 Feb-24", "row 2, column 'date': this is not a date"),
        ("2024-01-01 2024-01-01", "row 3, column 'date': 1 Jan 2024 is already in row 2"),
    ],
)
def test_that_a_date_that_cannot_be_trusted_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    first, second = text.split(" ")
    with pytest.raises(ImportRefused, match=problem):
        chart_csv(request_for(tmp_path, f"date,y\n{first},1\n{second},2\n"))


def test_that_two_series_may_share_a_date(tmp_path: Path) -> None:
    request = request_for(tmp_path, "who,date,y\nA,2024-01-01,1\nB,2024-01-01,2\n", by="who")
    assert chart_csv(request).series == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "has no column 'date'.*Its columns are: none"),
        ("day,y\n2024-01-01,1\n", "has no column 'date'.*day, y"),
        ("date,y,y\n2024-01-01,1,2\n", "has 2 columns called 'y'"),
        ("date,y\n", "has a header and no rows"),
        ("date,y\n2024-01-01,1,2\n", "row 2: 3 fields where the header has 2"),
        ("date,y\n2024-01-01,NA\n", "no row has a value in column 'y'"),
        ('date,y\n2024-01-01,"1\n', "is not a whole CSV file"),
    ],
)
def test_that_a_file_of_the_wrong_shape_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=problem):
        chart_csv(request_for(tmp_path, text))


def test_that_a_byte_order_mark_does_not_hide_the_first_column(tmp_path: Path) -> None:
    assert chart_csv(request_for(tmp_path, "\ufeffdate,y\n2024-01-01,1\n")).rows == 1


def test_that_text_not_in_utf_8_is_refused(tmp_path: Path) -> None:
    request = request_for(tmp_path, "")
    request.source.write_bytes(b"date,y\n2024-01-01,\xff\n")
    with pytest.raises(ImportRefused, match="not text in UTF-8"):
        chart_csv(request)


def test_that_a_source_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    request = request_for(tmp_path, "")
    with pytest.raises(ImportRefused, match="There is no file"):
        chart_csv(replace(request, source=tmp_path / "none.csv"))
    with pytest.raises(ImportRefused, match="is a folder"):
        chart_csv(replace(request, source=tmp_path))


def test_that_a_source_behind_a_file_cannot_be_read(tmp_path: Path) -> None:
    request = request_for(tmp_path, "date,y\n2024-01-01,1\n")
    with pytest.raises(ImportRefused, match="cannot be read: Not a directory"):
        chart_csv(replace(request, source=request.source / "in.csv"))


def test_that_writing_over_the_source_is_refused_under_any_name(tmp_path: Path) -> None:
    text = "date,y\n2024-01-01,1\n"
    request = request_for(tmp_path, text)
    os.link(request.source, request.output)
    for output in (request.source, request.output, tmp_path / "x" / ".." / "in.csv"):
        (tmp_path / "x").mkdir(exist_ok=True)
        with pytest.raises(ExportRefused, match="is the file to read"):
            chart_csv(replace(request, output=output))
    assert request.source.read_text(encoding="utf-8") == text


def test_that_an_output_that_is_a_folder_or_in_none_is_refused(tmp_path: Path) -> None:
    request = request_for(tmp_path, "date,y\n2024-01-01,1\n")
    with pytest.raises(ExportRefused, match="is a folder"):
        chart_csv(replace(request, output=tmp_path))
    with pytest.raises(ExportRefused, match="cannot be written: No such file or directory"):
        chart_csv(replace(request, output=tmp_path / "none" / "out.csv"))


def test_that_a_refused_file_leaves_the_old_output_and_nothing_beside_it(tmp_path: Path) -> None:
    request = request_for(tmp_path, "date,y\n2024-01-01,x\n")
    request.output.write_text("old", encoding="utf-8")
    with pytest.raises(ImportRefused):
        chart_csv(request)
    assert request.output.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_that_the_new_output_replaces_the_old_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    request = request_for(tmp_path, "date,y\n2024-01-01,1\n")
    request.output.write_text("old", encoding="utf-8")
    chart_csv(request)
    assert len(written(request)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


@pytest.mark.parametrize("profile", RuleProfile)
def test_that_a_rebase_date_in_no_row_is_refused(profile: RuleProfile, tmp_path: Path) -> None:
    options = ChartOptions(profile, rebase=(date(2025, 5, 1),))
    with pytest.raises(UserFacingError, match=r"1 May 2025: in\.csv has no row with that date"):
        chart_csv(request_for(tmp_path, "date,y\n2024-01-01,1\n", options=options))


def test_that_a_series_without_the_rebase_date_is_left_whole_and_named(tmp_path: Path) -> None:
    text = "who,date,y\nA,2024-01-01,1\nA,2024-02-01,2\nB,2024-01-01,3\n"
    request = request_for(tmp_path, text, by="who", options=ChartOptions(rebase=(date(2024, 2, 1),)))
    report = chart_csv(request)
    assert [row["phase"] for row in written(request)] == ["1", "2", "1"]
    assert "B: No row on 1 Feb 2024: limits not changed there." in report.notes


def test_that_one_series_without_values_is_written_empty_and_named(tmp_path: Path) -> None:
    request = request_for(tmp_path, "who,date,y\nA,2024-01-01,1\nB,2024-01-01,NA\n", by="who")
    report = chart_csv(request)
    filled = {"series": "B", "date": "2024-01-01", "phase": "1", "profile": "mdc", "chart": "xmr"}
    assert written(request)[1] == dict.fromkeys(HEADER, "") | filled
    assert "B: No value to calculate a mean from." in report.notes


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.floats(-1e12, 1e12, allow_nan=False), min_size=1, max_size=20))
def test_that_numbers_survive_the_round_trip_exactly(values: list[float], tmp_path: Path) -> None:
    lines = [f"{on},{value!r}" for on, value in zip(months(len(values)), values, strict=True)]
    request = request_for(tmp_path, "\n".join(["date,y", *lines]))
    chart_csv(request)
    assert [float(row["value"]) for row in written(request)] == values


@pytest.mark.parametrize(
    ("fields", "column"), [("1e308,1", "y"), ("-2e100,1", "y"), ("1e999,1", "y"), ("1,1e-200", "n"), ("1,1e999", "n")]
)
def test_that_a_value_too_large_for_limits_is_refused(fields: str, column: str, tmp_path: Path) -> None:
    request = request_for(tmp_path, f"date,y,n\n2024-01-01,{fields}\n", denominator="n")
    with pytest.raises(ImportRefused, match=f"row 2, column '{column}': .* too large to chart"):
        chart_csv(request)


def test_that_the_name_of_a_series_is_never_a_formula(tmp_path: Path) -> None:
    request = request_for(tmp_path, "who,date,y\n=1+1,2024-01-01,-2\n", by="who")
    chart_csv(request)
    assert [(row["series"], row["value"]) for row in written(request)] == [("'=1+1", "-2.0")]


def kind_of(kind: ChartKind, **options: object) -> ChartOptions:
    return ChartOptions(kind=kind, **options)  # type: ignore[arg-type]


COUNTED = "date,y,n\n" + "".join(f"{on},{3 + place % 4},{40 + place}\n" for place, on in enumerate(months(14)))


@pytest.mark.parametrize("kind", ChartKind)
def test_that_every_kind_writes_what_one_chart_alone_would_be(kind: ChartKind, tmp_path: Path) -> None:
    denominator = "n" if kind.needs_denominator else ""
    request = request_for(tmp_path, COUNTED, denominator=denominator, options=kind_of(kind))
    chart_csv(request)
    points = [
        SeriesPoint(date.fromisoformat(on), (3 + place % 4) / (40 + place if denominator else 1), None, 40.0 + place)
        for place, on in enumerate(months(14))
    ]
    chart = control_chart(points, kind_of(kind))
    rows = written(request)
    assert {(row["chart"], row["profile"]) for row in rows} == {(kind.value, "mdc")}
    for row, point in zip(rows, chart.points, strict=True):
        for column in ("value", "centre", "lower", "upper"):
            assert row[column] == ("" if getattr(point, column) is None else repr(getattr(point, column)))
        assert row["special_cause"] == point.special_cause.value
        assert row["direction"] == point.direction.value
    assert rows[-1]["icon"] == chart.icon.value


def test_that_a_run_chart_writes_its_runs_on_the_last_row_of_each_phase(tmp_path: Path) -> None:
    values = [*[1, 3] * 6, *[1] * 8, 2, *[3] * 8]
    lines = "".join(f"{on},{value}\n" for on, value in zip(months(len(values)), values, strict=True))
    options = kind_of(ChartKind.RUN, rebase=(date(2025, 1, 1),))
    request = request_for(tmp_path, "date,y\n" + lines, options=options)
    chart_csv(request)
    rows = written(request)
    assert list(rows[0]) == [*HEADER, *RUNS_HEADER]
    facts = [[row[column] for column in RUNS_HEADER] for row in rows]
    assert facts[11] == ["12", "1", "7", "11", "3", "no"]
    assert facts[-1] == ["16", "8", "7", "1", "4", "yes"]
    assert all(row == [""] * 6 for place, row in enumerate(facts) if place not in (11, len(rows) - 1))


def test_that_rows_of_one_date_are_a_subgroup_and_their_points_are_counted(tmp_path: Path) -> None:
    text = "who,date,y\n" + "".join(f"A,{on},{v}\nB,{on},{v + 1}\n" for on in months(3) for v in (1, 2, 4))
    request = request_for(tmp_path, text, by="who", options=kind_of(ChartKind.XBAR))
    report = chart_csv(request)
    rows = written(request)
    assert (report.rows, report.points, report.series, len(rows)) == (18, 6, 2, 6)
    assert {(row["series"], float(row["value"])) for row in rows} == {("A", 7 / 3), ("B", 10 / 3)}


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (ChartKind.P, "5,4", "in.csv, row 3, column 'y': there cannot be more than there are in all."),
        (ChartKind.P_PRIME, "-1,4", "in.csv, row 3, column 'y': a count cannot be less than nought."),
        (ChartKind.U, "-1,4", "in.csv, row 3, column 'y': a count cannot be less than nought."),
        (ChartKind.U_PRIME, "inf,4", "in.csv, row 3, column 'y': this is not a number."),
        (ChartKind.I_PRIME, "1,x", "in.csv, row 3, column 'n': this is not a number."),
        (ChartKind.C, "-2,4", "in.csv, row 3, column 'y': a count cannot be less than nought."),
        (ChartKind.G, "-2,4", "in.csv, row 3, column 'y': a count cannot be less than nought."),
        (ChartKind.T, "0,4", "in.csv, row 3, column 'y': the time between two events must be more than nought."),
    ],
)
def test_that_a_value_a_kind_cannot_have_is_refused_with_its_row(
    kind: ChartKind, fields: str, message: str, tmp_path: Path
) -> None:
    text = f"date,y,n\n2024-02-01,3,4\n2024-01-01,{fields}\n"
    request = request_for(tmp_path, text, denominator="n" if kind.needs_denominator else "", options=kind_of(kind))
    with pytest.raises(ImportRefused) as refused:
        chart_csv(request)
    assert refused.value.message == message
    assert not request.output.exists()


@pytest.mark.parametrize("kind", ChartKind)
def test_that_kind_and_denominator_must_go_together(kind: ChartKind, tmp_path: Path) -> None:
    ratios = kind in (ChartKind.XMR, ChartKind.MR, ChartKind.RUN)
    for denominator in ("", "n"):
        request = request_for(tmp_path, COUNTED, denominator=denominator, options=kind_of(kind))
        if ratios or kind.needs_denominator == bool(denominator):
            assert chart_csv(request).points == 14
        else:
            words = "has no denominator" if denominator else "needs a denominator"
            with pytest.raises(UserFacingError, match=words):
                chart_csv(request)


def test_that_excluded_dates_are_left_out_and_series_without_them_are_named(tmp_path: Path) -> None:
    text = "who,date,y\n" + "".join(f"A,{on},{place % 3}\n" for place, on in enumerate(months(14)))
    text = text.replace("2024-05-01,1", "2024-05-01,99") + "B,2024-01-01,5\n"
    options = ChartOptions(excluded=(date(2024, 5, 1),))
    request = request_for(tmp_path, text, by="who", options=options)
    report = chart_csv(request)
    assert "B: No row on 1 May 2024: nothing left out there." in report.notes
    rows = written(request)
    assert rows[4]["special_cause"] == "outside"
    assert float(rows[4]["centre"]) < 2
    with pytest.raises(UserFacingError, match=r"Nothing can be left out on 2 May 2024: in\.csv has no row"):
        chart_csv(replace(request, options=ChartOptions(excluded=(date(2024, 5, 2),))))


def test_that_a_name_with_commas_and_quotes_is_one_cell(tmp_path: Path) -> None:
    request = request_for(tmp_path, 'who,date,y\n"A, ""the"" ward\n2",2024-01-01,1\n', by="who")
    chart_csv(request)
    assert written(request)[0]["series"] == 'A, "the" ward\n2'


def test_that_series_of_different_lengths_are_each_charted_as_alone(tmp_path: Path) -> None:
    lengths = (1, 14, 3, 14, 40)
    values = {f"S{k}": [float((7 * k + 5 * j) % 11) for j in range(n)] for k, n in enumerate(lengths)}
    lines = [f"{who},{on},{v}" for who, of in values.items() for on, v in zip(months(len(of)), of, strict=True)]
    random.Random(3).shuffle(lines)  # noqa: S311 - an order, not a secret
    request = request_for(tmp_path, "\n".join(["who,date,y", *lines]), by="who")
    chart_csv(request)
    for who, of in values.items():
        points = [SeriesPoint(date.fromisoformat(on), v) for on, v in zip(months(len(of)), of, strict=True)]
        chart = control_chart(points, ChartOptions())
        rows = [row for row in written(request) if row["series"] == who]
        assert [row["special_cause"] for row in rows] == [point.special_cause.value for point in chart.points]
        assert [float(row["upper"]) for row in rows] == pytest.approx([point.upper for point in chart.points])

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from cdconsole import cli
from unit.stats.reference_cases import CAUSES, OWN, load


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_that_spc_writes_one_row_a_point_and_reads_the_peers_defaults(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = [f"2025-{month:02d}-01,{10 + month % 3}" for month in range(1, 13)] + ["2026-01-01,40"]
    source.write_text("month,y\n" + "\n".join(lines) + "\n", encoding="utf-8")
    common = ["spc", str(source), "--date", "month", "--value", "y", "--output", str(output)]
    assert cli.main(common) == 0
    assert read(output)[-1]["direction"] == "neutral_high"
    assert cli.main([*common, "--profile", "plotthedots"]) == 0
    assert read(output)[-1]["direction"] == "improvement"
    assert read(output)[-1]["icon"] == "improvement_high"
    assert cli.main([*common, "--improve", "down", "--rebase", "2025-07-01", "--no-screen"]) == 0
    assert {row["phase"] for row in read(output)} == {"1", "2"}


def test_that_spc_draws_other_kinds_leaves_dates_out_and_tells_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = [f"2025-{month:02d}-01,{month % 3},{20 + month}" for month in range(1, 13)]
    source.write_text("\n".join(["month,y,n", *lines, "2026-01-01,20,21"]), encoding="utf-8")
    common = ["spc", str(source), "--date", "month", "--value", "y", "--output", str(output), "--denominator", "n"]
    assert cli.main([*common, "--chart", "p", "--exclude", "2026-01-01", "2025-02-01"]) == 0
    rows = read(output)
    assert float(rows[0]["centre"]) == pytest.approx(10 / (sum(range(21, 33)) - 22))
    assert (rows[-1]["special_cause"], rows[-1]["chart"]) == ("outside", "p")
    assert cli.main([*common, "--chart", "c"]) == 1
    assert "A C chart has no denominator" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["12_step_change_no_rebase", "30_trend7_up", "37_two_in_three_same_side"])
def test_that_the_command_writes_the_reference_numbers(name: str, tmp_path: Path) -> None:
    case = load(OWN / name)
    arguments = [*("--date", case.args["date_field"]), *("--value", case.args["value_field"])]
    arguments += ["--profile", "plotthedots", "--output", str(tmp_path / "out.csv")]
    if case.args.get("improvement_direction") == "decrease":
        arguments += ["--improve", "down"]
    if case.args.get("screen_outliers") is False:
        arguments += ["--no-screen"]
    assert cli.main(["spc", str(case.folder / "input.csv"), *arguments]) == 0
    for ours, theirs in zip(read(tmp_path / "out.csv"), case.expected["no facet"], strict=True):
        for column, name_there in (("centre", "mean_col"), ("lower", "lpl"), ("upper", "upl")):
            assert float(ours[column]) == pytest.approx(float(theirs[name_there]), rel=1e-9)
        assert ours["special_cause"] == CAUSES[theirs["special_cause_type"]]


def test_that_spc_imports_nothing_that_opens_a_department(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("d,y\n2025-01-01,1\n", encoding="utf-8")
    program = (
        "import sys; from cdconsole import cli; code = cli.main(sys.argv[1:]);"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'pandas', 'PySide6', 'sqlcipher3', 'scipy'}))"
    )
    arguments = ["spc", "in.csv", "--date", "d", "--value", "y", "--output", "out.csv"]
    command = [sys.executable, "-c", program, *arguments]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"

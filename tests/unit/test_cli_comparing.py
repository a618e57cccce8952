from __future__ import annotations

from pathlib import Path

import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from cdconsole import __main__, cli
from unit.stats.funnel_cases import read

TEN = "unit,x,n\n" + "".join(f"U{place},{12 + 5 * (place % 3)},{150 + place}\n" for place in range(10))
COLUMNS = ["--numerator", "x", "--denominator", "n"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(TEN, encoding="utf-8")
    return path


def test_that_both_commands_are_known() -> None:
    assert {"funnel", "intervals"} <= set(__main__.COMMANDS)


def test_that_a_funnel_writes_one_row_a_unit_and_says_what_chance_does(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.csv"
    common = ["funnel", str(source), "--unit", "unit", *COLUMNS, "--output", str(output)]
    assert cli.main([*common, "--kind", "proportion", "--overdispersion", "none"]) == 0
    said = capsys.readouterr()
    assert said.out == f"10 units from 10 rows written to {output}\n"
    assert "10 comparisons: chance alone would put about 0.5 outside the 95% limits" in said.err
    first = read(output)
    assert first[0]["unit"] == "U0"
    assert cli.main([*common, "--kind", "proportion", "--overdispersion", "none", "--limits", "continuous"]) == 0
    again = read(output)
    assert again[0]["lower95"] != first[0]["lower95"]
    assert [row["tail_probability"] for row in again] == [row["tail_probability"] for row in first]


@pytest.mark.parametrize(("kind", "way"), [("ratio", "shmi"), ("ratio", "cqc"), ("rate", "auto")])
def test_that_overdispersion_is_said(
    kind: str, way: str, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.csv"
    target = ["--target", "0.11"] if kind == "ratio" else []
    common = ["funnel", str(source), "--unit", "unit", *COLUMNS, "--output", str(output)]
    assert cli.main([*common, "--kind", kind, "--overdispersion", way, *target]) == 0
    assert "over-dispersion" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "upper"),
    [
        (["--method", "wilson"], proportion_confint(12, 150, method="wilson")[1]),
        (["--method", "exact"], proportion_confint(12, 150, method="beta")[1]),
        (["--method", "byar"], 13 * (1 - 1 / 117 + 1.959963984540054 / (3 * 13**0.5)) ** 3 / 150),
        (["--method", "exact", "--kind", "rate"], confint_poisson(12, 150, method="exact-c")[1]),
    ],
)
def test_that_the_method_decides_the_interval(arguments: list[str], upper: float, source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    assert cli.main(["intervals", str(source), *COLUMNS, *arguments, "--output", str(output)]) == 0
    assert float(read(output)[0]["upper"]) == pytest.approx(upper, rel=1e-9)


def test_that_a_method_of_the_other_kind_is_refused_in_words(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.csv"
    common = ["intervals", str(source), *COLUMNS, "--output", str(output)]
    assert cli.main([*common, "--method", "byar", "--kind", "proportion"]) == 1
    said = capsys.readouterr().err
    assert said == "Byar's interval is not one of a proportion. Leave --kind out, or choose wilson or exact.\n"
    assert not output.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["funnel", "in.csv", "--unit", "u", *COLUMNS, "--output", "o"],
        ["funnel", "in.csv", "--unit", "u", *COLUMNS, "--output", "o", "--kind", "mean"],
        ["funnel", "in.csv", "--unit", "u", *COLUMNS, "--output", "o", "--kind", "rate", "--target", "inf"],
        ["intervals", "in.csv", *COLUMNS, "--output", "o", "--method", "wald"],
        ["intervals", "in.csv", *COLUMNS, "--output", "o", "--method", "wilson", "--level", "95"],
    ],
)
def test_that_wrong_usage_of_comparisons_ends_with_code_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2

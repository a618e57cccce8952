import pickle

from cdconsole.domain.errors import RuleBroken
from cdconsole.services.wire import BugReport, Failed


def broken(patient: str) -> None:
    try:
        raise KeyError(patient)
    except KeyError as first:
        raise ValueError(patient) from first


def test_that_a_bug_report_says_where_and_never_what() -> None:
    try:
        broken("9434765919")
    except ValueError as problem:
        report = BugReport.of(problem)
    assert report.kind == "ValueError"
    assert report.trace.startswith("ValueError\n")
    assert "after\nKeyError" in report.trace
    assert "test_wire.py" in str(report)
    assert "9434765919" not in repr(report.args)


def test_that_refusals_and_reports_keep_everything_on_their_way() -> None:
    rule = pickle.loads(pickle.dumps(Failed(1, RuleBroken("a", "b", "name")))).problem  # noqa: S301 - our own bytes
    assert (rule.message, rule.what_to_do, rule.field) == ("a", "b", "name")
    report = pickle.loads(pickle.dumps(BugReport("KeyError", "where")))  # noqa: S301 - our own bytes
    assert (report.kind, report.trace) == ("KeyError", "where")

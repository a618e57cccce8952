"""Which handler answers which request."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar, cast

from cdconsole.domain.requests import Request
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Value = TypeVar("Value")
RequestType = TypeVar("RequestType", bound=Request[Any])
Handler = Callable[[Session, Any, Task], Any]

_HANDLER_MODULES = (
    "access",
    "attribution",
    "audit_trail",
    "backups",
    "batches",
    "batch_records",
    "case_mix",
    "challenges",
    "chart_annotations",
    "chart_pictures",
    "charters",
    "charts",
    "clinician_packs",
    "clinicians",
    "conversation_aids",
    "conflicts",
    "data_quality",
    "definition_changes",
    "definition_lists",
    "definitions",
    "department",
    "exports",
    "exposure_log",
    "framework",
    "framework_files",
    "framework_templates",
    "goal_board",
    "goals",
    "group_goals",
    "guidance",
    "imports",
    "inbox",
    "job_plan_delivery",
    "job_plan_export",
    "job_plans",
    "lessons",
    "limit_changes",
    "mappings",
    "membership",
    "outcome_tree",
    "own_pack",
    "ownership",
    "pack_replies",
    "peers",
    "people",
    "person_report",
    "rectifications",
    "retention",
    "point_records",
    "preparation",
    "printed",
    "pulse",
    "quarter_freeze",
    "quarter_release",
    "quarters",
    "recognition",
    "record_distribution",
    "review_forms",
    "review_list",
    "review_summary",
    "released_quarters",
    "review_search",
    "reviews",
    "sealed_extracts",
    "stage_board",
    "stage_facts",
    "support",
    "spelling",
    "templates",
    "team_board",
    "ward",
    "watched_folder",
    "work_streams",
)
_handlers: dict[type[Request[Any]], Handler] = {}


def handles(
    request_type: type[RequestType],
) -> Callable[[Callable[[Session, RequestType, Task], Value]], Callable[[Session, RequestType, Task], Value]]:
    """Make a function the handler of a request type: ``handler(session, request, task) -> value``."""

    def register(
        handler: Callable[[Session, RequestType, Task], Value],
    ) -> Callable[[Session, RequestType, Task], Value]:
        _handlers[request_type] = handler
        return handler

    return register


def load_handlers() -> None:
    """Import every handler module, so that all requests can be answered."""
    for name in _HANDLER_MODULES:
        import_module(f"cdconsole.services.{name}")


def answer(session: Session, request: Request[Value], task: Task) -> Value:
    """Run the handler of a request and return its value.

    Raises whatever the handler raises: UserFacingError, Cancelled, or a bug. What it changed is left in
    ``session.take_changes()``.
    """
    if type(request) not in _handlers:
        load_handlers()
    return cast("Value", _handlers[type(request)](session, request, task))

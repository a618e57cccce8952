"""What a person can want before, beside and after a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.preparation import ConversationAids, Preparation
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Request


@dataclass(frozen=True)
class ShowPreparation(Request[Preparation]):
    """The preparation sheet of one clinician; nothing is stored by looking at it."""

    clinician: ClinicianId


@dataclass(frozen=True)
class PrintPreparation(Request[Printed]):
    """The preparation sheet of one clinician as it is printed."""

    clinician: ClinicianId


@dataclass(frozen=True)
class ShowConversationAids(Request[ConversationAids]):
    """The prompts and the definition of a concern of the work stream a clinician belongs to."""

    clinician: ClinicianId


@dataclass(frozen=True)
class ShowReviewSummary(Request[Printed]):
    """A review as it is given to the clinician on paper: as a draft until it is locked."""

    review: ReviewId

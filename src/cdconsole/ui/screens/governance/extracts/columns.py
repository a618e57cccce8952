"""The columns of the list of proposals. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract_proposal import ExtractProposal
from cdconsole.ui.tables.column import Column


def _at(proposal: ExtractProposal) -> str:
    return date_text(proposal.proposed.at.astimezone().date())


def _at_key(proposal: ExtractProposal) -> object:
    return proposal.proposed.at


def _about(proposal: ExtractProposal) -> str:
    return proposal.clinician


def _recipient(proposal: ExtractProposal) -> str:
    return proposal.draft.recipient


def _state(proposal: ExtractProposal) -> str:
    return proposal.state.value


def _standing(proposal: ExtractProposal) -> str:
    return proposal.standing


PROPOSAL_COLUMNS: tuple[Column[ExtractProposal], ...] = (
    Column("Proposed", _at, _at_key, width=100),
    Column("About", _about, width=140),
    Column("For", _recipient, tooltip=_recipient, width=130),
    Column("State", _state, tooltip=_standing),
)

"""What the team board shows: every activity, and the form of the chosen one's need. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.domain.team_board import ActivityNeed, BoardLine, TeamBoard

ACTIVITY, PAS, WHY = "activity", "pas", "why"


@dataclass(frozen=True)
class TeamBoardState:
    """The whole page; ``chosen`` is the activity of a line, empty for all of them together."""

    board: TeamBoard | None = None
    chosen: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False

    @property
    def line(self) -> BoardLine | None:
        """Return the chosen line, or that of all activities together."""
        if self.board is None:
            return None
        return next((line for line in self.board.lines if line.activity == self.chosen), self.board.total)

    @property
    def editing(self) -> ActivityNeed:
        """Return what the form is filled from: the need of the chosen activity, or an empty one."""
        need = None if self.line is None else self.line.need
        return need or ActivityNeed(self.chosen, 0.0, "")

    @property
    def summary(self) -> str:
        """Return how many plans are added up."""
        if self.board is None:
            return "Adding up the job plans"
        if not self.board.lines:
            return "No job plan is in force and no need is typed yet. Import job plans, or type what is needed."
        return (
            f"{self.board.total.planned:.1f} PAs a week of direct clinical care and additional PAs in"
            f" {self.board.plans} plans in force, of {self.board.clinicians} clinicians."
        )

    @property
    def shares_title(self) -> str:
        """Return what the bars of the shares are of."""
        line = self.line
        if line is None:
            return ""
        return f"{line.activity}: {line.planned:.2f} PAs a week in {line.people} of {len(line.shares)} plans"


def difference_words(line: BoardLine) -> str:
    """Return the difference as a number and in words, without a judgement."""
    if line.difference is None:
        return "No need typed"
    size = round(abs(line.difference), 2)
    if not size:
        return "As needed"
    return f"{size:g} {'more' if line.difference > 0 else 'fewer'} than needed"

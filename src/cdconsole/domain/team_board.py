"""The team job-plan board: direct clinical care by activity, beside what the department needs. Nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.job_plan import JobPlan, PaCategory

MOST_NEEDED = 500.0
_COUNTED = (PaCategory.DCC, PaCategory.APA)


@dataclass(frozen=True)
class ActivityNeed:
    """What the department says it needs of an activity: PAs a week, and why."""

    activity: str
    pas: float
    why: str
    id: str = ""
    revision: int = 0

    def checked(self) -> ActivityNeed:
        """Return the need, or raise RuleBroken naming the field at fault."""
        if not self.activity.strip():
            raise RuleBroken("The activity is missing.", "Type or choose it.", "activity")
        if not 0 < self.pas <= MOST_NEEDED:
            raise RuleBroken(f"{self.pas:g} is no number of PAs a week.", "Use a number above 0, at most 500.", "pas")
        if not self.why.strip():
            raise RuleBroken("The reason is missing.", "Say where the number comes from.", "why")
        return self


@dataclass(frozen=True)
class BoardLine:
    """One activity: the PAs a week of all plans, each plan's share without a name, and the need if one was typed.

    ``shares`` stand in the same order in every line, an order that follows from nothing about the person.
    """

    activity: str
    shares: tuple[float, ...]
    need: ActivityNeed | None = None

    @property
    def planned(self) -> float:
        """Return PAs a week in all plans."""
        return sum(self.shares)

    @property
    def people(self) -> int:
        """Return in how many plans the activity stands."""
        return sum(1 for share in self.shares if share)

    @property
    def difference(self) -> float | None:
        """Return PAs planned less PAs needed; None where no need was typed."""
        return None if self.need is None else self.planned - self.need.pas


@dataclass(frozen=True)
class TeamBoard:
    """Every activity of the plans in force, and every need; ``plans`` of ``clinicians`` have a plan."""

    lines: tuple[BoardLine, ...]
    total: BoardLine
    plans: int
    clinicians: int


def team_board(plans: Iterable[JobPlan], needs: Iterable[ActivityNeed], clinicians: int) -> TeamBoard:
    """Return the board of the plans in force: DCC, and additional PAs, which are clinical work above the ten.

    An activity is what stands in the plans, capital letters apart. The order of the people is that of a hash of their
    identifier, so it is the same every time and says nothing.
    """
    ordered = sorted(plans, key=lambda plan: sha256(plan.clinician_id.encode()).digest())
    shares: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(ordered))
    titles: dict[str, str] = {}
    for place, plan in enumerate(ordered):
        for row in plan.activities:
            if row.category in _COUNTED:
                titles.setdefault(row.activity.casefold(), row.activity)
                shares[row.activity.casefold()][place] += row.pas
    needed = {need.activity.casefold(): need for need in needs}
    titles |= {key: need.activity for key, need in needed.items() if key not in titles}
    lines = tuple(BoardLine(titles[key], tuple(shares[key]), needed.get(key)) for key in sorted(titles))
    total = tuple(sum(line.shares[place] for line in lines) for place in range(len(ordered)))
    return TeamBoard(lines, BoardLine("All direct clinical care", total), len(ordered), clinicians)

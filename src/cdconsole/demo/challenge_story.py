"""Two challenges, one decided and one open; a data query that waits; and three rounds of the trust pulse."""

from __future__ import annotations

from datetime import timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.calendar import Quarter
from cdconsole.domain.challenge import ChallengeDraft, ChallengeStatus
from cdconsole.domain.challenge_requests import AskForData, DecideChallenge, RaiseChallenge
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.pulse import PulseRound
from cdconsole.domain.pulse_requests import SavePulseRound

_DECIDED, _OPEN = "Dr Tomasz Wieczorek", "Dr Amara Okafor"

_ROUNDS = (
    ((1, 3, 3, 2, 0), (1, 2, 3, 3, 0), (2, 3, 2, 2, 0)),
    ((0, 2, 3, 4, 1), (0, 1, 3, 5, 1), (1, 2, 3, 3, 1)),
    ((0, 1, 2, 6, 2), (0, 1, 2, 5, 3), (0, 2, 3, 4, 2)),
)


def take_pulse(telling: Telling, days: StoryDays) -> None:
    """Store a round for each of the three quarters before the newest month's."""
    telling.at(moment(days.thanks + timedelta(days=29), 12))
    newest = Quarter.of(days.thanks)
    for back, counts in enumerate(reversed(_ROUNDS)):
        telling.ask(SavePulseRound(PulseRound(newest - back, 0, 12, counts)))


def challenge_figures(telling: Telling, days: StoryDays) -> None:
    """Raise and decide one challenge; raise another and ask for data."""
    ids, last = telling.ids(), days.early.last
    telling.at(moment(days.thanks + timedelta(days=4), 12))
    first = ChallengeDraft(
        clinician=ids[_DECIDED],
        measure=MeasureId.BEFORE_MIDDAY,
        first=last - 4,
        last=last - 3,
        claim="The discharge lounge closed at noon in these months, so the record has when patients left it.",
        evidence="The lounge's rota, and the site team's notice of closure.",
    )
    decided = telling.ask(RaiseChallenge(first))
    telling.at(moment(days.thanks + timedelta(days=10), 16))
    telling.ask(
        DecideChallenge(
            decided.id,
            ChallengeStatus.PARTLY_UPHELD,
            "The lounge's closure delayed discharges for five of the nine weeks. The months stay, with this note.",
            "Dr Wieczorek would have left out both months whole.",
            decided.revision,
        )
    )
    telling.at(moment(days.thanks + timedelta(days=28), 9))
    second = ChallengeDraft(
        clinician=ids[_OPEN],
        measure=MeasureId.LENGTH_OF_STAY,
        first=last - 1,
        last=last,
        claim="Some long stays are of patients I took over for a week and did not admit.",
        evidence="The consultant of the week rota.",
    )
    waiting = telling.ask(RaiseChallenge(second))
    telling.ask(AskForData(waiting.id, "Which of these stays began under another consultant's code?"))

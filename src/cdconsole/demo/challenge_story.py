"""Two challenges, one decided and one open, and a data query that waits for an administrator."""

from __future__ import annotations

from datetime import timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.challenge import ChallengeDraft, ChallengeStatus
from cdconsole.domain.challenge_requests import AskForData, DecideChallenge, RaiseChallenge
from cdconsole.domain.measure import MeasureId

_DECIDED, _OPEN = "Dr Tomasz Wieczorek", "Dr Amara Okafor"


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

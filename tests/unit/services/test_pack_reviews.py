"""A pack carries the review in preparation out, and a signed reply brings self-view, comment and mark back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.attribution import Channel
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.clinician_pack import MadePack, OwnPack, PackSheet, ReplyPreview
from cdconsole.domain.clinician_pack_requests import (
    AcceptPackReply,
    MakeClinicianPack,
    OpenOwnPack,
    PreviewClinicianPack,
    PreviewPackReply,
    SaveOwnDraft,
    WriteOwnReply,
)
from cdconsole.domain.errors import ImportRefused, RuleBroken
from cdconsole.domain.framework_requests import SaveDepartmentText, ShowOwnership
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.ownership import ReadChannel, TextKind, TextMark
from cdconsole.domain.pack_review import PackMark, ReviewShare, SelfView
from cdconsole.domain.people import Section
from cdconsole.domain.requests import LockReview, MarkAgreement, PrepareReview, SaveGoal, SaveReviewNote, ShowReview
from cdconsole.domain.review import Agreement, Conversation, Domain, Goal, NoteKind, Party, Review
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.own_pack.words import review_about
from cdconsole.vault.documents import digest
from cdconsole.vault.kdf import KdfParameters

ANN = ClinicianId("ann")
CHEAP = KdfParameters(19456, 1, 1)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VIEW = SelfView(proud="The board round", aims="To run a clinic of my own")


def prepared(session: Session) -> Review:
    review = answer(session, PrepareReview(ANN), Task())
    write(session, review, NoteKind.RECOGNITION, "Thank you for the board round")
    write(session, review, NoteKind.AGREED_FACTS, "Two sessions were lost to leave")
    words = ("Half leave by noon", "Ann asks at ten", MeasureId.SPELLS, "")
    goal = Goal(GoalId(""), ANN, review.id, *words, None, "", None, "A room", date(2027, 2, 1))
    answer(session, SaveGoal(goal), Task())
    return show(session, review)


def write(session: Session, review: Review, kind: NoteKind, text: str) -> None:
    now = show(session, review).note(kind)
    answer(session, SaveReviewNote(review.id, kind, None, text, 0 if now is None else now.revision), Task())


def show(session: Session, review: Review) -> Review:
    return answer(session, ShowReview(review.id), Task())


def make(session: Session, tmp_path: Path, share: ReviewShare = ReviewShare.WHOLE) -> MadePack:
    place = tmp_path / f"{len(list(tmp_path.glob('*.cdvp')))}.cdvp"
    return answer(session, MakeClinicianPack(ANN, str(place), share=share), Task())


def opened(made: MadePack, home: Session) -> OwnPack:
    return answer(home, OpenOwnPack(made.path, made.passphrase), Task())


def at_home(tmp_path: Path, at: datetime = NOW) -> Session:
    return Session(FixedClock(at), tmp_path / "clinician", CHEAP)


def agreed(own: OwnPack, agreement: Agreement = Agreement.AGREED, comment: str = "") -> PackMark:
    return PackMark(own.agreeing_to, agreement, comment)


def replied(made: MadePack, tmp_path: Path, at: datetime = NOW, **said: object) -> str:
    """Return the file of a reply that says these things; ``agreement`` marks the review."""
    home = at_home(tmp_path, at)
    own = opened(made, home)
    agreement = said.pop("agreement", None)
    draft = replace(own.draft, **said)  # type: ignore[arg-type]
    if isinstance(agreement, Agreement):
        draft = replace(draft, mark=agreed(own, agreement))
    answer(home, SaveOwnDraft(made.path, draft), Task())
    target = tmp_path / f"{made.pack.id[:6]}-{at:%d%H%M}.cdvr"
    answer(home, WriteOwnReply(made.path, str(target)), Task())
    return str(target)


def take_in(session: Session, path: str) -> ReplyPreview:
    seen = answer(session, PreviewPackReply(path), Task())
    return answer(session, AcceptPackReply(path, seen.sha256), Task())


def becomes(seen: ReplyPreview) -> dict[str, str]:
    return {one.title: one.becomes for one in seen.brought}


def test_that_a_pack_holds_the_review_without_the_teams_lines(session: Session, tmp_path: Path) -> None:
    prepared(session)
    own = opened(make(session, tmp_path), at_home(tmp_path))
    review = own.content.review
    assert review is not None
    assert [note.kind for note in review.content.notes] == [NoteKind.RECOGNITION, NoteKind.AGREED_FACTS]
    assert [goal.text for goal in review.content.goals] == ["Half leave by noon"]
    assert review.content.charts is not None
    assert all(not chart.team and not chart.notes for chart in review.content.charts.charts)
    assert own.draft.review == review.content.review
    assert len(own.agreeing_to) == 64


def test_that_the_directors_opinion_can_be_left_out_and_then_no_mark_is_asked(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    write(session, review, NoteKind.DIRECTOR_NOTE, "Leads by doing")
    [line] = [
        line
        for line in answer(session, PreviewClinicianPack(ANN, share=ReviewShare.WITHOUT_OPINION), Task())
        if "review" in line
    ]
    assert line.endswith("they can comment on it, but not mark it")
    own = opened(make(session, tmp_path, ReviewShare.WITHOUT_OPINION), at_home(tmp_path))
    assert "Leads by doing" not in repr(own)
    assert own.agreeing_to == ""
    assert own.content.review is not None
    assert not own.content.review.asks_mark


def test_that_the_pack_says_which_kind_of_conversation_it_is_and_about_what(session: Session, tmp_path: Path) -> None:
    answer(session, PrepareReview(ANN, kind=Conversation.ASKED_FOR, topic="The rota"), Task())
    review = opened(make(session, tmp_path), at_home(tmp_path)).content.review
    assert review is not None
    assert review_about(review) == ("Asked for by the clinician, about: The rota. Prepared 23 Nov 2026, not held yet.")


def test_that_a_review_is_kept_back_with_the_goals_it_would_set(session: Session, tmp_path: Path) -> None:
    prepared(session)
    own = opened(make(session, tmp_path, ReviewShare.NOTHING), at_home(tmp_path))
    assert own.content.review is None
    assert own.content.goals == ()


def test_that_a_signed_mark_lets_the_review_be_locked(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    made = make(session, tmp_path)
    path = replied(made, tmp_path, agreement=Agreement.AGREED)
    assert "to this very text" in becomes(take_in(session, path))["Their mark on the record"]
    mark = show(session, review).mark(Party.CLINICIAN)
    assert (mark.agreement, mark.channel, mark.at) == (Agreement.AGREED, Channel.SIGNED_REPLY, NOW)
    assert mark.reply == digest(Path(path).read_bytes())
    assert mark.content == opened(made, at_home(tmp_path)).agreeing_to
    assert mark.how == "Signed reply from the clinician's own pack, taken in by Dr B. Director"
    answer(session, MarkAgreement(review.id, Party.DIRECTOR, Agreement.AGREED, ""), Task())
    locked = answer(session, LockReview(review.id), Task())
    assert locked.mark(Party.DIRECTOR).how == (
        "In person, entered in the director's unlocked session by Dr B. Director"
    )
    assert locked.mark(Party.CLINICIAN) == mark


@pytest.mark.parametrize("change", ["note", "goal"])
def test_that_a_mark_to_an_earlier_version_is_no_agreement(session: Session, tmp_path: Path, change: str) -> None:
    review = prepared(session)
    path = replied(make(session, tmp_path), tmp_path, agreement=Agreement.AGREED)
    if change == "note":
        write(session, review, NoteKind.AGREED_FACTS, "Three sessions were lost to leave")
    else:
        [goal] = show(session, review).goals
        answer(session, SaveGoal(replace(goal, text="All leave by noon")), Task())
    words = becomes(take_in(session, path))["Their mark on the record"]
    assert "was given to the version of 23 Nov 2026, and the record has changed since" in words
    mark = show(session, review).mark(Party.CLINICIAN)
    assert mark.agreement is Agreement.NOT_MARKED
    assert mark.cleared.startswith("Agreed on 24 Nov 2026")
    assert "by a signed reply to the version of 23 Nov 2026" in mark.cleared
    answer(session, MarkAgreement(review.id, Party.DIRECTOR, Agreement.AGREED, ""), Task())
    with pytest.raises(RuleBroken, match="Not yet marked by Dr Ann Example"):
        answer(session, LockReview(review.id), Task())


def test_that_text_changed_and_changed_back_is_the_same_text(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    path = replied(make(session, tmp_path), tmp_path, agreement=Agreement.AGREED)
    write(session, review, NoteKind.AGREED_FACTS, "Three sessions were lost to leave")
    write(session, review, NoteKind.AGREED_FACTS, "Two sessions were lost to leave")
    take_in(session, path)
    assert show(session, review).mark(Party.CLINICIAN).agreement is Agreement.AGREED


def test_that_a_signed_mark_falls_when_the_text_changes_after_it(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    take_in(session, replied(make(session, tmp_path), tmp_path, agreement=Agreement.AGREED))
    write(session, review, NoteKind.AGREED_FACTS, "Three sessions were lost to leave")
    mark = show(session, review).mark(Party.CLINICIAN)
    assert (mark.agreement, mark.reply, mark.channel) == (Agreement.NOT_MARKED, "", Channel.IN_PERSON)
    assert mark.cleared.startswith("Agreed on 24 Nov 2026")


def test_that_a_mark_given_later_in_the_room_stands(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    path = replied(make(session, tmp_path), tmp_path, NOW - timedelta(days=2), agreement=Agreement.AGREED)
    answer(session, MarkAgreement(review.id, Party.CLINICIAN, Agreement.NOT_AGREED, "Not so"), Task())
    assert "is later, and stands" in becomes(take_in(session, path))["Their mark on the record"]
    assert show(session, review).mark(Party.CLINICIAN).agreement is Agreement.NOT_AGREED


def test_that_self_view_and_comment_become_the_clinicians_notes(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    answer(session, MarkAgreement(review.id, Party.DIRECTOR, Agreement.AGREED, ""), Task())
    path = replied(make(session, tmp_path), tmp_path, view=VIEW, comment="Fair", agreement=Agreement.NOT_AGREED)
    take_in(session, path)
    after = show(session, review)
    view, comment = after.note(NoteKind.CLINICIAN_VIEW), after.note(NoteKind.CLINICIAN_COMMENT)
    assert view is not None
    assert comment is not None
    assert view.text == "What am I proud of?\nThe board round"
    aims = after.note(NoteKind.CLINICIAN_VIEW, Domain.TALENT)
    assert aims is not None
    assert (aims.text, aims.channel) == ("To run a clinic of my own", Channel.SIGNED_REPLY)
    assert (view.author, view.at, view.channel) == ("Dr Ann Example", NOW, Channel.SIGNED_REPLY)
    assert view.source == "Dr Ann Example, by a signed reply"
    assert comment.text == "Fair"
    assert after.mark(Party.CLINICIAN).agreement is Agreement.NOT_AGREED  # dissent is kept
    assert after.mark(Party.DIRECTOR).agreement is Agreement.NOT_MARKED  # given before these words were there


def test_that_aims_stand_after_those_entered_in_the_room_and_do_not_change_what_is_agreed_to(
    session: Session, tmp_path: Path
) -> None:
    review = prepared(session)
    aims = SaveReviewNote(review.id, NoteKind.CLINICIAN_VIEW, Domain.TALENT, "To teach", 0)
    answer(session, aims, Task())
    said = {"view": SelfView(aims="To run a clinic"), "agreement": Agreement.AGREED}
    seen = take_in(session, replied(make(session, tmp_path), tmp_path, **said))
    assert becomes(seen)["Their own view"].endswith("Their aims go into their own box, under talent.")
    after = show(session, review)
    note = after.note(NoteKind.CLINICIAN_VIEW, Domain.TALENT)
    assert note is not None
    assert note.text.startswith("Entered in the room by Dr B. Director, 23 Nov 2026:\nTo teach\n\nBy a signed reply")
    assert note.text.endswith("\nTo run a clinic")
    assert after.note(NoteKind.CLINICIAN_VIEW) is None
    mark = after.mark(Party.CLINICIAN)
    assert mark.agreement is Agreement.AGREED
    again = opened(make(session, tmp_path), at_home(tmp_path))
    assert again.agreeing_to == mark.content


def test_that_words_entered_in_the_room_stand_before_those_of_a_reply(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    write(session, review, NoteKind.CLINICIAN_VIEW, "From paper")
    assert show(session, review).note(NoteKind.CLINICIAN_VIEW).source == "In person, entered by Dr B. Director"  # type: ignore[union-attr]
    made = make(session, tmp_path)
    take_in(session, replied(made, tmp_path, view=SelfView(proud="First"), agreement=Agreement.AGREED))
    second = replied(made, tmp_path, NOW + timedelta(hours=1), view=SelfView(proud="Second"))
    take_in(session, second)
    after = show(session, review)
    note = after.note(NoteKind.CLINICIAN_VIEW)
    assert note is not None
    assert note.text == (
        "Entered in the room by Dr B. Director, 23 Nov 2026:\nFrom paper\n\n"
        "By a signed reply of 24 Nov 2026:\nWhat am I proud of?\nSecond"
    )
    assert (
        after.mark(Party.CLINICIAN).agreement is Agreement.AGREED
    )  # their own words do not change what they agreed to
    with session.snapshot(Section.REVIEW) as snapshot:
        texts = [text for (text,) in snapshot.rows("SELECT text FROM review_note WHERE kind = 'CLINICIAN_VIEW'")]
    assert len(texts) == 3
    assert any("First" in text for text in texts)


def test_that_the_director_writes_on_without_changing_what_a_reply_brought(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    take_in(session, replied(make(session, tmp_path), tmp_path, comment="Fair"))
    write(session, review, NoteKind.CLINICIAN_COMMENT, "Fair, he said")
    with session.snapshot(Section.REVIEW) as snapshot:
        kept = snapshot.rows(
            "SELECT text, author, channel FROM review_note WHERE kind = 'CLINICIAN_COMMENT' ORDER BY revision"
        )
    assert kept == [("Fair", "Dr Ann Example", "SIGNED_REPLY"), ("Fair, he said", "Dr B. Director", "IN_PERSON")]


def test_that_a_view_without_a_review_waits_for_the_next(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path)
    seen = take_in(session, replied(made, tmp_path, view=SelfView(proud="First")))
    assert becomes(seen) == {
        "Their own view": "No review is in preparation: it is kept, and stands in the next one from the start."
    }
    take_in(session, replied(made, tmp_path, NOW + timedelta(hours=1), view=VIEW))
    review = answer(session, PrepareReview(ANN), Task())
    note, aims = review.note(NoteKind.CLINICIAN_VIEW), review.note(NoteKind.CLINICIAN_VIEW, Domain.TALENT)
    assert note is not None
    assert aims is not None
    assert (note.text, aims.text) == ("What am I proud of?\nThe board round", VIEW.aims)
    assert note.source == "Dr Ann Example, by a signed reply"


def test_that_a_comment_on_a_review_that_was_locked_is_an_addendum(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    path = replied(make(session, tmp_path), tmp_path, comment="Fair", agreement=Agreement.AGREED)
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    answer(session, LockReview(review.id), Task())
    seen = take_in(session, path)
    assert becomes(seen)["Their mark on the record"] == "Left out: the record was locked meanwhile."
    [addendum] = show(session, review).addenda
    assert addendum.text == "Dr Ann Example, a signed reply of 24 Nov 2026:\nFair"


def test_that_a_reply_about_anothers_review_changes_nothing_of_it(session: Session, tmp_path: Path) -> None:
    other = answer(session, PrepareReview(ClinicianId("bob")), Task())
    prepared(session)
    made = make(session, tmp_path)
    own = opened(made, at_home(tmp_path))
    path = replied(made, tmp_path, review=other.id, comment="Bad", mark=agreed(own))
    assert set(becomes(take_in(session, path)).values()) == {
        "Left out: the review it is about is not in the department."
    }
    assert show(session, other) == other


def test_that_a_mark_with_comment_needs_one(session: Session, tmp_path: Path) -> None:
    prepared(session)
    made, home = make(session, tmp_path), at_home(tmp_path)
    own = opened(made, home)
    draft = replace(own.draft, mark=agreed(own, Agreement.AGREED_WITH_COMMENT, " "))
    with pytest.raises(RuleBroken, match="needs the comment"):
        answer(home, SaveOwnDraft(made.path, draft), Task())


def test_that_a_self_view_alone_is_a_reply_and_white_space_is_none(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path)
    with pytest.raises(RuleBroken, match="Nothing has been said yet"):
        replied(made, tmp_path, view=SelfView(proud="  \n"))
    assert take_in(session, replied(made, tmp_path, view=VIEW)).brought[0].text == VIEW.text


def test_that_a_clinician_sees_who_looked_at_their_data(session: Session, tmp_path: Path) -> None:
    prepared(session)
    session.catch_up()
    own = opened(make(session, tmp_path), at_home(tmp_path)).content
    assert own.looks_from == date(2025, 11, 23)
    told = {(look.on, look.person, look.what) for look in own.looks}
    assert (date(2026, 11, 23), "Dr B. Director", "Looked at the review of Dr Ann Example") in told


def test_that_an_altered_reply_with_a_mark_is_refused(session: Session, tmp_path: Path) -> None:
    review = prepared(session)
    path = Path(replied(make(session, tmp_path), tmp_path, view=VIEW, agreement=Agreement.AGREED))
    whole = path.read_bytes()
    for place in range(90, len(whole), len(whole) // 30):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ImportRefused):
            answer(session, PreviewPackReply(str(path)), Task())
    assert show(session, review).marks == ()


def test_that_a_clinician_says_in_their_pack_that_they_have_read_the_sheet(session: Session, tmp_path: Path) -> None:
    assert opened(make(session, tmp_path), at_home(tmp_path)).content.sheet is None
    answer(session, SaveDepartmentText(TextKind.TRANSPARENCY, "Who sees it:\nYou first.", 0), Task())
    made = make(session, tmp_path)
    assert opened(made, at_home(tmp_path)).content.sheet == PackSheet(1, "Who sees it:\nYou first.")
    seen = take_in(session, replied(made, tmp_path, read=1))
    assert becomes(seen) == {"They have read the transparency sheet": "Entered as read in their own pack."}
    [row] = [row for row in answer(session, ShowOwnership(), Task()).rows if row.clinician.id == ANN]
    assert row.read == TextMark(1, ReadChannel.IN_PACK, date(2026, 11, 24), "Dr B. Director")
    assert opened(make(session, tmp_path), at_home(tmp_path)).content.sheet == PackSheet(1, row_text(session), 1)


def row_text(session: Session) -> str:
    return answer(session, ShowOwnership(), Task()).transparency.text


def test_that_a_version_of_the_sheet_that_is_not_known_is_left_out(session: Session, tmp_path: Path) -> None:
    seen = take_in(session, replied(make(session, tmp_path), tmp_path, read=7))
    assert becomes(seen) == {"They have read the transparency sheet": "Left out: it is not known here."}

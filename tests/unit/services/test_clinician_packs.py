"""A clinician's own pack goes out with nobody else's data, and only its own signed reply comes back, once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.attribution import Channel, Vote
from cdconsole.domain.attribution_requests import ShowMyRecords
from cdconsole.domain.calendar import FixedClock, Month
from cdconsole.domain.challenge_requests import ListChallenges
from cdconsole.domain.clinician_pack import MadePack, OwnPack, PackChallenge, PackDraft, PackVote
from cdconsole.domain.clinician_pack_requests import (
    AcceptPackReply,
    ListClinicianPacks,
    MakeClinicianPack,
    OpenOwnPack,
    PreviewClinicianPack,
    PreviewPackReply,
    RefusePackReply,
    RevokeClinicianPack,
    SaveOwnDraft,
    WriteOwnReply,
)
from cdconsole.domain.errors import (
    ExportRefused,
    ImportRefused,
    NotEntitled,
    RuleBroken,
    UserFacingError,
    WrongPassphrase,
)
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListExports, ShowClinicianCharts
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import spells
from cdconsole.storage.frozen_json import freeze
from cdconsole.vault.kdf import KdfParameters

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
CHEAP = KdfParameters(19456, 1, 1)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLAIM = PackChallenge(new_id(), MeasureId.SPELLS, Month(2026, 9), Month(2026, 10), "Half of these are a colleague's")


@pytest.fixture
def made(session: Session, tmp_path: Path) -> MadePack:
    return answer(session, MakeClinicianPack(ANN, str(tmp_path / "ann.cdvp")), Task())


def at_home(tmp_path: Path, at: datetime = NOW) -> Session:
    """Return the program on the clinician's own computer: no department is open."""
    return Session(FixedClock(at), tmp_path / "clinician", CHEAP)


def opened(made: MadePack, home: Session) -> OwnPack:
    return answer(home, OpenOwnPack(made.path, made.passphrase), Task())


def replied(made: MadePack, tmp_path: Path, at: datetime = NOW, vote: Vote = Vote.NOT_MINE) -> str:
    home = at_home(tmp_path, at)
    own = opened(made, home)
    votes = [PackVote(one.key, vote, "Seen by the locum") for one in own.content.records.records[:2]]
    draft = PackDraft(challenges=(CLAIM,), sent=own.draft.sent).said(*votes)
    answer(home, SaveOwnDraft(made.path, draft), Task())
    target = tmp_path / f"ann-{at:%H%M%S}.cdvr"
    answer(home, WriteOwnReply(made.path, str(target)), Task())
    return str(target)


def take_in(session: Session, path: str) -> None:
    answer(session, AcceptPackReply(path, answer(session, PreviewPackReply(path), Task()).sha256), Task())


def refusal(session: Session, path: str) -> str:
    with pytest.raises(ImportRefused) as refused:
        answer(session, PreviewPackReply(path), Task())
    return str(refused.value)


def test_that_a_pack_holds_its_owners_records_and_nobody_elses(
    session: Session, made: MadePack, tmp_path: Path
) -> None:
    own = opened(made, at_home(tmp_path)).content
    with session.snapshot(Section.RECORDS) as snapshot:
        others = spells.keys_of(snapshot, BOB)
    text = repr(own)
    assert len(own.records.records) == 120
    assert "Bob" not in text
    assert "bob" not in text
    assert not [key for key in others if key in text]
    assert all(not chart.team for chart in own.charts.charts)
    assert own.records.colleagues == ()


def test_that_the_file_says_nothing_in_the_clear(made: MadePack) -> None:
    data = Path(made.path).read_bytes()
    for word in (b"Ann", b"Gastro", b"spells", made.passphrase.encode()):
        assert word not in data


def test_that_what_a_pack_would_hold_is_listed_before(session: Session) -> None:
    lines = answer(session, PreviewClinicianPack(ANN), Task())
    assert lines[0].startswith("120 records, ")
    assert "Their job plan, version 1" in lines


def test_that_making_a_pack_is_logged_and_known(session: Session, made: MadePack) -> None:
    [pack] = answer(session, ListClinicianPacks(), Task())
    assert pack == made.pack
    assert pack.standing.startswith("Waits for a reply until 21 Dec 2026")
    [row] = [row for row in answer(session, ListExports(), Task()) if row.file_name == "ann.cdvp"]
    assert row.sha256 == pack.sha256


def test_that_a_reply_changes_the_figures_and_raises_the_challenge(
    session: Session, made: MadePack, tmp_path: Path
) -> None:
    path = replied(made, tmp_path)
    seen = answer(session, PreviewPackReply(path), Task())
    assert (seen.clinician, seen.not_mine, seen.changing, seen.gone) == ("Dr Ann Example", 2, 2, 0)
    assert seen.challenges == (CLAIM,)
    take_in(session, path)
    page = answer(session, ShowClinicianCharts(ANN), Task())
    assert "(2 not mine)" in page.votes_text
    record = answer(session, ShowMyRecords(ANN), Task()).records[0]
    assert record.vote is not None
    assert record.vote.channel is Channel.SIGNED_REPLY
    [challenge] = answer(session, ListChallenges(), Task()).rows
    assert (challenge.challenge.claim, challenge.challenge.raised_by) == (CLAIM.claim, "Dr Ann Example")
    assert challenge.challenge.channel is Channel.SIGNED_REPLY


def test_that_a_later_reply_takes_the_place_of_an_earlier_and_raises_nothing_twice(
    session: Session, made: MadePack, tmp_path: Path
) -> None:
    first, second = replied(made, tmp_path), replied(made, tmp_path, NOW.replace(hour=10), Vote.MINE)
    take_in(session, first)
    assert "very reply was accepted" in refusal(session, first)
    assert answer(session, PreviewPackReply(second), Task()).challenges == ()
    take_in(session, second)
    assert answer(session, ShowMyRecords(ANN), Task()).state.not_mine == 0
    assert len(answer(session, ListChallenges(), Task()).rows) == 1


def test_that_an_earlier_reply_is_refused_after_a_later(session: Session, made: MadePack, tmp_path: Path) -> None:
    first, second = replied(made, tmp_path), replied(made, tmp_path, NOW.replace(hour=10))
    take_in(session, second)
    assert "A later reply" in refusal(session, first)


def test_that_a_refused_reply_is_not_taken_in_later(session: Session, made: MadePack, tmp_path: Path) -> None:
    path = replied(made, tmp_path)
    sha256 = answer(session, PreviewPackReply(path), Task()).sha256
    with pytest.raises(RuleBroken):
        answer(session, RefusePackReply(path, sha256, " "), Task())
    answer(session, RefusePackReply(path, sha256, "Sent by mistake"), Task())
    assert "was refused before" in refusal(session, path)


def test_that_a_revoked_pack_gets_no_reply(session: Session, made: MadePack, tmp_path: Path) -> None:
    path = replied(made, tmp_path)
    answer(session, RevokeClinicianPack(made.pack.id, "Sent to the wrong address"), Task())
    assert "revoked" in refusal(session, path)
    with pytest.raises(RuleBroken):
        answer(session, RevokeClinicianPack(made.pack.id, "Again"), Task())


def test_that_an_expired_pack_neither_opens_nor_is_replied_to(session: Session, made: MadePack, tmp_path: Path) -> None:
    late = at_home(tmp_path, datetime(2026, 12, 22, 9, 0, tzinfo=UTC))
    with pytest.raises(UserFacingError, match="expired on 21 Dec 2026"):
        opened(made, late)
    path = replied(made, tmp_path)
    home = at_home(tmp_path)
    opened(made, home)
    home.clock = late.clock
    answer(home, WriteOwnReply(made.path, path), Task())
    assert "after its pack expired" in refusal(session, path)


def test_that_a_wrong_passphrase_opens_nothing(made: MadePack, tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        answer(at_home(tmp_path), OpenOwnPack(made.path, made.passphrase + "s"), Task())
    with pytest.raises(UserFacingError, match="locked"):
        answer(at_home(tmp_path), SaveOwnDraft(made.path, PackDraft()), Task())


def test_that_work_survives_a_kill_and_is_kept_encrypted(made: MadePack, tmp_path: Path) -> None:
    home = at_home(tmp_path)
    key = opened(made, home).content.records.records[0].key
    answer(home, SaveOwnDraft(made.path, PackDraft().said(PackVote(key, Vote.MINE, "Certain"))), Task())
    [kept] = (tmp_path / "clinician" / "own-packs").iterdir()
    assert b"Certain" not in kept.read_bytes()
    assert key.encode() not in kept.read_bytes()
    assert opened(made, at_home(tmp_path)).draft.votes == (PackVote(key, Vote.MINE, "Certain"),)
    kept.write_bytes(kept.read_bytes()[:-1])
    assert opened(made, at_home(tmp_path)).draft == PackDraft()


def test_that_a_reply_altered_anywhere_is_refused(session: Session, made: MadePack, tmp_path: Path) -> None:
    path = Path(replied(made, tmp_path))
    whole = path.read_bytes()
    for place in [*range(80), *range(80, len(whole), max(1, len(whole) // 60))]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert refusal(session, str(path))
    path.write_bytes(whole[:-20])
    assert refusal(session, str(path))


def test_that_a_reply_to_another_department_is_refused(session: Session, made: MadePack, tmp_path: Path) -> None:
    path = Path(replied(made, tmp_path))
    path.write_bytes(path.read_bytes().replace(session.file.vault.id.encode(), b"0" * 32))
    assert "another department" in refusal(session, str(path))


def test_that_a_vote_on_another_clinicians_record_is_left_out_and_counted(
    session: Session, made: MadePack, tmp_path: Path
) -> None:
    with session.snapshot(Section.RECORDS) as snapshot:
        other = next(iter(spells.keys_of(snapshot, BOB)))
    home = at_home(tmp_path)
    opened(made, home)
    answer(home, SaveOwnDraft(made.path, PackDraft().said(PackVote(other, Vote.NOT_MINE))), Task())
    target = str(tmp_path / "x.cdvr")
    answer(home, WriteOwnReply(made.path, target), Task())
    assert answer(session, PreviewPackReply(target), Task()).gone == 1
    take_in(session, target)
    assert answer(session, ShowMyRecords(BOB), Task()).state.voted == 0


def test_that_a_reply_that_says_nothing_is_not_written(made: MadePack, tmp_path: Path) -> None:
    home = at_home(tmp_path)
    opened(made, home)
    with pytest.raises(RuleBroken):
        answer(home, WriteOwnReply(made.path, str(tmp_path / "x.cdvr")), Task())


def test_that_an_administrator_has_no_part_in_packs(admin_session: Session, tmp_path: Path) -> None:
    for request in (MakeClinicianPack(ANN, str(tmp_path / "a.cdvp")), PreviewPackReply(str(tmp_path / "a.cdvr"))):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())


def test_that_a_pack_is_refused_another_ending_or_no_days(session: Session, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        answer(session, MakeClinicianPack(ANN, str(tmp_path / "a.txt")), Task())
    with pytest.raises(RuleBroken):
        answer(session, MakeClinicianPack(ANN, str(tmp_path / "a.cdvp"), days=0), Task())


def test_that_what_is_frozen_in_a_pack_is_read_back_equal(session: Session, made: MadePack, tmp_path: Path) -> None:
    own = opened(made, at_home(tmp_path)).content
    assert freeze(own) == freeze(opened(made, at_home(tmp_path)).content)

"""Data packs from the sender's command to stored spells, over a real department."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.calendar import FixedClock, Month, Period
from cdconsole.domain.errors import ImportRefused, RuleBroken, UserFacingError
from cdconsole.domain.extract import DateOrder, ImportReport
from cdconsole.domain.import_requests import ListBatches
from cdconsole.domain.inbox import Doubt, Inbox, InboxPack, PackReceipt, PackState, SealReceipt
from cdconsole.domain.inbox_requests import (
    AcceptPack,
    AcceptSender,
    AddPackFiles,
    BlockSender,
    MakeInboxKey,
    RemovePack,
    ShowInbox,
    TakeInPack,
)
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import Request
from cdconsole.services.inbox import renew_inbox_key
from cdconsole.services.registry import answer
from cdconsole.services.sealing import NewSender, SealOrder, make_sender, seal_files
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import data_packs

SENT_AT = FixedClock(datetime(2026, 11, 2, 8, 0, tzinfo=UTC))
HEADING = "spell,patient,consultant,admitted,discharged\n"
Value = TypeVar("Value")
MARKER = "PATIENT9434765919"
OCTOBER = Period(Month(2026, 10), Month(2026, 10))


def rows(first: int, count: int = 3) -> str:
    numbers = range(first, first + count)
    return HEADING + "".join(
        f"S{n},{MARKER}{n},AE,2026-10-0{1 + n % 8} 10:00,2026-10-1{n % 9} 11:00\n" for n in numbers
    )


@dataclass
class Bi:
    """The sender: a folder of their own, a key file, and the department's public key."""

    folder: Path
    session: Session
    known: NewSender
    key: str
    sent: int = 0

    def seal(self, *contents: str, name: str = "spells.csv", to: str = "") -> SealReceipt:
        """Seal files; the first is called as said, the others after it."""
        self.sent += 1
        place = self.folder / str(self.sent)
        place.mkdir(parents=True)
        paths = []
        for at, content in enumerate(contents or (rows(self.sent * 10),)):
            path = place / (name if at == 0 else f"{at}-{name}")
            path.write_text(content, encoding="utf-8")
            paths.append(path)
        output = self.folder / f"pack-{self.sent}.cdpack"
        return seal_files(SealOrder(to or self.key, self.key_file, tuple(paths), OCTOBER, output), SENT_AT)

    def send(self, *contents: str, name: str = "spells.csv") -> InboxPack:
        """Seal, drop into the inbox as a person copies a file, and return how it stands there."""
        return self.drop(Path(self.seal(*contents, name=name).path))

    def drop(self, path: Path, as_name: str = "") -> InboxPack:
        inbox = self.session.file.vault.folder / "inbox"
        inbox.mkdir(exist_ok=True)
        shutil.copy(path, inbox / (as_name or path.name))
        return self.line(as_name or path.name)

    @property
    def key_file(self) -> Path:
        return self.folder / "bi.key"

    def ask(self, request: Request[Value]) -> Value:
        return answer(self.session, request, Task())

    def inbox(self) -> Inbox:
        return self.ask(ShowInbox())

    def line(self, name: str) -> InboxPack:
        return next(pack for pack in self.inbox().packs if pack.file_name == name)

    def take(self, pack: InboxPack) -> PackReceipt:
        return self.ask(TakeInPack(pack.sha256))


@pytest.fixture
def stranger(session: Session, tmp_path: Path) -> Bi:
    """Return a sender whom nobody has accepted yet."""
    folder = tmp_path / "bi"
    known = make_sender(folder / "bi.key", "BI team")
    return Bi(folder, session, known, answer(session, MakeInboxKey(), Task()))


@pytest.fixture
def bi(stranger: Bi) -> Bi:
    """Return a sender who was accepted, and whose first pack was taken in."""
    pack = stranger.send()
    stranger.ask(AcceptSender(stranger.known.line))
    stranger.take(pack)
    return stranger


def doubts(pack: InboxPack) -> list[Doubt]:
    assert (pack.state is PackState.QUARANTINED) is bool(pack.findings)
    return [finding.doubt for finding in pack.findings]


def audited(session: Session) -> list[tuple[str, str]]:
    return [(event.action, event.subject) for event in answer(session, ListAuditEvents(), Task()).events]


def test_that_a_pack_of_an_accepted_sender_is_taken_in_through_the_ordinary_import(stranger: Bi) -> None:
    pack = stranger.send()
    assert (doubts(pack), pack.fingerprint) == ([Doubt.UNKNOWN_SENDER], stranger.known.fingerprint)
    assert stranger.ask(AcceptSender(pack.header.sender_key if pack.header else "")) == "BI team"
    assert stranger.line("pack-1.cdpack").state is PackState.WAITING

    receipt = stranger.take(pack)
    [taken] = receipt.files
    assert receipt.is_whole
    assert taken.sentence == "3 rows read, 3 spells stored."
    newest = stranger.ask(ListBatches())[0]
    assert (newest.file_name, newest.spells) == ("pack-1.cdpack: spells.csv", 3)
    line = stranger.line("pack-1.cdpack")
    assert (line.state, line.is_here) == (PackState.TAKEN_IN, False)
    assert line.reason.startswith("Taken in by Dr B. Director, 23 Nov 2026")
    assert list((stranger.session.file.vault.folder / "inbox").iterdir()) == []


def test_that_an_administrator_may_do_all_of_it(unlock: Callable[..., Session], stranger: Bi) -> None:
    pack = stranger.send()
    stranger.session = unlock(Role.ADMINISTRATOR)
    stranger.ask(AcceptSender(stranger.known.line))
    assert stranger.take(pack).is_whole


def test_that_packs_are_numbered_and_taken_in_one_after_the_other(bi: Bi) -> None:
    second, third = bi.send(), bi.send()
    assert [pack.header.sequence for pack in (second, third) if pack.header] == [2, 3]
    assert (doubts(second), doubts(third)) == ([], [])
    with pytest.raises(UserFacingError, match=r"pack-2\.cdpack comes before pack-3\.cdpack"):
        bi.take(third)
    bi.take(second)
    assert bi.take(third).is_whole


def test_that_a_missing_number_is_a_gap_until_it_comes(bi: Bi) -> None:
    missing, _, fourth = bi.seal(), bi.seal(), bi.send()
    assert doubts(fourth) == [Doubt.GAP]
    assert "2 packs are missing before number 4." in fourth.reason
    bi.drop(Path(missing.path))
    assert "1 pack is missing before number 4." in bi.line("pack-4.cdpack").reason
    with pytest.raises(UserFacingError, match="not waiting"):
        bi.take(fourth)


def test_that_a_gap_is_accepted_with_a_reason_only_and_a_late_pack_still_comes_in(bi: Bi) -> None:
    late, third = bi.seal(), bi.send()
    with pytest.raises(RuleBroken) as refused:
        bi.ask(AcceptPack(third.sha256, "  "))
    assert refused.value.field == "reason"
    bi.ask(AcceptPack(third.sha256, "BI sent number 2 to the wrong place"))
    accepted = bi.line(third.file_name)
    assert (accepted.state, doubts(accepted)) == (PackState.WAITING, [])
    assert accepted.reason.endswith(": BI sent number 2 to the wrong place")
    assert bi.take(third).is_whole
    assert bi.drop(Path(late.path)).state is PackState.WAITING


def test_that_a_number_used_twice_is_a_duplicate(bi: Bi) -> None:
    shutil.rmtree(bi.folder / "bi.key.numbers")
    again = bi.send()
    assert doubts(again) == [Doubt.DUPLICATE]
    assert again.reason == "Another pack with number 1 was taken in before."
    bi.ask(AcceptPack(again.sha256, "BI lost its counter"))
    assert bi.take(bi.line(again.file_name)).is_whole


def test_that_of_two_packs_of_one_number_in_the_inbox_the_second_is_a_duplicate(bi: Bi) -> None:
    first = bi.send()
    (bi.folder / "bi.key.numbers" / f"{bi.session.file.vault.id}-000002").unlink()
    second = bi.send()
    assert (doubts(first), doubts(second)) == ([], [Doubt.DUPLICATE])
    assert second.reason == "pack-2.cdpack has number 2 too."


def test_that_the_same_files_sealed_again_are_a_duplicate_and_add_nothing(bi: Bi) -> None:
    again = bi.send(rows(10))
    assert (doubts(again), again.reason) == ([Doubt.DUPLICATE], "A pack with the same files was taken in before.")
    bi.ask(AcceptPack(again.sha256, "to get its number out of the way"))
    receipt = bi.take(again)
    assert receipt.is_whole
    assert receipt.files[0].sentence.startswith("This file was imported on 23 Nov 2026")
    assert len(bi.ask(ListBatches())) == 2


def test_that_the_same_file_twice_is_a_copy_to_be_removed(bi: Bi) -> None:
    pack = bi.send()
    copy = bi.drop(bi.folder / "pack-2.cdpack", "z-again.cdpack")
    assert (doubts(copy), copy.may_be_accepted) == ([Doubt.COPY], False)
    bi.ask(RemovePack(copy.file_name, copy.sha256))
    assert [each.file_name for each in bi.inbox().packs if each.is_here] == ["pack-2.cdpack"]
    assert bi.line(pack.file_name).state is PackState.WAITING


def test_that_a_pack_taken_in_is_known_when_it_comes_again(bi: Bi) -> None:
    again = bi.drop(bi.folder / "pack-1.cdpack", "renamed.cdpack")
    assert (again.state, again.may_be_accepted) == (PackState.TAKEN_IN, False)
    with pytest.raises(UserFacingError, match="not waiting"):
        bi.take(again)
    bi.ask(RemovePack(again.file_name, again.sha256))
    assert bi.line("pack-1.cdpack").state is PackState.TAKEN_IN


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        (HEADING.encode(), Doubt.UNSIGNED),
        (b"", Doubt.UNSIGNED),
        (b"cdpack9 from the future\n", Doubt.LATER_VERSION),
        (None, Doubt.DAMAGED),
    ],
)
def test_that_what_can_not_be_relied_on_is_quarantined_and_never_accepted(
    bi: Bi, content: bytes | None, doubt: Doubt
) -> None:
    path = bi.folder / "bad.cdpack"
    path.write_bytes(Path(bi.seal().path).read_bytes()[:-1] if content is None else content)
    pack = bi.drop(path)
    assert (doubts(pack), pack.header, pack.may_be_accepted) == ([doubt], None, False)
    with pytest.raises(UserFacingError, match="can't be accepted"):
        bi.ask(AcceptPack(pack.sha256, "all the same"))
    bi.ask(RemovePack(pack.file_name, pack.sha256))
    assert bi.line("bad.cdpack").state is PackState.REFUSED
    assert ("refused", "a data pack nobody signed") in audited(bi.session)


def test_that_a_pack_for_another_department_is_quarantined(bi: Bi) -> None:
    from cdconsole.vault.data_pack import new_inbox_key
    from cdconsole.vault.public_lines import InboxKey

    other = InboxKey("cd" * 16, new_inbox_key()[0]).line
    pack = bi.drop(Path(bi.seal(to=other).path))
    assert (doubts(pack), pack.reason) == ([Doubt.OTHER_DEPARTMENT], "It is sealed for another department.")
    unknown = InboxKey(bi.session.file.vault.id, new_inbox_key()[0]).line
    assert doubts(bi.drop(Path(bi.seal(to=unknown).path))) == [Doubt.UNKNOWN_KEY]


def test_that_after_a_renewal_packs_to_the_earlier_key_are_held_and_can_be_accepted(bi: Bi) -> None:
    before = bi.key
    waiting = bi.send()
    with bi.session.unit_of_work(Section.RECORDS) as work:
        renew_inbox_key(work)
        work.commit()
    after = bi.ask(MakeInboxKey())
    assert after == bi.inbox().key != before
    held = bi.line(waiting.file_name)
    assert doubts(held) == [Doubt.EARLIER_KEY]
    assert "earlier key, given up on 23 Nov 2026" in held.reason
    bi.ask(AcceptPack(held.sha256, "sealed before the deputy left"))
    assert bi.take(held).is_whole
    bi.key = after
    assert bi.send().state is PackState.WAITING


def test_that_there_is_nothing_to_renew_before_the_first_key(session: Session) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        renew_inbox_key(work)
        work.commit()
    assert answer(session, ShowInbox(), Task()) == Inbox("", (), ())


def test_that_a_blocked_senders_packs_are_held(bi: Bi) -> None:
    key = bi.inbox().senders[0].key
    pack = bi.send()
    bi.ask(BlockSender(key))
    blocked = bi.line(pack.file_name)
    assert (doubts(blocked), blocked.awaits_sender) == ([Doubt.BLOCKED_SENDER], True)
    with pytest.raises(UserFacingError, match="not waiting"):
        bi.take(pack)
    bi.ask(AcceptSender(key))
    assert bi.take(pack).is_whole


def test_that_a_namesake_with_another_key_is_pointed_out(bi: Bi, tmp_path: Path) -> None:
    make_sender(tmp_path / "false" / "bi.key", "bi TEAM")
    false = Bi(tmp_path / "false", bi.session, bi.known, bi.key)
    pack = false.send(rows(70))
    assert doubts(pack) == [Doubt.UNKNOWN_SENDER]
    assert pack.reason == "bi TEAM is not a known sender. A sender of this name is known, but with another key."
    assert pack.fingerprint != bi.known.fingerprint


def test_that_a_sender_without_a_pack_can_not_be_accepted(stranger: Bi) -> None:
    with pytest.raises(UserFacingError, match="No pack of this sender"):
        stranger.ask(AcceptSender(stranger.known.line))
    with pytest.raises(RuleBroken, match="typing mistake"):
        stranger.ask(AcceptSender(stranger.known.line[:-1]))


def test_that_a_removed_pack_is_refused_counts_as_seen_and_can_be_let_in_after_all(bi: Bi) -> None:
    second = bi.send()
    with pytest.raises(RuleBroken):
        bi.ask(RemovePack(second.file_name, second.sha256))
    bi.ask(RemovePack(second.file_name, second.sha256, "wrong month"))
    assert bi.line(second.file_name).reason.endswith(": wrong month")
    assert bi.send().state is PackState.WAITING
    back = bi.drop(bi.folder / "pack-2.cdpack")
    assert (back.state, back.may_be_accepted) == (PackState.REFUSED, True)
    bi.ask(AcceptPack(back.sha256, "it was the right month"))
    assert bi.line(back.file_name).state is PackState.WAITING
    with pytest.raises(UserFacingError, match="not in the inbox any more"):
        bi.ask(RemovePack("gone.cdpack", back.sha256, "why"))


def test_that_a_refused_file_stops_no_other_and_the_pack_keeps_waiting(bi: Bi) -> None:
    pack = bi.send(rows(50), "spell,nothing\n1,2\n")
    receipt = bi.take(pack)
    assert [file.report is not None for file in receipt.files] == [True, False]
    assert not receipt.is_whole
    assert bi.line(pack.file_name).state is PackState.WAITING
    again = bi.take(pack)
    assert [file.is_known for file in again.files] == [True, False]


def test_that_questions_an_import_would_ask_are_answered_when_taking_in(bi: Bi) -> None:
    content = "spell,patient,admitted,discharged\nX1,P1,03/04/2026,05/04/2026\n"
    pack = bi.send(content)
    assert not bi.take(pack).is_whole
    receipt = bi.ask(TakeInPack(pack.sha256, DateOrder.DAY_FIRST, confirm_unattributed=True))
    assert receipt.is_whole
    assert isinstance(receipt.files[0].report, ImportReport)


def test_that_job_plans_come_in_packs_too(bi: Bi) -> None:
    content = (
        "clinician,effective_from,activity,category,pas,day,half_day\nDr Ann Example,2026-04-01,Ward,DCC,1.5,Mon,am\n"
    )
    [taken] = bi.take(bi.send(content, name="plans.csv")).files
    assert taken.sentence == "1 row read, 1 job plan stored."


def test_that_files_are_added_under_their_own_names_and_numbered_where_taken(bi: Bi) -> None:
    path = bi.seal().path
    assert bi.ask(AddPackFiles((path,))) == ("pack-2.cdpack",)
    assert bi.ask(AddPackFiles((path,))) == ("pack-2 (2).cdpack",)
    assert len([pack for pack in bi.inbox().packs if pack.is_here]) == 2


def test_that_every_decision_is_in_the_audit_trail_with_the_senders_name_only(bi: Bi) -> None:
    pack = bi.send()
    bi.ask(RemovePack(pack.file_name, pack.sha256, "wrong month"))
    events = audited(bi.session)
    for event in (
        ("made", "a key for data packs"),
        ("accepted", "sender of data packs BI team"),
        ("took in", "data pack 1 of BI team"),
        ("refused", "data pack 2 of BI team"),
    ):
        assert event in events
    assert not any(MARKER in subject for _, subject in events)


def test_that_nothing_of_a_pack_is_written_in_the_clear(
    bi: Bi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    pack = bi.send()
    shutil.rmtree(bi.folder / "2")
    shutil.rmtree(bi.folder / "1")
    assert bi.take(pack).is_whole
    bi.session.file.exchange.publish()
    found = [path for path in tmp_path.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()]
    assert found == []
    assert list(temporary.iterdir()) == []


def test_that_identities_show_in_no_text(bi: Bi) -> None:
    with bi.session.snapshot(Section.RECORDS) as snapshot:
        assert "AGE-SECRET-KEY" not in repr(data_packs.key_pairs(snapshot))
        [identity] = [pair.identity for pair in data_packs.key_pairs(snapshot)]
    assert identity not in repr(bi.inbox())


def test_that_decisions_are_found_again_after_opening_anew(bi: Bi, unlock: Callable[..., Session]) -> None:
    third = bi.seal() and bi.send()
    bi.ask(AcceptPack(third.sha256, "number 2 is lost"))
    before = bi.inbox()
    bi.session = unlock(Role.DIRECTOR)
    assert bi.inbox() == before


# --- sealing ---------------------------------------------------------------------------------------------------------


def test_that_a_pack_is_named_after_sender_department_and_number(bi: Bi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bi.folder)
    (bi.folder / "a.csv").write_text(rows(1), encoding="utf-8")
    receipt = seal_files(SealOrder(bi.key, bi.key_file, (bi.folder / "a.csv",)), SENT_AT)
    assert Path(receipt.path).name == f"BI-team-{bi.session.file.vault.id[:8]}-000002.cdpack"
    assert receipt.header.period is None


def test_that_a_number_is_not_used_up_by_a_pack_that_could_not_be_written(bi: Bi) -> None:
    path = bi.folder / "a.csv"
    path.write_text(rows(1), encoding="utf-8")
    for output in (bi.folder / "pack-1.cdpack", bi.folder / "no folder" / "x.cdpack"):
        with pytest.raises(UserFacingError):
            seal_files(SealOrder(bi.key, bi.key_file, (path,), None, output), SENT_AT)
    assert seal_files(SealOrder(bi.key, bi.key_file, (path,), None, bi.folder / "x"), SENT_AT).header.sequence == 2
    assert (bi.folder / "x.cdpack").is_file()


def test_that_what_no_department_could_read_is_not_sealed(bi: Bi, tmp_path: Path) -> None:
    cases = {"empty.csv": b" \n", "book.xlsx": b"PK\x03\x04...", "bad:name.csv": b"a,b\n1,2\n"}
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises((RuleBroken, ImportRefused)):
            seal_files(SealOrder(bi.key, bi.key_file, (tmp_path / name,)), SENT_AT)
    for paths in ((), (tmp_path / "a.csv", tmp_path / "x" / "A.csv"), (tmp_path / "gone.csv",)):
        with pytest.raises(UserFacingError):
            seal_files(SealOrder(bi.key, bi.key_file, paths), SENT_AT)
    assert bi.seal().header.sequence == 2

"""A pack, the work on it and what its reply says, as an earlier version wrote them, are still read."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from cdconsole.domain.attribution import Vote
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.clinician_pack import OwnPack
from cdconsole.domain.clinician_pack_requests import OpenOwnPack
from cdconsole.domain.pack_review import NO_VIEW
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.pack_words import format_of, read_words, write_words
from released_files.opening import FOLDER

KEPT = FOLDER / "own-pack-1"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def opened(home: Path) -> OwnPack:
    session = Session(FixedClock(NOW), home, KdfParameters(19456, 1, 1))
    words = (KEPT / "words.txt").read_text(encoding="utf-8").strip()
    return answer(session, OpenOwnPack(str(KEPT / "own.cdvp"), words), Task())


def test_that_a_pack_from_before_reviews_were_in_it_opens(tmp_path: Path) -> None:
    own = opened(tmp_path)
    content = own.content
    assert content.charts.clinician.name == "Dr Ann Example"
    assert (content.review, content.goals, content.looks, content.looks_from) == (None, (), (), None)
    assert (own.agreeing_to, own.draft.review, own.draft.view) == ("", None, NO_VIEW)


def test_that_work_begun_with_the_earlier_version_goes_on(tmp_path: Path) -> None:
    (tmp_path / "own-packs").mkdir()
    [draft] = KEPT.glob("*.draft")
    shutil.copy(draft, tmp_path / "own-packs" / draft.name)
    own = opened(tmp_path)
    assert [(vote.vote, vote.comment) for vote in own.draft.votes] == [(Vote.NOT_MINE, "On leave")]
    assert [one.claim for one in own.draft.challenges] == ["Half of these are a colleague's"]


def test_that_a_reply_that_says_nothing_new_is_written_as_the_earlier_version_reads_it() -> None:
    body = (KEPT / "reply-body.json").read_bytes()
    assert write_words(read_words(body)) == body
    assert format_of(read_words(body)) == 1

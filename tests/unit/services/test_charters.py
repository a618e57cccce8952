from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.framework import Charter, SigningParty
from cdconsole.domain.framework_requests import ListCharters, PrintCharter, SignCharter
from cdconsole.domain.printed import Facts, Paragraph, PrintedKind
from cdconsole.domain.requests import SaveCharter
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

CHARTER = Charter("Seen soon, treated well", "Medical director", "A pattern both think needs help", values="Kindness")


def written(session: Session) -> Charter:
    return answer(session, SaveCharter(CHARTER), Task()).charter


def signed(session: Session, party: SigningParty, name: str = "") -> Charter:
    return answer(session, SignCharter(1, party, name, session.clock.today()), Task())


def test_that_both_parties_sign_a_version_and_a_new_one_has_no_signatures(session: Session) -> None:
    charter = written(session)
    signed(session, SigningParty.DIRECTOR, "Somebody else")
    both = signed(session, SigningParty.SPONSOR, " Prof S. Ponsor ")
    assert [(one.party, one.name) for one in both.signatures] == [
        (SigningParty.DIRECTOR, "Dr B. Director"),
        (SigningParty.SPONSOR, "Prof S. Ponsor"),
    ]
    after = answer(session, SaveCharter(replace(charter, aims="More")), Task()).charter
    assert after.signatures == ()
    newest, earlier = answer(session, ListCharters(), Task())
    assert (newest.version, earlier.signatures) == (2, both.signatures)


def test_that_an_older_version_is_not_signed_any_more(session: Session) -> None:
    answer(session, SaveCharter(replace(written(session), aims="More")), Task())
    with pytest.raises(StaleEdit):
        signed(session, SigningParty.DIRECTOR)


def test_that_a_party_signs_a_version_once(session: Session) -> None:
    written(session)
    signed(session, SigningParty.DIRECTOR)
    with pytest.raises(RuleBroken, match=r"Signed by Dr B\. Director already"):
        signed(session, SigningParty.DIRECTOR)


def test_that_a_sponsor_needs_a_name_and_a_day_that_is_past(session: Session) -> None:
    written(session)
    with pytest.raises(RuleBroken) as refused:
        signed(session, SigningParty.SPONSOR)
    assert refused.value.field == "name"
    tomorrow = session.clock.today() + timedelta(days=1)
    with pytest.raises(RuleBroken) as refused:
        answer(session, SignCharter(1, SigningParty.SPONSOR, "Prof S.", tomorrow), Task())
    assert refused.value.field == "signed_on"


def test_that_there_is_nothing_to_sign_before_the_first_version(session: Session) -> None:
    with pytest.raises(RuleBroken, match="no charter"):
        answer(session, SignCharter(0, SigningParty.DIRECTOR, "", session.clock.today()), Task())


def test_that_an_administrator_enters_no_signature(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        signed(admin_session, SigningParty.SPONSOR, "Prof S.")


def test_that_the_printed_charter_has_its_words_and_signatures(session: Session) -> None:
    written(session)
    signed(session, SigningParty.DIRECTOR)
    printed = answer(session, PrintCharter(1), Task())
    assert (printed.kind, printed.title) == (PrintedKind.CHARTER, "Charter: Gastroenterology")
    assert Paragraph("A pattern both think needs help") in printed.blocks
    [facts] = [block for block in printed.blocks if isinstance(block, Facts)]
    assert facts.rows[0][1].startswith("Dr B. Director, ")
    assert facts.rows[1] == ("Sponsor", "Not signed")


def test_that_a_version_that_is_not_there_can_not_be_printed(session: Session) -> None:
    with pytest.raises(UserFacingError, match="no such version"):
        answer(session, PrintCharter(1), Task())

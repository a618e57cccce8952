"""A pack gives nothing away to who has no passphrase, and no byte of it can be altered."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cdconsole.domain.clinician_pack import PackDraft
from cdconsole.domain.errors import UserFacingError, WrongPassphrase
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.pack_review import PackMark, SelfView
from cdconsole.domain.review import Agreement
from cdconsole.vault.clinician_pack import (
    BadReply,
    PackSeal,
    SignedReply,
    new_keys,
    open_draft,
    open_pack,
    open_reply,
    pack_of_reply,
    seal_draft,
    seal_pack,
    seal_reply,
)
from cdconsole.vault.documents import Malformed, canonical
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.pack_words import format_of, read_words, write_words

VAULT, PACK, OTHER = "a" * 32, "b" * 32, "c" * 32
EXPIRES, AT = date(2026, 12, 21), datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS = "jigsaw kettle lantern marble nectar"
MARK = PackMark("ab" * 32, Agreement.AGREED_WITH_COMMENT, "If the pharmacists stay")
CHEAP = KdfParameters(19456, 1, 1)
SIGNER = Ed25519PrivateKey.generate()


def seal(sign: Ed25519PrivateKey = SIGNER) -> PackSeal:
    return PackSeal(WORDS, CHEAP, sign.sign, SIGNER.public_key().public_bytes_raw())


def test_that_a_pack_opens_with_its_passphrase() -> None:
    keys, _ = new_keys(VAULT, PACK, EXPIRES)
    opened = open_pack(seal_pack(keys, b"content", seal()), WORDS)
    assert (opened.keys, opened.content) == (keys, b"content")
    assert opened.signer == SIGNER.public_key().public_bytes_raw()
    assert keys.reply_seed.hex() not in repr(opened)


def test_that_no_byte_of_a_pack_can_be_altered() -> None:
    whole = seal_pack(new_keys(VAULT, PACK, EXPIRES)[0], b"content", seal())
    for place in range(0, len(whole), 7):
        with pytest.raises(UserFacingError):
            open_pack(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], WORDS)
    for cut in (0, 10, len(whole) - 1):
        with pytest.raises(UserFacingError):
            open_pack(whole[:cut], WORDS)


def test_that_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        open_pack(seal_pack(new_keys(VAULT, PACK, EXPIRES)[0], b"content", seal()), "another")


def test_that_a_pack_signed_with_another_key_than_it_says_is_refused() -> None:
    forged = seal_pack(new_keys(VAULT, PACK, EXPIRES)[0], b"content", seal(Ed25519PrivateKey.generate()))
    with pytest.raises(UserFacingError, match="signature"):
        open_pack(forged, WORDS)


def test_that_a_weakened_pack_is_refused() -> None:
    whole = seal_pack(new_keys(VAULT, PACK, EXPIRES)[0], b"content", seal())
    with pytest.raises(UserFacingError):
        open_pack(whole.replace(b'"memory_kib":19456', b'"memory_kib":8'), WORDS)


def test_that_only_the_pack_it_says_can_have_signed_a_reply() -> None:
    keys, lock = new_keys(VAULT, PACK, EXPIRES)
    others, other_lock = new_keys(VAULT, OTHER, EXPIRES)
    reply = SignedReply(7, AT, b"body")
    sealed = seal_reply(keys, reply)
    assert pack_of_reply(sealed, VAULT) == PACK
    assert open_reply(sealed, lock) == reply
    with pytest.raises(BadReply):
        open_reply(sealed, other_lock)
    with pytest.raises(BadReply, match="another department"):
        pack_of_reply(sealed, OTHER)
    stolen = type(keys)(VAULT, PACK, EXPIRES, keys.reply_to, others.reply_seed, keys.draft_key)
    with pytest.raises(BadReply, match="not signed"):
        open_reply(seal_reply(stolen, reply), lock)


def test_that_a_draft_is_read_by_its_own_pack_only() -> None:
    keys, _ = new_keys(VAULT, PACK, EXPIRES)
    other, _ = new_keys(VAULT, OTHER, EXPIRES)
    sealed = seal_draft(keys, b"draft")
    assert open_draft(keys, sealed) == b"draft"
    assert open_draft(other, sealed) is None
    assert open_draft(keys, b"") is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        canonical({"votes": [], "challenges": []}),
        canonical({"votes": [{"key": "k", "vote": "OURS", "comment": ""}], "challenges": [], "sent": 0}),
        canonical({"votes": [{"key": "k", "vote": None, "comment": "x" * 2001}], "challenges": [], "sent": 0}),
        canonical({"votes": [{"key": "k", "vote": None, "comment": ""}] * 2, "challenges": [], "sent": 0}),
    ],
)
def test_that_words_of_another_form_are_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_words(body)


def test_that_no_words_are_read_back_as_none() -> None:
    assert read_words(write_words(PackDraft())) == PackDraft()


def test_that_a_reply_with_a_review_is_of_a_later_format_and_an_unknown_one_is_refused() -> None:
    keys, lock = new_keys(VAULT, PACK, EXPIRES)
    said = PackDraft(review=ReviewId(OTHER), view=SelfView(proud="The board round"), comment="Fair", mark=MARK)
    body = write_words(said)
    assert format_of(said) == 2
    assert open_reply(seal_reply(keys, SignedReply(1, AT, body, 2)), lock).format == 2
    assert read_words(body) == said
    with pytest.raises(BadReply, match="later version"):
        open_reply(seal_reply(keys, SignedReply(1, AT, body, 3)), lock)


@pytest.mark.parametrize(
    "changes",
    [
        {"mark": {"content": "ab", "agreement": "AGREED", "comment": ""}},
        {"mark": {"content": "ab" * 32, "agreement": "NOT_MARKED", "comment": ""}},
        {"mark": {"content": "ab" * 32, "agreement": "AGREED_WITH_COMMENT", "comment": " "}},
        {"mark": {"content": "ab" * 32, "agreement": "PERHAPS", "comment": ""}},
        {"id": None},
        {"id": "elsewhere"},
        {"comment": 3},
        {"comment": "x" * 4001},
        {"view": {"proud": "x"}},
        {"view": {"proud": "x" * 4001, "in_the_way": "", "to_discuss": "", "aims": ""}},
        {"more": 1},
    ],
)
def test_that_words_on_a_review_that_make_no_sense_are_refused(changes: dict[str, object]) -> None:
    said = PackDraft(review=ReviewId(OTHER), view=SelfView(proud="The board round"), comment="Fair", mark=MARK)
    whole = json.loads(write_words(said))
    whole["review"] |= changes
    with pytest.raises(Malformed):
        read_words(canonical(whole))

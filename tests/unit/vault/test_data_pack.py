from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.inbox import Doubt
from cdconsole.vault.data_pack import BadPack, is_file_name, new_inbox_key, open_pack, seal
from cdconsole.vault.documents import canonical
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.inbox_folder import InboxFolder
from cdconsole.vault.public_lines import InboxKey, parse_sender_line, sender_line
from cdconsole.vault.sender import create_sender, load_sender
from unit.vault.packs import FILES, OTHER_VAULT, VAULT, a_header, a_sender, sealed

RECIPIENT, IDENTITY = new_inbox_key()
KEYS = {RECIPIENT: IDENTITY}
LINE = InboxKey(VAULT, RECIPIENT).line


def doubt(data: bytes, vault: str = VAULT) -> Doubt:
    with pytest.raises(BadPack) as bad:
        open_pack(data, vault, KEYS)
    assert bad.value.words.endswith(".")
    return bad.value.doubt


def resealed(plain: bytes) -> bytes:
    label = f"cdpack1 {LINE}\n".encode()
    return label + pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(RECIPIENT)])


def opened_plain(data: bytes) -> bytes:
    return pyrage.decrypt(data.partition(b"\n")[2], [pyrage.x25519.Identity.from_str(IDENTITY)])


def with_payload(data: bytes, **changes: object) -> bytes:
    """Return a pack whose header says something else under the old signature."""
    plain = opened_plain(data)
    length = int.from_bytes(plain[:4])
    whole = json.loads(plain[4 : 4 + length])
    whole["payload"] |= changes
    header = canonical(whole)
    return resealed(len(header).to_bytes(4) + header + plain[4 + length :])


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sealed(RECIPIENT, a_sender(tmp_path_factory.mktemp("sender")))


def test_that_a_pack_opens_to_what_was_sealed(tmp_path: Path) -> None:
    sender = a_sender(tmp_path)
    opened = open_pack(sealed(RECIPIENT, sender, 7), VAULT, KEYS)
    assert opened.header == a_header(sender, 7)
    assert dict(zip(FILES, opened.contents, strict=True)) == FILES
    assert opened.recipient == RECIPIENT


def test_that_the_sender_can_read_nothing_back(tmp_path: Path) -> None:
    sender = a_sender(tmp_path)
    data = sealed(RECIPIENT, sender)
    for content in (*FILES.values(), b"spells.csv", b"9434765919", sender.name.encode()):
        assert content not in data
    everything_kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"AGE-SECRET-KEY" in kept for kept in everything_kept)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(data.partition(b"\n")[2], [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize("content", [b"", b"spell,patient\n1,2\n", b"age-encryption.org/v1\n", b"cdpack1 \n", b"\n"])
def test_that_what_is_no_pack_is_unsigned_or_damaged(content: bytes) -> None:
    assert doubt(content) in (Doubt.UNSIGNED, Doubt.DAMAGED)


def test_that_a_pack_for_another_department_is_told_by_its_first_line(pack: bytes) -> None:
    assert doubt(pack, OTHER_VAULT) is Doubt.OTHER_DEPARTMENT


def test_that_a_pack_signed_for_another_department_and_relabelled_is_told(tmp_path: Path) -> None:
    header = a_header(a_sender(tmp_path), vault=OTHER_VAULT)
    data = seal(InboxKey(VAULT, RECIPIENT), load_sender(tmp_path / "BI team.key"), header, tuple(FILES.values()))
    assert doubt(data) is Doubt.OTHER_DEPARTMENT


def test_that_a_key_the_department_never_had_is_told(tmp_path: Path) -> None:
    assert doubt(sealed(new_inbox_key()[0], a_sender(tmp_path))) is Doubt.UNKNOWN_KEY


def test_that_a_later_version_is_told(pack: bytes) -> None:
    assert doubt(b"cdpack2 something else\n") is Doubt.LATER_VERSION
    assert doubt(with_payload(pack, format=2)) is Doubt.LATER_VERSION


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 8},
        {"period": None},
        {"sender": {"name": "Somebody", "key": "ab" * 32}},
        {"files": []},
        {"sequence": 0},
        {"sequence": 10**4000},
        {"sequence": 1.5},
        {"at": "yesterday"},
        {"period": {"from": "2026-11", "to": "2026-10"}},
        {"period": {"from": "0000-01", "to": "2026-10"}},
        {"vault": "x"},
        {"format": 0},
        {"more": 1},
        {"kind": "commit"},
    ],
)
def test_that_a_header_changed_after_signing_is_unsigned(pack: bytes, changes: dict[str, object]) -> None:
    assert doubt(with_payload(pack, **changes)) is Doubt.UNSIGNED


@pytest.mark.parametrize(
    "name", ["", "..", "a/b.csv", "C:\\x.csv", "a\x00b", " a.csv", "a.csv.", "a\u202eb.csv", "a" * 101]
)
def test_that_a_file_may_not_have_a_name_that_leads_elsewhere_or_can_not_be_shown(tmp_path: Path, name: str) -> None:
    assert not is_file_name(name)
    header = a_header(a_sender(tmp_path))
    header = replace(header, files=(replace(header.files[0], name=name), *header.files[1:]))
    data = seal(InboxKey(VAULT, RECIPIENT), load_sender(tmp_path / "BI team.key"), header, tuple(FILES.values()))
    assert doubt(data) is Doubt.UNSIGNED


def test_that_files_other_than_those_signed_are_damage_and_the_header_is_still_shown(pack: bytes) -> None:
    plain = opened_plain(pack)
    for altered in (plain[:-1], plain + b"x", plain[:-3] + b"???"):
        with pytest.raises(BadPack) as bad:
            open_pack(resealed(altered), VAULT, KEYS)
        assert bad.value.doubt is Doubt.DAMAGED
        assert bad.value.header is not None
        assert bad.value.header.sender == "BI team"


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_that_a_mutated_pack_is_refused_and_never_crashes(pack: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(pack) - 1))
    match data.draw(st.sampled_from(("flip", "cut", "insert", "drop"))):
        case "flip":
            mutant = pack[:at] + bytes([pack[at] ^ data.draw(st.integers(1, 255))]) + pack[at + 1 :]
        case "cut":
            mutant = pack[:at]
        case "insert":
            mutant = pack[:at] + data.draw(st.binary(min_size=1, max_size=8)) + pack[at:]
        case _:
            mutant = pack[:at] + pack[at + 1 :]
    if mutant != pack:
        with pytest.raises(BadPack):
            open_pack(mutant, VAULT, KEYS)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_that_a_mutated_inside_is_refused_and_never_crashes(pack: bytes, data: st.DataObject) -> None:
    plain = opened_plain(pack)
    at = data.draw(st.integers(0, len(plain) - 1))
    mutant = plain[:at] + data.draw(st.binary(max_size=4)) + plain[at + data.draw(st.integers(0, 4)) :]
    if mutant != plain:
        with pytest.raises(BadPack):
            open_pack(resealed(mutant), VAULT, KEYS)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_that_any_bytes_sealed_to_the_department_are_refused(plain: bytes) -> None:
    assert doubt(resealed(plain)) in (Doubt.UNSIGNED, Doubt.LATER_VERSION)


# --- public lines ----------------------------------------------------------------------------------------------------


def test_that_a_public_line_survives_a_mail_program() -> None:
    wrapped = "  \n".join(LINE[at : at + 30] for at in range(0, len(LINE), 30))
    assert InboxKey.parse(wrapped) == InboxKey(VAULT, RECIPIENT)
    key = bytes(range(32))
    assert parse_sender_line(f" {sender_line(key)}\n") == key


@given(st.integers(8, len(LINE) - 1), st.sampled_from("0a1bz_"))
def test_that_one_wrong_character_in_a_public_line_is_found(at: int, character: str) -> None:
    typed = LINE[:at] + character + LINE[at + 1 :]
    if typed != LINE:
        with pytest.raises(RuleBroken, match="typing mistake"):
            InboxKey.parse(typed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a department's public key"),
        ("age1abc", "not a department's public key"),
        (sender_line(bytes(32)), "not a department's public key"),
        ("cdvkey2_x_y", "later version"),
        (LINE[:-1], "typing mistake"),
        (LINE.rpartition("_")[0], "typing mistake"),
    ],
)
def test_that_what_is_no_public_key_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        InboxKey.parse(text)
    assert refused.value.field == "key"
    assert refused.value.what_to_do


def test_that_keys_differ_in_their_six_words() -> None:
    found = {fingerprint(bytes([number]) * 32) for number in range(200)}
    assert len(found) == 200
    assert {len(words.split()) for words in found} == {6}


# --- senders ---------------------------------------------------------------------------------------------------------


def test_that_a_sender_is_kept_in_a_file_only_its_owner_can_read(tmp_path: Path) -> None:
    made = create_sender(tmp_path / "bi.key", " BI team ")
    assert stat.S_IMODE((tmp_path / "bi.key").stat().st_mode) == 0o600
    again = load_sender(tmp_path / "bi.key")
    assert (again.name, again.key) == ("BI team", made.key)
    assert repr(again) == "Sender(BI team)"
    with pytest.raises(RuleBroken, match="there already"):
        create_sender(tmp_path / "bi.key", "BI team")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101, "a\u202eb"])
def test_that_a_sender_needs_a_name_that_can_be_shown(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleBroken):
        create_sender(tmp_path / "bi.key", name)
    assert not (tmp_path / "bi.key").exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 4000, b'{"kind":"pack-sender"}', b"\xff\xfe"])
def test_that_what_is_no_senders_key_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bi.key").write_bytes(content)
    with pytest.raises(UserFacingError, match="not a sender's key file"):
        load_sender(tmp_path / "bi.key")
    with pytest.raises(UserFacingError, match="--new-sender"):
        load_sender(tmp_path / "other.key")


def test_that_numbers_run_on_for_each_department_and_none_is_given_twice(tmp_path: Path) -> None:
    first, second = create_sender(tmp_path / "bi.key", "BI"), load_sender(tmp_path / "bi.key")
    assert [first.take_number(VAULT), second.take_number(VAULT), first.take_number(OTHER_VAULT)] == [1, 2, 1]
    second.give_back(VAULT, 2)
    assert first.take_number(VAULT) == 2
    assert load_sender(tmp_path / "bi.key").take_number(VAULT) == 3


# --- the folder ------------------------------------------------------------------------------------------------------


def test_that_the_inbox_shows_ordinary_files_and_keeps_both_of_one_name(tmp_path: Path) -> None:
    department, source = tmp_path / "D.cdv", tmp_path / "october.cdpack"
    department.mkdir()
    inbox = InboxFolder(department)
    assert inbox.files() == ()
    for content in (b"one", b"two"):
        source.write_bytes(content)
        inbox.add(source)
    (inbox.path / ".hidden").write_bytes(b"")
    (inbox.path / "Thumbs.db").write_bytes(b"")
    (inbox.path / "folder").mkdir()
    (inbox.path / "link.cdpack").symlink_to(source)
    assert [lying.name for lying in inbox.files()] == ["october (2).cdpack", "october.cdpack"]
    name, data = inbox.read(inbox.files()[0].sha256)
    assert (name, data) == ("october (2).cdpack", b"two")
    inbox.remove(name)
    inbox.remove(name)
    inbox.remove("../october.cdpack")
    assert source.exists()
    assert [lying.name for lying in inbox.files()] == ["october.cdpack"]
    with pytest.raises(UserFacingError, match="not in the inbox any more"):
        inbox.read("0" * 64)


def test_that_a_file_that_can_not_be_copied_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="can't be copied to the inbox"):
        InboxFolder(tmp_path).add(tmp_path / "gone.cdpack")
    (tmp_path / ".x").write_bytes(b"")
    with pytest.raises(UserFacingError, match="no name for a data pack"):
        InboxFolder(tmp_path).add(tmp_path / ".x")


def test_that_a_file_too_large_is_shown_and_never_read(tmp_path: Path) -> None:
    inbox = InboxFolder(tmp_path)
    inbox.path.mkdir()
    with (inbox.path / "huge.cdpack").open("wb") as file:
        file.truncate(257 * 1024 * 1024)
    [lying] = inbox.files()
    assert (lying.sha256, lying.problem) == ("", "It is larger than 256 MB.")
    with pytest.raises(UserFacingError, match="larger than a data pack"):
        inbox.add(inbox.path / "huge.cdpack")

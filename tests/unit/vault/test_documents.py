from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.vault.documents import (
    Fields,
    LaterVersion,
    Malformed,
    canonical,
    checked_id,
    mapping,
    moment,
    read_document,
    sequence,
    signature_holds,
    signed_file,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
PAYLOAD: dict[str, object] = {"kind": "note", "format": 1, "text": "é\u2028 Żółw 🐢", "list": [1, {"b": 2, "a": 1}]}
FILE = signed_file(PAYLOAD, KEY.sign)


def test_that_the_exact_form_is_sorted_unspaced_ascii() -> None:
    assert canonical({"b": [1, "é"], "a": {"d": 1, "c": 2}}) == b'{"a":{"c":2,"d":1},"b":[1,"\\u00e9"]}'


def test_that_a_signed_file_reads_back_and_its_signature_holds() -> None:
    document = read_document(FILE, "note")
    assert document.payload == PAYLOAD
    document.check(PUBLIC)


@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
def test_that_every_single_bit_of_a_signed_file_counts(position: int, bit: int) -> None:
    altered = bytearray(FILE)
    altered[position] ^= 1 << bit
    with pytest.raises((Malformed, LaterVersion)):
        read_document(bytes(altered), "note").check(PUBLIC)


@given(st.integers(0, len(FILE) - 1))
def test_that_a_signed_file_cut_short_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        read_document(FILE[:length], "note")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"payload":1,"signature":""}',
        b'{"payload":{"kind":"note","format":NaN},"signature":""}',
        FILE + b"\n",
        FILE.replace(b'"format":1', b'"format": 1'),
        FILE.replace(b'"format":1', b'"format":0'),
        FILE.replace(b'"format":1', b'"format":true'),
        FILE.replace(b'"format":1', b'"format":1.0'),
        FILE.replace(b'{"payload":', b'{"payload":{},"payload":'),
        FILE.replace(b'"kind":"note"', b'"kind":"other"'),
        b'{"extra":1,' + FILE[1:],
    ],
)
def test_that_anything_but_the_exact_form_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_document(data, "note")


def test_that_a_later_format_is_told_apart_even_where_its_form_is_unknown() -> None:
    later = signed_file({"kind": "note", "format": 2, "new": {}}, KEY.sign)
    with pytest.raises(LaterVersion):
        read_document(later, "note")


def test_that_another_key_or_no_key_at_all_signs_nothing() -> None:
    signature = KEY.sign(b"text")
    assert signature_holds(PUBLIC, signature, b"text")
    assert not signature_holds(PUBLIC, signature, b"texts")
    assert not signature_holds(Ed25519PrivateKey.generate().public_key().public_bytes_raw(), signature, b"text")
    assert not signature_holds(b"short", signature, b"text")


def test_that_fields_come_with_their_types() -> None:
    fields = Fields(
        {"n": 3, "t": "", "name": "Dr Ż", "hex": "00ff", "id": "0" * 32, "at": "2026-11-23T10:42:00Z", "v": None},
        *("n", "t", "name", "hex", "id", "at", "v"),
    )
    assert (fields.number("n"), fields.text("t"), fields.name("name")) == (3, "", "Dr Ż")
    assert (fields.binary("hex"), fields.binary("hex", 2), fields.id("id")) == (b"\x00\xff", b"\x00\xff", "0" * 32)
    assert fields.moment("at") == datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
    assert fields.value("v") is None


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        *[("number", value) for value in (-1, 1.0, True, "1", None)],
        *[("text", value) for value in (1, None, [])],
        *[("name", value) for value in ("", "a\nb", "\u202eabc", "\ud800", "a" * 201, 3)],
        *[("binary", value) for value in ("0", "0g", "FF", "f f0", "00 ff", 5)],
        *[("id", value) for value in ("", "0" * 31, "0" * 33, "G" * 32, "A" * 32, 7, None)],
        *[
            ("moment", value)
            for value in (
                "2026-11-23",
                "2026-11-23T10:42:00",
                "2026-11-23T10:42:00+00:00",
                "2026-11-23T11:42:00+01:00",
                "2026-11-23T10:42:00.5Z",
                "2026-02-30T10:42:00Z",
                "0001-01-01T00:00:00+23:59",
                "soon",
                5,
            )
        ],
    ],
)
def test_that_a_field_of_another_type_or_spelling_is_refused(reader: str, value: object) -> None:
    with pytest.raises(Malformed):
        getattr(Fields({"field": value}, "field"), reader)("field")


def test_that_a_value_of_the_wrong_length_or_shape_is_refused() -> None:
    with pytest.raises(Malformed, match="length"):
        Fields({"a": "00"}, "a").binary("a", 2)
    with pytest.raises(Malformed, match="missing or unknown"):
        Fields({"a": 1, "b": 2}, "a")
    for refuse, value in ((mapping, []), (sequence, {}), (checked_id, "z" * 32)):
        with pytest.raises(Malformed):
            refuse(value)


@given(st.integers(-30_000_000_000, 250_000_000_000).map(partial(datetime.fromtimestamp, tz=UTC)))
def test_that_a_moment_survives_to_the_second(at: datetime) -> None:
    assert Fields({"at": moment(at)}, "at").moment("at") == at

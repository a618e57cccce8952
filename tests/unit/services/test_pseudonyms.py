from __future__ import annotations

import hashlib
import hmac

from cdconsole.services.pseudonyms import Pseudonyms

KEY = bytes(range(32))


def test_that_a_pseudonym_is_the_beginning_of_a_hmac_of_kind_and_identifier() -> None:
    found = Pseudonyms(KEY).of("patient", ["9434765919", "", "Ä"])
    named = [f"patient:{identifier}".encode() for identifier in ("9434765919", "Ä")]
    first, last = (hmac.new(KEY, name, hashlib.sha256).hexdigest()[:32] for name in named)
    assert found == [first, "", last]

"""Choosing a passphrase of one's own, wherever that is asked: five words on offer, or an own choice, typed twice."""

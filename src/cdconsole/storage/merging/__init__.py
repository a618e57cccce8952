"""Merge two people's work on one section."""

from cdconsole.storage.merging.kept import MergeTerms
from cdconsole.storage.merging.merge import Copy, MergeOutcome, merge

__all__ = ["Copy", "MergeOutcome", "MergeTerms", "merge"]

"""One kind of record that can be about a clinician: where it is kept, and which of its rows are about whom."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.held import HeldPart
from cdconsole.domain.people import Section


@dataclass(frozen=True)
class Kind:
    """A table's rows about one clinician.

    ``where`` is a condition in SQL with ``:clinician`` (their id) and ``:name``. ``dated`` is the SQL of a row's day or
    moment as ISO text, nothing where a row has none. ``words`` are the columns in which people write freely.
    ``mentions``: its texts hold ids or JSON, which are put into words. ``is_work``: rows come by the thousand, so that
    a printed report counts them. ``on_paper`` are the columns of its table there; without, each row is written out.
    ``is_log``: it stays with the department's file, and no period is set for it.
    """

    section: Section
    table: str
    part: HeldPart
    title: str
    where: str = "clinician_id = :clinician"
    dated: str = ""
    words: tuple[str, ...] = ()
    mentions: bool = False
    is_work: bool = False
    is_log: bool = False
    on_paper: tuple[str, ...] = ()

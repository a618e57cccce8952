"""Give a section another key: a whole new file, in which the audit trail can still be proved and goes on."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from cdconsole.storage import sqlcipher
from cdconsole.storage.audit_chain import AuditChain


def copy_under_key(connection: Connection, path: Path, old_key: bytes, new_key: bytes) -> None:
    """Copy an open section to a new file under ``new_key``; its last audit event is the last under the old key.

    Raises UserFacingError where the name is taken or the disk refuses.
    """
    sqlcipher.copy_to(connection, path, new_key)
    if old_key == new_key:
        return
    with closing(sqlcipher.connect(path, new_key)) as copy, sqlcipher.failures_named(path.name):
        # Where nothing was written since the key before this one, that key's entry covers the events already.
        copy.execute(
            "INSERT OR IGNORE INTO audit_earlier_key (up_to_sequence, key)"
            " SELECT max(sequence), ? FROM audit_event HAVING count(*) > 0",
            (AuditChain(old_key).key,),
        )

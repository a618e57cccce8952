"""Keys, people, sealing, signatures and publishing: everything that keeps a department's file private and whole."""

from cdconsole.vault.commits import Commit, SectionEntry
from cdconsole.vault.department import create_department, read_locked, unlock, verify
from cdconsole.vault.folder import PublishConflict, PublishFailed
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.passphrase import check_own_choice, suggest_passphrase
from cdconsole.vault.unlocked import Vault

__all__ = [
    "Commit",
    "KdfParameters",
    "PublishConflict",
    "PublishFailed",
    "SectionEntry",
    "Vault",
    "check_own_choice",
    "create_department",
    "read_locked",
    "suggest_passphrase",
    "unlock",
    "verify",
]

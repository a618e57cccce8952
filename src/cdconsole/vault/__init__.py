"""Keys, people, sealing, signatures and publishing: everything that keeps a department's file private and whole."""

from cdconsole.vault.commits import Commit, SectionEntry
from cdconsole.vault.department import create_department, read_locked, unlock, unlock_for_recovery, verify
from cdconsole.vault.folder import PublishConflict
from cdconsole.vault.generations import Generation
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.membership import Membership, PeopleChange
from cdconsole.vault.passphrase import check_own_choice, suggest_passphrase
from cdconsole.vault.placing import PublishFailed
from cdconsole.vault.publishing import SectionFiles
from cdconsole.vault.unlocked import Vault

__all__ = [
    "Commit",
    "Generation",
    "KdfParameters",
    "Membership",
    "PeopleChange",
    "PublishConflict",
    "PublishFailed",
    "SectionEntry",
    "SectionFiles",
    "Vault",
    "check_own_choice",
    "create_department",
    "read_locked",
    "suggest_passphrase",
    "unlock",
    "unlock_for_recovery",
    "verify",
]

"""The department's records in encrypted files on this computer: the only place with SQL."""

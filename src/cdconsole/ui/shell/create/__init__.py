"""Making a new department: its name, its director, and a passphrase offered as five words."""

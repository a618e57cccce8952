"""Reading files from outside, in a limited child process, into checked values; nothing here stores anything."""

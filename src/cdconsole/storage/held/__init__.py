"""What is held about one clinician: the one list of all kinds of record, and how their rows are read."""

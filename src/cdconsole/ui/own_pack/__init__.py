"""Pack mode: a clinician's own pack in the window, without any department."""

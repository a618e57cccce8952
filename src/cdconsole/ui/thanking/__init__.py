"""Where somebody is thanked: one dialog, for every screen that offers it."""

"""One table model over immutable rows, for every screen."""

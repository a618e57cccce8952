"""One module per job: each request of `domain.requests` has one handler here."""

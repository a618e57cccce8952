"""One folder per screen: view (Qt), presenter, state and columns (no Qt), and ``build(context)`` that joins them."""

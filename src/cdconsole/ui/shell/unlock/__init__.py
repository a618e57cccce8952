"""The first page a person sees: recent departments, and unlocking one of them."""

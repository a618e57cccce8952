"""A clinical director's console: a department's own data, beside the job plan that explains them."""

__version__ = "0.1.0"

"""The option that says how numeric dates in a file are written."""

from __future__ import annotations

import argparse

from cdconsole.domain.extract import DateOrder

_ORDERS = {"day": DateOrder.DAY_FIRST, "month": DateOrder.MONTH_FIRST, "year": DateOrder.ISO}


def add_date_order(parser: argparse.ArgumentParser) -> None:
    """Add ``--date-order``."""
    parser.add_argument("--date-order", choices=tuple(_ORDERS), help="how numeric dates are written")


def date_order(options: argparse.Namespace) -> DateOrder:
    """Return what was said; to be worked out where nothing was."""
    return _ORDERS.get(options.date_order, DateOrder.AUTOMATIC)

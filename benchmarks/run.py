"""Measures what a person waits for, as ratios to a reference in the same run, and prints one JSON object.

    python3 run.py bench                 everything
    python3 run.py bench start import    some of it

Nothing fails here: the numbers depend on the computer, the ratios say where the program stands.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module

MEASUREMENTS = {
    "start": "start:measure_start",
    "choose_clinician": "choose:measure_choose",
    "department_page": "department_page:measure_department_page",
    "million_charts": "million_charts:measure_million_charts",
    "million_counting": "million_counting:measure_million_counting",
    "record_scatter": "record_scatter:measure_record_scatter",
    "import": "importing:measure_import",
    "import_million": "importing:measure_million",
    "import_million_in_order": "importing:measure_million_in_order",
    "import_workbook": "importing:measure_workbook",
    "spc_file": "charting:measure_file",
    "spc_engine": "charting:measure_engine",
    "unlock": "department_file:measure_unlock",
    "save_note": "department_file:measure_note",
    "publish_ward": "department_file:measure_ward_publishing",
    "publish_large": "department_file:measure_large_publishing",
}


def main() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        print(f"Not measured here: {', '.join(unknown)}. Known: {', '.join(MEASUREMENTS)}.", file=sys.stderr)
        return 2
    print(json.dumps({name: measurement(name)() for name in wanted}, indent=2))
    return 0


def measurement(name: str) -> Callable[[], dict[str, object]]:
    module, _, function = MEASUREMENTS[name].partition(":")
    found: Callable[[], dict[str, object]] = getattr(import_module(module), function)
    return found


if __name__ == "__main__":
    sys.exit(main())

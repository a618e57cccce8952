"""Where the bundled files are: in an installed wheel and in a source checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_path(name: str) -> Path:
    """Return the path of a bundled file or folder, such as ``words/eff_large_wordlist.txt``.

    Raises FileNotFoundError where the installation lacks it.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent.parent / "resources"
    found = root / name
    if not found.exists():
        raise FileNotFoundError(f"the installation lacks its file {name}")
    return found


def resource_text(name: str) -> str:
    """Return a bundled file's text, read as UTF-8. Raises FileNotFoundError where the installation lacks it."""
    return resource_path(name).read_text(encoding="utf-8")

#!/usr/bin/env python3
"""Writes docs/sbom.cdx.json: what is inside the program, also inside the wheels (CycloneDX 1.6).

Standard library only, and the same bytes each time: it is made from requirements.lock, pyproject.toml and the table of
what the wheels carry, below. `python installer/sbom.py`; a test compares the file, and the wheels with the table.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
OUT = ROOT / "docs" / "sbom.cdx.json"

LICENCES = {
    "argon2-cffi": "MIT",
    "argon2-cffi-bindings": "MIT",
    "cffi": "MIT-0",
    "colorama": "BSD-3-Clause",
    "cryptography": "Apache-2.0 OR BSD-3-Clause",
    "et-xmlfile": "MIT",
    "hl7": "BSD-3-Clause",
    "nhs-number": "MIT",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "openpyxl": "MIT",
    "pandas": "BSD-3-Clause",
    "platformdirs": "MIT",
    "pycparser": "BSD-3-Clause",
    "pyqtgraph": "MIT",
    "pyrage": "MIT",
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "python-calamine": "MIT",
    "python-dateutil": "BSD-3-Clause",
    "rapidfuzz": "MIT",
    "scipy": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "spylls": "MPL-2.0",
    "sqlcipher3": "Zlib",
    "tzdata": "Apache-2.0",
    "zstandard": "BSD-3-Clause",
}


@dataclass(frozen=True)
class Carried:
    """A library compiled into a wheel, where no list of packages shows it."""

    inside: str
    name: str
    version: str
    licence: str
    purl: str
    properties: dict[str, str] = field(default_factory=dict)


ASSESSED = (
    "Flaws mended up to OpenSSL 3.6.3 are assessed under vulnerabilities; those mended by later releases not yet."
)
CARRIED = (
    Carried("sqlcipher3", "SQLCipher", "4.19.0", "BSD-3-Clause", "pkg:github/sqlcipher/sqlcipher@v4.19.0"),
    Carried("sqlcipher3", "SQLite", "3.53.4", "blessing", "pkg:generic/sqlite@3.53.4"),
    Carried(
        "sqlcipher3",
        "OpenSSL",
        "3.6.0",
        "Apache-2.0",
        "pkg:generic/openssl@3.6.0",
        {"cdconsole:released": "1 Oct 2025", "cdconsole:assessment": ASSESSED},
    ),
    Carried("cryptography", "OpenSSL", "4.0.3", "Apache-2.0", "pkg:generic/openssl@4.0.3"),
    Carried(
        "pyside6-essentials",
        "Qt",
        "6.11.3",
        "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "pkg:generic/qt@6.11.3",
    ),
    Carried("pyrage", "age", "0.12.1", "Apache-2.0 OR MIT", "pkg:cargo/age@0.12.1"),
)

NOT_CALLED = (
    "In {part}. SQLCipher calls OpenSSL for AES-256-CBC, HMAC, PBKDF2 and random numbers only, and the program opens "
    "no connection: a hook in each of its processes refuses every socket."
)
# Flaws of OpenSSL 3.6.0, the part each is in, and the release that mends it.
OPENSSL_3_6_0 = {
    "CVE-2026-2673": ("the choice of key agreement groups of a TLS 1.3 server", "3.6.2"),
    "CVE-2026-22796": ("the verification of PKCS#7 signatures", "3.6.1"),
    "CVE-2026-28386": ("AES in CFB mode", "3.6.2"),
    "CVE-2026-28387": ("the client's side of DANE", "3.6.2"),
    "CVE-2026-28388": ("the reading of delta certificate revocation lists", "3.6.2"),
    "CVE-2026-28389": ("CMS key agreement", "3.6.2"),
    "CVE-2026-28390": ("CMS key transport", "3.6.2"),
    "CVE-2026-31789": ("the writing of certificates' fields as hexadecimal text", "3.6.2"),
    "CVE-2026-31790": ("RSA key encapsulation", "3.6.2"),
    "CVE-2026-34182": ("CMS decryption", "3.6.3"),
    "CVE-2026-34183": ("QUIC", "3.6.3"),
    "CVE-2026-35188": ("OCSP stapling in TLS", "3.6.3"),
    "CVE-2026-45447": ("PKCS7_verify()", "3.6.3"),
}


@dataclass(frozen=True)
class Locked:
    """A package as requirements.lock pins it; ``via`` names what asked for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Return its package address."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked_packages() -> list[Locked]:
    """Return every package of requirements.lock, those for development too."""
    found = []
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.read_text(encoding="utf-8"))[1:]:
        head = re.match(r"([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)(?: ; ([^\\\n]+))?", block)
        if head is None:
            raise ValueError(f"requirements.lock has a line that names no package: {block.splitlines()[0]}")
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
        via = tuple(re.findall(r"^    # +(?:via +)?((?!via$)\S.*)$", block, re.MULTILINE))
        found.append(Locked(head[1], head[2], (head[3] or "").strip(), hashes, via))
    return found


def run_time_packages() -> list[Locked]:
    """Return what the program needs when it runs: what pyproject.toml names, and what that needs in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[=<>~!\[; ]", line)[0].lower() for line in project["dependencies"]}
    packages = locked_packages()
    while True:
        more = {one.name for one in packages if needed.intersection(one.via)} - needed
        if not more:
            return [one for one in packages if one.name in needed]
        needed |= more


def bill() -> dict[str, Any]:
    """Return the whole document."""
    packages = run_time_packages()
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "src/cdconsole/__init__.py").read_text(encoding="utf-8"))
    if version is None:
        raise ValueError("src/cdconsole/__init__.py names no version")
    program = {"type": "application", "bom-ref": "cdconsole", "name": "cdconsole", "version": version[1]}
    direct = [one.purl for one in packages if any(name.startswith("-r ") or "pyproject" in name for name in one.via)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": [_package(one) for one in packages],
        "dependencies": [
            {"ref": "cdconsole", "dependsOn": direct},
            *(_dependency(one, packages) for one in packages),
            *({"ref": _reference(part)} for part in CARRIED),
        ],
        "vulnerabilities": [_flaw(name, *OPENSSL_3_6_0[name]) for name in OPENSSL_3_6_0],
    }


def _package(one: Locked) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "licenses": [{"expression": LICENCES[one.name]}],
        "purl": one.purl,
        "externalReferences": [
            {
                "type": "distribution",
                "url": one.purl,  # names the package, and no place it was fetched from
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in one.hashes],
            }
        ],
    }
    if one.marker:
        component["properties"] = [{"name": "cdconsole:installed-where", "value": one.marker}]
    carried = [_part(part) for part in CARRIED if part.inside == one.name]
    if carried:
        component["components"] = carried
    return component


def _part(part: Carried) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": _reference(part),
        "name": part.name,
        "version": part.version,
        "licenses": [{"expression": part.licence}],
        "purl": part.purl,
    }
    if part.properties:
        component["properties"] = [{"name": name, "value": value} for name, value in part.properties.items()]
    return component


def _reference(part: Carried) -> str:
    return f"{part.inside}/{part.purl}"


def _dependency(one: Locked, packages: list[Locked]) -> dict[str, Any]:
    needs = [other.purl for other in packages if one.name in other.via]
    return {"ref": one.purl, "dependsOn": [*needs, *(_reference(part) for part in CARRIED if part.inside == one.name)]}


def _flaw(name: str, part: str, mended_in: str) -> dict[str, Any]:
    openssl = next(one for one in CARRIED if one.version == "3.6.0")
    return {
        "bom-ref": f"sqlcipher3/{name}",
        "id": name,
        "source": {"name": "NVD", "url": f"https://nvd.nist.gov/vuln/detail/{name}"},
        "recommendation": f"Mended in OpenSSL {mended_in}.",
        "analysis": {
            "state": "not_affected",
            "justification": "code_not_reachable",
            "detail": NOT_CALLED.format(part=part),
        },
        "affects": [{"ref": _reference(openssl)}],
    }


def text() -> str:
    """Return the document as the file holds it."""
    return json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the file."""
    OUT.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

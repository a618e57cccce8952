"""The list of parts is current, and says of the wheels what they say of themselves."""

import importlib.metadata
import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import sbom  # noqa: E402 - the installer's programs are no package

CARRIED = {(part.inside, part.name): part.version for part in sbom.CARRIED}


def test_that_the_list_of_parts_is_what_the_lock_file_and_the_table_make() -> None:
    assert (ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8") == sbom.text()


def test_that_every_part_has_a_name_a_version_a_licence_and_a_place_in_the_tree() -> None:
    document = json.loads(sbom.text())
    parts = [*document["components"], *(part for one in document["components"] for part in one.get("components", []))]
    references = [part["bom-ref"] for part in parts]
    assert len(set(references)) == len(references)
    assert all(part["version"] and part["licenses"] and part["purl"] for part in parts)
    assert {one["ref"] for one in document["dependencies"]} == {"cdconsole", *references}
    assert {ref for one in document["dependencies"] for ref in one.get("dependsOn", [])} <= set(references)
    assert {one["ref"] for flaw in document["vulnerabilities"] for one in flaw["affects"]} <= set(references)


def test_that_what_the_program_imports_is_in_it_and_what_only_developers_need_is_not() -> None:
    names = {one.name for one in sbom.run_time_packages()}
    assert {"sqlcipher3", "cryptography", "cffi", "pycparser", "numpy", "tzdata"} <= names
    assert not {"pytest", "ruff", "mypy", "coverage", "packaging"} & names


@pytest.mark.parametrize("one", sbom.run_time_packages(), ids=lambda one: f"{one.name}-{one.version}")
def test_that_a_licence_is_the_one_the_package_states(one: sbom.Locked) -> None:
    try:
        about = importlib.metadata.metadata(one.name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("not installed on this system")
    stated = about.get("License-Expression") or about.get("License") or ""
    if "Neither the name of the copyright holder nor the names of its contributors" in " ".join(stated.split()):
        stated = "BSD-3-Clause"  # scipy states the whole text, of three clauses
    if about["Version"] == one.version and stated not in ("", "UNKNOWN"):
        exact = {"BSD": "BSD-3-Clause"}.get(stated, stated)  # hl7 says only this; its licence file has three clauses
        assert re.sub(r"(GPL-\d\.\d)\b(?!-only)", r"\1-only", exact) == sbom.LICENCES[one.name]


def test_that_the_encrypted_database_says_the_versions_named() -> None:
    from sqlcipher3 import dbapi2

    database = dbapi2.connect(":memory:")
    database.execute("PRAGMA key = 'any'")  # before there is a key its pragmas answer nothing
    asked = {}
    for name in ("cipher_version", "cipher_provider", "cipher_provider_version"):
        asked[name] = database.execute(f"PRAGMA {name}").fetchone()[0]
    database.close()
    assert asked["cipher_version"].split()[0] == CARRIED["sqlcipher3", "SQLCipher"]
    assert dbapi2.sqlite_version == CARRIED["sqlcipher3", "SQLite"]
    assert asked["cipher_provider"] == "openssl"
    assert asked["cipher_provider_version"].split()[1] == CARRIED["sqlcipher3", "OpenSSL"]


def test_that_the_wheel_for_signatures_says_the_version_named() -> None:
    from cryptography.hazmat.backends.openssl import backend

    assert backend.openssl_version_text().split()[1] == CARRIED["cryptography", "OpenSSL"]


def test_that_qt_says_the_version_named() -> None:
    from PySide6.QtCore import qVersion

    assert qVersion() == CARRIED["pyside6-essentials", "Qt"]


def test_that_the_wheel_for_sealing_lists_the_version_named() -> None:
    files = importlib.metadata.files("pyrage") or []
    own = next((file for file in files if file.name == "pyrage.cyclonedx.json"), None)
    assert own is not None
    parts = json.loads(own.read_text())["components"]
    assert CARRIED["pyrage", "age"] in [part["version"] for part in parts if part["name"] == "age"]

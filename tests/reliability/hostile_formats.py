"""Good workbooks, messages and resources to damage, and ones that mean ill from the start."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import openpyxl

MEGABYTE = 1 << 20
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_HEADING_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>spell id</t></is></c></row>'
_MESSAGE = (
    "MSH|^~\\&|PAS|TRUST|CDC|DEPT|20261123080000||ADT^{event}|{n}|P|2.4\rEVN|{event}|20261123080000\r"
    "PID|1||{n}^^^TRUST^PI~9434765919^^^NHS^NH||TEST^PATIENT\rPV1|1|I|W12^B1^03||||C1234567^Smith^Jane|||110\r"
    "PV2|||||||||20261127\r"
)


def good_files(sample: Path) -> tuple[bytes, ...]:
    """Return a sample of rows as CSV, XLSX and ODS, and some HL7 messages and FHIR resources as Bundle and lines."""
    with sample.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[:30]
    resources = [_encounter(number) for number in range(20)]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": resource} for resource in resources]}
    return (
        sample.read_bytes(),
        _workbook(rows),
        _open_document("".join(_odf_row(row) for row in rows)),
        "".join(_MESSAGE.format(event=f"A0{number % 5}", n=number) for number in range(20)).encode(),
        json.dumps(bundle).encode(),
        "\n".join(map(json.dumps, resources)).encode(),
    )


def hostile_formats(*, large: bool) -> dict[str, bytes]:
    """Return what means ill by the name of a file; in its largest size only where wanted."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    wide = "".join(f'<c r="{_column(n)}1"><v>{n}</v></c>' for n in range(1, 16_386))
    long_cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"p" * (10 * MEGABYTE)}</t></is></c></row>'
    formula = '<row r="2"><c r="A2"><f>WEBSERVICE("http://127.0.0.1/")</f><v>7</v></c></row>'
    repeated = '<table:table-cell table:number-columns-repeated="2147483647" office:value-type="string"/>'
    many_rows = f'<table:table-row table:number-rows-repeated="2147483647">{_odf_cell("x")}</table:table-row>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    return {
        "bomb.xlsx": _bomb(1100 if large else 64),
        "far cell.xlsx": _xlsx(_HEADING_ROW + far, dimension="A1:XFD1048576"),
        "dimension only.xlsx": _xlsx(_HEADING_ROW, dimension="A1:XFD1048576"),
        "16,385 columns.xlsx": _xlsx(f'<row r="1">{wide}</row>'),
        "10 MB cell.xlsx": _xlsx(_HEADING_ROW + long_cell),
        "formula.xlsx": _xlsx(_HEADING_ROW + formula),
        "external link.xlsx": _xlsx(_HEADING_ROW + formula.replace("WEBSERVICE", "[1]Sheet1!A1+")),
        "billion laughs.xlsx": _xlsx(_HEADING_ROW.replace("spell id", "&l9;"), head=f"<!DOCTYPE l [{laughs}]>"),
        "columns without end.ods": _open_document(_odf_row(["a"]) + f"<table:table-row>{repeated}</table:table-row>"),
        "rows without end.ods": _open_document(_odf_row(["a"]) + many_rows),
        "workbook in a workbook.xlsx": _packed({"xl/workbook.xml": _xlsx(_HEADING_ROW)}),
        "two of one name.xlsx": _packed({"xl/workbook.xml": b"<workbook/>"}) + _xlsx(_HEADING_ROW),
        "nothing but a mark.hl7": b"MSH",
        "no separators.hl7": b"MSH|\rPID|1\rMSH||||||\rMSH|^~\\&|||||||ADT^A01\r",
        "nulls.hl7": b"MSH|^~\\&" + bytes(100_000),
        "endless segment.hl7": b"MSH|^~\\&|" + b"~^&" * (3 * MEGABYTE),
        "many fields.hl7": _MESSAGE.format(event="A01", n="|" * 500_000).encode(),
        "deep.json": b'{"resourceType": ' + b"[" * MEGABYTE,
        "deeper.json": b'{"resourceType": "Encounter", "class": ' * 20_000,
        "long number.json": b'{"resourceType": "Encounter", "id": ' + b"9" * MEGABYTE + b"}",
        "many lines.ndjson": b'{"resourceType": "Observation"}\n' * 200_000,
        "half.json": b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Encounter"}',
    }


def member_changed(content: bytes, chance: Random, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zip file of which one member was changed before it was packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    name = chance.choice([name for name in members if name != "mimetype"])
    return _packed(members | {name: change(members[name])})


def _encounter(number: int) -> dict[str, object]:
    return {
        "resourceType": "Encounter" if number % 4 else "Practitioner",
        "id": f"e{number}",
        "class": {"code": "IMP"},
        "subject": {"reference": f"Patient/p{number}"},
        "period": {"start": f"2026-01-{number + 1:02}T08:00:00Z", "end": f"2026-02-{number + 1:02}T08:00:00Z"},
        "participant": [{"individual": {"reference": "Practitioner/e0"}}],
    }


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Spells")
    for row in rows:
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _xlsx(rows: str, *, dimension: str = "A1:A1", head: str = "") -> bytes:
    sheet = f'{head}<worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(io.BytesIO(_workbook([["spell id"]]))) as archive:
        members: dict[str, str | bytes] = {info.filename: archive.read(info) for info in archive.infolist()}
    return _packed(members | {"xl/worksheets/sheet1.xml": sheet})


def _bomb(megabytes: int) -> bytes:
    """Return a workbook of which a part unpacks to so many megabytes of spaces, made without holding them."""
    saved = io.BytesIO(_xlsx(_HEADING_ROW))
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as member:
        for _ in range(megabytes):
            member.write(b" " * MEGABYTE)
    return saved.getvalue()


def _open_document(rows: str) -> bytes:
    names = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    return _packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
            f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>',
        }
    )


def _odf_row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(map(_odf_cell, cells))}</table:table-row>"


def _odf_cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text.replace("&", "&amp;")}</text:p></table:table-cell>'
    )


def _column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _packed(members: Mapping[str, str | bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return saved.getvalue()

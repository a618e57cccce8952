"""A chart as a table to paste: what it is and what it rests on first, then a row a month."""

from __future__ import annotations

from html import escape

from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.peers import PeerStrip
from cdconsole.ui.charts.wording import table_rows

Rows = tuple[tuple[str, ...], ...]


def about_rows(charted: MeasureChart, peers: PeerStrip | None = None) -> Rows:
    """Return what must go with a chart's figures, as pairs of a name and its words; peers by letter."""
    pairs = (
        ("Measure", charted.measure.title),
        ("Definition", f"Version {charted.measure.version}"),
        ("n", charted.n_text),
        ("Target", charted.measure.target_text.removeprefix("target ")),
        ("Context", charted.measure.context_text.removeprefix("Context: ")),
        ("Reading", charted.spoken_reading),
        ("Rules", charted.chart.profile.title),
        ("Limits", " ".join(charted.chart.notes)),
        *(("Limits changed", str(mark)) for mark in charted.limit_marks),
        ("Data quality", " ".join((charted.quality, *charted.quality_reasons))),
        ("Team", charted.team_note),
        *(("Challenge", str(note)) for note in charted.challenges),
        ("Peers", "" if peers is None else peers.words),
        *((f"Peer {peer.letter}", charted.measure.value_text(peer.value)) for peer in (peers.peers if peers else ())),
    )
    return tuple((name, words) for name, words in pairs if words)


def as_tab_separated(charted: MeasureChart, peers: PeerStrip | None = None) -> str:
    """Return a chart as spreadsheets paste it."""
    return tab_separated(about_rows(charted, peers), table_rows(charted))


def as_html_table(charted: MeasureChart, peers: PeerStrip | None = None) -> str:
    """Return a chart as word processors paste it: two tables, every cell escaped."""
    return html_tables(about_rows(charted, peers), table_rows(charted))


def tab_separated(about: Rows, table: Rows) -> str:
    """Return what figures rest on and the figures under their header, as spreadsheets paste them."""
    return "\n".join("\t".join(map(_one_line, row)) for row in (*about, (), *table))


def html_tables(about: Rows, table: Rows) -> str:
    """Return the same as two tables, every cell escaped."""
    header, *body = table
    first = "".join(_row("td", row) for row in about)
    second = _row("th", header) + "".join(_row("td", row) for row in body)
    return f"<table>{first}</table><table>{second}</table>"


def _one_line(cell: str) -> str:
    return cell.replace("\t", " ").replace("\n", " ")


def _row(kind: str, cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{kind}>{escape(cell)}</{kind}>" for cell in cells) + "</tr>"

from cdconsole.ui.tables.column import Column, as_html_table, as_tab_separated

COLUMNS = (
    Column[tuple[str, int]]("Name", lambda row: row[0]),
    Column[tuple[str, int]]("n", lambda row: str(row[1]), lambda row: row[1]),
)


def test_that_copied_rows_carry_headings_and_stay_one_line_each() -> None:
    assert as_tab_separated(COLUMNS, [("Dr\tA\nB", 7)]) == "Name\tn\nDr A B\t7\n"


def test_that_data_is_escaped_in_html() -> None:
    html = as_html_table(COLUMNS, [("<b>&", 7)])
    assert "&lt;b&gt;&amp;" in html
    assert "<b>" not in html


def test_that_words_sort_without_regard_to_case_and_numbers_as_numbers() -> None:
    assert COLUMNS[0].key(("ABC", 1)) == "abc"
    assert COLUMNS[1].key(("ABC", 12)) == 12
    assert not COLUMNS[0].editable(("ABC", 1))

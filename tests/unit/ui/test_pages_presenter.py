"""Which page of a screen is shown, and which pages hear of writes."""

from __future__ import annotations

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.ui.pages.presenter import PagesPresenter

IMPORTS, JOB_PLANS, CLINICIANS, MEASURES = "imports", "job_plans", "clinicians", "measures"


class Page:
    def __init__(self) -> None:
        self.heard: list[object] = []

    def start(self) -> None:
        self.heard.append("start")

    def visit(self, **ids: str) -> None:
        self.heard.append(ids)

    def changed(self, changes: ChangeSet) -> None:
        self.heard.append(changes)

    def close(self) -> None:
        self.heard.append("close")


class Shown:
    pages: list[str]

    def __init__(self) -> None:
        self.pages = []

    def show_page(self, name: str) -> None:
        self.pages.append(name)


def test_that_pages_start_when_first_opened_and_keep_their_state() -> None:
    pages, view = {name: Page() for name in (IMPORTS, JOB_PLANS, CLINICIANS, MEASURES)}, Shown()
    built: list[str] = []

    def build_page(name: str) -> Page:
        built.append(name)
        return pages[name]

    presenter = PagesPresenter(view, tuple(pages), build_page, {"clinician": JOB_PLANS})
    presenter.start()
    assert built == [IMPORTS]
    presenter.visit()
    presenter.visit(page=CLINICIANS, clinician="ann")
    presenter.visit(clinician="bob")
    presenter.open(IMPORTS)
    presenter.visit(page="unknown")
    presenter.visit(person="nobody's page")
    assert view.pages == [IMPORTS, CLINICIANS, JOB_PLANS, IMPORTS]
    assert pages[IMPORTS].heard == ["start"]
    assert pages[CLINICIANS].heard == ["start", {"clinician": "ann"}]
    assert pages[JOB_PLANS].heard == ["start", {"clinician": "bob"}]
    changes = ChangeSet(frozenset({Topic.IMPORT}))
    presenter.changed(changes)
    presenter.build(MEASURES)
    presenter.build(IMPORTS)
    presenter.close()
    assert built == [IMPORTS, CLINICIANS, JOB_PLANS, MEASURES]
    assert pages[IMPORTS].heard == ["start", changes, "close"]
    assert pages[MEASURES].heard == ["close"]

"""Reviews: who is due one, and the room in which it is prepared, held, agreed and locked."""

from __future__ import annotations

from cdconsole.ui.printed import Document, PrintButtons, join_printing, printing_from
from cdconsole.ui.screens.context import BuiltScreen, Screen, ScreenContext
from cdconsole.ui.screens.reviews.agreement_presenter import AgreementPresenter
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.goals_presenter import RoomGoalsPresenter
from cdconsole.ui.screens.reviews.notes_presenter import NotesPresenter
from cdconsole.ui.screens.reviews.presenter import ReviewsPresenter
from cdconsole.ui.screens.reviews.room import Room
from cdconsole.ui.screens.reviews.room_presenter import RoomPresenter
from cdconsole.ui.screens.reviews.search.presenter import SearchPresenter
from cdconsole.ui.screens.reviews.sheet_presenter import SheetPresenter
from cdconsole.ui.screens.reviews.thanks_presenter import ThanksPresenter
from cdconsole.ui.screens.reviews.view import ReviewsView


def build(context: ScreenContext) -> Screen:
    """Return the screen, reading."""
    view = ReviewsView(context.clipboard)
    desk = ReviewDesk(view, context.scope(), context.clock, context.show_problem, context.present)
    presenter = ReviewsPresenter(desk, context.summary.person.name, context.navigate)
    _connect_list(view, presenter)
    _connect_sheet(view, presenter)
    _connect_thanks(view, presenter.thanks)
    _connect_printing(view.sheet.printing, view, context, presenter.sheet)
    _connect_search(view, presenter.search)
    return _ReviewsScreen(view, presenter, context)


class _ReviewsScreen(BuiltScreen):
    """The room is built later than the list, and connected then."""

    def __init__(self, view: ReviewsView, presenter: ReviewsPresenter, context: ScreenContext) -> None:
        super().__init__(view, presenter, context.feed, view.room_in_pieces)
        self._reviews, self._reading, self._context = view, presenter, context
        view.room_built.connect(self._connect)

    def _connect(self, room: Room) -> None:
        presenter = self._reading
        _connect_room(room, presenter)
        _connect_notes(room, presenter.notes)
        _connect_goals(room, presenter.goals)
        _connect_agreement(room, presenter.agreement)
        room.record.agreement.lock_declined.connect(self._reviews.write_recognition)
        room.record.agreement.recognition_wanted.connect(self._reviews.write_recognition)
        _connect_printing(room.record.printing, self._reviews, self._context, presenter.room)


def _connect_list(view: ReviewsView, presenter: ReviewsPresenter) -> None:
    view.page.chosen.connect(presenter.list.choose)
    view.page.prepare_requested.connect(presenter.sheet.open)
    view.page.continue_requested.connect(presenter.prepare)
    view.page.open_requested.connect(presenter.open_last)
    view.page.conversation_requested.connect(presenter.open)
    view.page.talk_requested.connect(presenter.talk.begin_chosen)
    view.talk_entered.connect(presenter.talk.save)
    view.talk_ended.connect(presenter.talk.end)
    view.page.retry_requested.connect(presenter.try_again)


def _connect_sheet(view: ReviewsView, presenter: ReviewsPresenter) -> None:
    view.sheet.left.connect(presenter.sheet.leave)
    view.sheet.start_requested.connect(presenter.prepare)
    view.sheet.talk_requested.connect(presenter.talk.begin_chosen)
    view.sheet.charts_requested.connect(presenter.sheet.show_charts)
    view.sheet.thank_requested.connect(presenter.thanks.begin)


def _connect_printing(
    buttons: PrintButtons, view: ReviewsView, context: ScreenContext, of: SheetPresenter | RoomPresenter
) -> None:
    def wanted() -> Document | None:
        document = of.printed()
        return None if document is None else (document, of.clinician)

    join_printing(buttons, printing_from(view, context.scope(), of.say_printed, context.show_problem), wanted)


def _connect_thanks(view: ReviewsView, thanks: ThanksPresenter) -> None:
    view.page.thank_requested.connect(thanks.begin)
    view.thanked.connect(thanks.save)
    view.thanking_ended.connect(thanks.end)


def _connect_search(view: ReviewsView, search: SearchPresenter) -> None:
    view.search_requested.connect(search.begin)
    view.search.typed.connect(search.typed)
    view.search.hit_chosen.connect(search.open)
    view.search.left.connect(search.leave)


def _connect_room(room: Room, presenter: ReviewsPresenter) -> None:
    room.left.connect(presenter.leave)
    room.review_chosen.connect(presenter.open)
    room.present_toggled.connect(presenter.room.present)
    room.step_chosen.connect(presenter.room.reach)
    for turning in (room.charts.turned, room.presented.turned):
        turning.connect(presenter.room.turn)
    room.presented.ended.connect(presenter.room.end_presenting)
    room.record.corrections.ask_requested.connect(presenter.corrections.ask)
    room.record.corrections.entered.connect(presenter.corrections.form.enter)
    room.record.corrections.ended.connect(presenter.corrections.form.end)


def _connect_notes(room: Room, notes: NotesPresenter) -> None:
    for note in (room.past.view, *room.record.notes.values()):
        note.typed.connect(notes.typed)
        note.save_due.connect(notes.save)
        note.settled.connect(notes.settle)


def _connect_goals(room: Room, goals: RoomGoalsPresenter) -> None:
    room.past.goals.close_requested.connect(goals.closer.begin)
    room.past.goals.reopen_requested.connect(goals.closer.reopen)
    room.goal_closed.connect(goals.closer.close)
    room.closing_ended.connect(goals.closer.end)
    for cards in (room.past.goals, room.record.goals):
        cards.measure_chosen.connect(goals.show_measure)
    room.record.add_goal_requested.connect(goals.begin_new)
    room.record.goals.edit_requested.connect(goals.begin)
    room.record.form.entered.connect(goals.save)
    room.record.form.cancelled.connect(goals.end)
    room.record.form.measure_chosen.connect(goals.show_measure)


def _connect_agreement(room: Room, agreement: AgreementPresenter) -> None:
    part = room.record.agreement
    for mark in part.marks.values():
        mark.marked.connect(agreement.mark)
        mark.comment_typed.connect(agreement.comment_typed)
    part.dates_entered.connect(agreement.set_dates)
    part.lock_requested.connect(agreement.lock)
    part.lock_confirmed.connect(agreement.lock_anyway)
    part.lock_declined.connect(agreement.keep_open)
    part.addendum_entered.connect(agreement.add_addendum)

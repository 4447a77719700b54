# SPDX-License-Identifier: MIT
"""The side panel: the page, what was read from it, who it may be, and what can be done without opening it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.inbox import ItemState
from privdesk.i18n import _, ngettext
from privdesk.services.explain_files import file_reason
from privdesk.services.wording import quoted
from privdesk.ui.inbox.listing import Peek
from privdesk.ui.inbox.rows import Sign
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.facts import Fact, Facts
from privdesk.ui.widgets.label import Label, TagLabel
from privdesk.ui.widgets.pane import Line, Pane

PREVIEW_WIDTH = 464
"""Pixels of the page picture: twice its width on screen, for sharp letters on dense screens."""
_LOOKS_LIKE = {
    Sign.SURE: "sure",
    Sign.LOOK: "look",
    Sign.ASK: "info",
    Sign.FAILED: "danger",
    Sign.WAIT: "neutral",
}


class PagePreview(QWidget):
    """The upper part of a page on the desk; paper stays white in the dark theme."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, picture: QImage | None, words: str) -> None:
        """Show a picture, or say why there is none."""
        self._picture, self._words = picture, words
        self.setAccessibleName(words or _("Picture of the page"))
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a page is shown."""
        return self._picture is not None

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 150)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 140)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        painter.fillRect(rect, used.color("surface_sunken"))
        if self._picture is None:
            box = rect.adjusted(24, 16, -24, -16)
            painter.setFont(used.font("caption"))
            painter.setPen(used.color("text_muted"))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(box, flags, self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wide = min(232.0, rect.width() - 48)
        high = wide * self._picture.height() / self._picture.width()
        sheet = QRectF((rect.width() - wide) / 2, 20, wide, high)
        painter.fillRect(sheet, used.color("paper"))
        painter.drawImage(sheet, self._picture)
        painter.setPen(used.color("line_button"))
        painter.drawRect(sheet)


class ItemSide(QWidget):
    """Shows the current item of the list."""

    set_aside_asked = Signal()
    not_a_form_asked = Signal()
    enter_asked = Signal()
    original_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.preview = PagePreview()
        self._name = Label("", "heading", elide=True)
        self._tag = TagLabel("")
        self._caption = Label("", "caption", "muted", wrap=True)
        self.shown_facts: list[Fact] = []
        self._facts = Facts(label_width=80, lines=True)
        self.words = Label("", wrap=True)
        roomy = theme().factor < 1.2
        self.set_aside = Button(_("Set aside"), "archive" if roomy else None, "Del", bind=False).stretch()
        self.not_a_form = Button(_("Not a form"), "file-x" if roomy else None).stretch()
        self.by_hand = Button(_("Enter by hand"), "scan-text", "Enter", bind=False).stretch()
        self.original = Button(_("Save the original…"), "download").stretch()
        self.original.set_hint(_("Saves the file as it came, outside the records"))
        self._confirm = QWidget()
        self._pane = Pane("left", padding=24, spacing=6)
        self._build()
        self.show_nothing()

    def show_peek(self, peek: Peek) -> None:
        """Show an item."""
        row = peek.row
        pages = row.item.pages
        place = _("Page {page} of {pages}").format(page=peek.page + 1, pages=pages) if pages > 1 else ""
        self.preview.show_page(peek.picture, peek.trouble or (_("No page to show.") if not pages else place))
        self._name.setText(row.sender)
        self._tag.set_tag(_tag_words(row.sign, row.wants_look, row.state), _LOOKS_LIKE[row.sign])
        self._tag.show()
        parts = [row.title, _pages(pages), row.channel.lower(), row.received, place]
        self._caption.setText(", ".join(part for part in parts if part))
        self._show_facts(peek)
        failed = row.item.state is ItemState.NOT_READ
        self.words.setText(_failed_words(row.item.reason) if failed else _mail_start(peek))
        self.words.setVisible(bool(self.words.text()))
        self.original.setVisible(failed or row.sign is Sign.ASK or row.item.template is None)
        self.by_hand.setVisible(failed)
        self._confirm.hide()
        for button in (self.set_aside, self.not_a_form):
            button.show()

    def show_nothing(self) -> None:
        """No item is chosen."""
        self.preview.show_page(None, _("Choose a row to see its page."))
        self._name.setText("")
        self._caption.setText("")
        self.words.hide()
        self._tag.hide()
        self._confirm.hide()
        self._facts.set_facts(())
        for button in (self.set_aside, self.not_a_form, self.by_hand, self.original):
            button.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 5)
        column.addWidget(self._pane, 6)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._tag)
        self._pane.column.addLayout(head)
        self._pane.add(self._caption)
        self._pane.add(self._facts, self.words)
        self._pane.add_stretch()
        self._build_confirm()
        self._pane.add(self._confirm, self.original, self.by_hand)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.set_aside)
        row.addWidget(self.not_a_form)
        self._pane.column.addLayout(row)
        self.set_aside.clicked.connect(self.set_aside_asked)
        self.not_a_form.clicked.connect(self.not_a_form_asked)
        self.by_hand.clicked.connect(self.enter_asked)
        self.original.clicked.connect(self._warn)

    def _build_confirm(self) -> None:
        column = QVBoxLayout(self._confirm)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Line())
        warning = _(
            "The file leaves the records: where you save it, it lies unprotected. It is not checked for harm. "
            "That you saved it is recorded."
        )
        column.addWidget(Label(warning, "caption", "warning", wrap=True))
        row = QHBoxLayout()
        self.save_original = Button(_("Save it all the same")).stretch()
        self.save_original.clicked.connect(self._save)
        back = Button(_("Keep it here")).stretch()
        back.clicked.connect(self._unwarn)
        row.addWidget(self.save_original)
        row.addWidget(back)
        column.addLayout(row)

    def _warn(self) -> None:
        self._confirm.show()
        self.original.hide()
        self.save_original.setFocus()

    def _unwarn(self) -> None:
        self._confirm.hide()
        self.original.show()

    def _save(self) -> None:
        self._unwarn()
        self.original_asked.emit()

    def _show_facts(self, peek: Peek) -> None:
        facts = [Fact(label, value, disc=sign) for label, value, sign in peek.facts]
        if peek.likeness:
            facts.append(Fact(_("Same as?"), peek.likeness, disc="users"))
        self.shown_facts = facts
        self._facts.set_facts(facts)


def _tag_words(sign: Sign, count: int, state: str) -> str:
    if sign is Sign.LOOK and count:
        return ngettext("{count} to look at", "{count} to look at", count).format(count=count)
    return state


def _pages(pages: int) -> str:
    return ngettext("{count} page", "{count} pages", pages).format(count=pages) if pages else ""


def _failed_words(reason: str) -> str:
    why = file_reason(reason)
    return _(
        "{why} The original is kept. Enter it by hand from the paper, or save the original and look at it elsewhere."
    ).format(why=why)


def _mail_start(peek: Peek) -> str:
    mail = peek.row.item.mail
    if mail is None:
        return ""
    start = " ".join(mail.text.split())[:280]
    return f"{quoted(mail.subject)}\n{start}" if mail.subject else start

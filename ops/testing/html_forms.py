"""The forms of a page as a program sees them: what a browser would send, control by control."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "image", "reset", "file"}
CHOSEN = {"radio", "checkbox"}


@dataclass
class Form:
    """One form with the values it would send as it stands."""

    action: str
    method: str
    is_multipart: bool
    values: dict[str, str] = field(default_factory=dict)
    text_boxes: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            enctype = given.get("enctype", "")
            self._form = Form(given.get("action", ""), given.get("method", "get").lower(), "multipart" in enctype)
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "option", "button"):
            getattr(self, f"_{tag}_found")(self._form, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            # A line break right after the tag belongs to the markup.
            self._form.values[self._textarea] += data.removeprefix("\n")

    def _input_found(self, form: Form, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if not name or kind in NOT_SENT or (kind in CHOSEN and "checked" not in given):
            return
        form.values[name] = given.get("value", "on" if kind in CHOSEN else "")
        if kind not in CHOSEN and kind != "hidden":
            form.text_boxes.append(name)

    def _textarea_found(self, form: Form, given: dict[str, str]) -> None:
        if name := given.get("name", ""):
            self._textarea = name
            form.values[name] = ""
            form.text_boxes.append(name)

    def _select_found(self, form: Form, given: dict[str, str]) -> None:
        self._select = given.get("name", "")

    def _option_found(self, form: Form, given: dict[str, str]) -> None:
        if self._select and ("selected" in given or self._select not in form.values):
            form.values[self._select] = given.get("value", "")

    def _button_found(self, form: Form, given: dict[str, str]) -> None:
        form.buttons.append((given.get("name", ""), given.get("value", "")))


def forms_of(html: str) -> list[Form]:
    """Read every form of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms

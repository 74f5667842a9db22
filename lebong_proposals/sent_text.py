"""What a form sends is text in UTF-8, or it is refused before Django replaces what it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

FORM, FORM_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"


class SentTextMiddleware:
    """Answers 400 to a body that is no form, and to one whose bytes are no text; otherwise half of it would be stored.

    The bodies of files are not read here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Look at what was sent; it lies in memory, since the check of the form's token has read it."""
        if request.method != "POST" or request.content_type == FORM_WITH_FILES:
            return
        if request.content_type == FORM:
            try:
                unquote_to_bytes(request.body).decode()
            except UnicodeDecodeError as error:
                raise BadRequest("the form is not UTF-8") from error
        elif request.body:
            raise BadRequest("the body is no form")

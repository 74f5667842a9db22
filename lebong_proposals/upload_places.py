"""How many bodies with files a web process takes at once: each holds a thread, and threads must be left for sending in.

Behind a proxy that buffers bodies a place is held for the moment that the work takes. Without one it is held as long
as the sender's line takes, and a line that falls silent is given up. Who is not signed in has nothing to upload: all
of them together have one place, and none of the agencies'.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from lebong_proposals import clock, errors

SILENCE = 60.0  # seconds that a sender may be silent in the middle of a body
FAREWELL = 0.3  # seconds in which a small body still arrives, so that its sender reads the answer
CHUNK = 4096
CUT = "Unggahan terputus sebelum berkasnya lengkap. Kembali ke halaman sebelumnya, lalu unggah lagi."
logger = logging.getLogger(__name__)


class UploadPlacesMiddleware:
    """Lets in as many bodies with files as there are places, and answers 429 to the others before reading theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.places = BoundedSemaphore(settings.UPLOADS_AT_ONCE)
        self.place_of_strangers = BoundedSemaphore()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.content_type != "multipart/form-data":
            return self.get_response(request)
        places = self.places if request.user.is_authenticated else self.place_of_strangers
        if not places.acquire(blocking=False):
            logger.warning("an upload was turned away: all places are taken")
            _say_farewell(request)
            return errors.uploads_full(request)
        try:
            return self._take(request)
        finally:
            places.release()

    def _take(self, request: HttpRequest) -> HttpResponse:
        try:
            with _limited_silence(request):
                _ = request.POST  # read here: the check of the form's origin would take silence for a form too old
        except UnreadablePostError as error:
            logger.warning("an upload was given up: %s", error)
            _stop_listening(request)
            return HttpResponse(CUT, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


@contextmanager
def _limited_silence(request: HttpRequest) -> Iterator[None]:
    """Bound each wait for the sender; only gunicorn shows the connection, and its own timeout ends no request."""
    connection: socket.socket | None = request.META.get("gunicorn.socket")
    if connection is None:
        yield
        return
    connection.settimeout(SILENCE)
    try:
        yield
    finally:
        connection.settimeout(None)


def _say_farewell(request: HttpRequest) -> None:
    """Read on for a moment; what has not come by then is not waited for."""
    connection: socket.socket | None = request.META.get("gunicorn.socket")
    if connection is None:
        return
    until = clock.stopwatch() + FAREWELL
    with suppress(OSError):
        while (left := until - clock.stopwatch()) > 0:
            connection.settimeout(left)
            if not request.read(CHUNK):
                return
    _stop_listening(request)


def _stop_listening(request: HttpRequest) -> None:
    """Have gunicorn close after the answer: reading the rest of the body would hold its main loop for seconds."""
    connection: socket.socket | None = request.META.get("gunicorn.socket")
    if connection is None:
        return
    connection.settimeout(None)
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
    request.META["wsgi.input"].failed = True  # where the next request would begin is unknown

"""A web process that is killed in the middle of an upload, as often as asked: each line of input is one upload.

A line is JSON: point, username, address, slot and text. The upload is a request like any other; what kills it is put
around the functions of the product from outside. The answer is one line: the signal, or 0 when nothing was killed.
"""

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

# Killed when this function has done its work.
POINTS = {
    "after_temp_write": ("proposals.files.storage", "_write"),
    "after_rename": ("proposals.files.storage", "_place"),
    "before_commit": ("proposals.services.attachments", "_close"),
    "after_commit": ("proposals.views.drafting.attachments", "attach"),
}


def deadly(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return wrapped


def upload(order: dict[str, Any]) -> None:
    """Send one file as the person's browser would, and die on the way."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from accounts.models import User
    from ops.testing.journeys import PDF

    module = importlib.import_module(POINTS[order["point"]][0])
    name = POINTS[order["point"]][1]
    setattr(module, name, deadly(getattr(module, name)))
    client = Client()
    client.force_login(User.objects.get(username=order["username"]), "accounts.backends.UsernameOrEmailBackend")
    file = SimpleUploadedFile("KAK.pdf", PDF + f"%{order['text']}\n".encode())
    client.post(order["address"], {"slot": order["slot"], "file": file})


def main() -> None:
    import django

    django.setup()
    # Imported before forking, so that a hundred uploads cost one start; connections are each child's own.
    importlib.import_module("lebong_proposals.urls")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            upload(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)


if __name__ == "__main__":
    main()

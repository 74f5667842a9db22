"""Find the browser of the browser tests, or install it, or say why there is none; never run without it silently."""

import os
import shutil
import subprocess

from ops.launcher.messages import LauncherError, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """Return the path of a Chromium."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise LauncherError(f"CHROMIUM names {named}, which is not a program.")
        return named
    return _installed() or _install()


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _install() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LauncherError(
            "The tests need Chromium. Install it (Debian: sudo apt-get install chromium), or name one in CHROMIUM."
        )
    say("Installing the system package chromium (a minute or two, once)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "chromium"]):
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = _installed()
    if found is None:
        raise LauncherError(f"apt-get could not install chromium:\n{(done.stdout + done.stderr)[-2000:]}")
    return found

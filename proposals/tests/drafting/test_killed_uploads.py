"""A web process killed anywhere in an upload: no row without its file, and nothing is left that the sweep leaves."""

import json
import os
import signal
import subprocess
import sys

import pytest

from ops.launcher.environment import PROJECT
from ops.testing import processes
from ops.testing.killed_uploads import POINTS
from proposals.files.storage import stored_path
from proposals.invariants.files import stored_files
from proposals.models import AttachmentSlot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos_quick]

DAYS_AGO = 1_000_000_000  # a moment long past, in seconds


@pytest.fixture
def surroundings(owner_url, maker, settings):
    return processes.environment_of(owner_url, MEDIA_ROOT=str(settings.MEDIA_ROOT))


@pytest.fixture
def kill_uploads(surroundings, draft, operator):
    """Let uploads be killed at points, ``times`` at each, one after the other and each of other content."""
    slot = AttachmentSlot.objects.get(code="terms_of_reference")

    def kill(points, times):
        address = f"/usulan/{draft.number}/lampiran/unggah/"
        orders = [
            {
                "point": point,
                "text": f"{point} {number}",
                "username": operator.username,
                "slot": slot.pk,
                "address": address,
            }
            for point in points
            for number in range(times)
        ]
        lines = "".join(json.dumps(order) + "\n" for order in orders)
        command = [sys.executable, "-m", "ops.testing.killed_uploads"]
        done = subprocess.run(
            command, input=lines, env=surroundings, cwd=PROJECT, capture_output=True, text=True, timeout=240, check=True
        )
        assert done.stdout.split() == [str(int(signal.SIGKILL))] * len(orders), done.stderr[-2000:]

    return kill


def kept_files(media):
    return {path for path in media.rglob("*") if path.is_file()}


def sweep_later(surroundings, media):
    """Run the sweep as if a day had passed for everything that lies in the store."""
    for path in kept_files(media):
        os.utime(path, (DAYS_AGO, DAYS_AGO))
    done = processes.manage(surroundings, "sweep_files")
    assert done.returncode == 0, done.stderr
    return done.stdout


def check(draft, media, surroundings, *, rows, orphans):
    """Rows and files agree before the sweep, and are all there is after it."""
    finding = stored_files()
    assert not finding.violations, finding
    referenced = {stored_path(sha256) for sha256 in draft.attachments.values_list("sha256", flat=True)}
    assert (len(referenced), len(kept_files(media) - referenced)) == (rows, orphans)

    sweep_later(surroundings, media)

    assert kept_files(media) == referenced
    assert not stored_files().violations


@pytest.mark.slow
def test_a_killed_upload_is_either_whole_or_swept(kill_uploads, draft, surroundings, settings):
    kill_uploads(POINTS, 3)

    check(draft, settings.MEDIA_ROOT, surroundings, rows=3, orphans=9)


@pytest.mark.slow
def test_fifty_kills_at_each_of_the_four_points(kill_uploads, draft, surroundings, settings):
    kill_uploads(POINTS, 50)

    check(draft, settings.MEDIA_ROOT, surroundings, rows=50, orphans=150)


@pytest.mark.slow
def test_a_killed_upload_can_be_repeated_with_the_same_content(kill_uploads, draft, surroundings, settings):
    kill_uploads(["before_commit"], 1)
    order_of_content = sorted(kept_files(settings.MEDIA_ROOT))

    kill_uploads(["before_commit"], 1)
    assert sorted(kept_files(settings.MEDIA_ROOT)) == order_of_content

    assert "1 unreferenced and 0 leftovers removed" in sweep_later(surroundings, settings.MEDIA_ROOT)

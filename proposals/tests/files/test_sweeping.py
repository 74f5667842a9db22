"""The sweep removes what no row names and nobody is about to name."""

import os
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField

from lebong_proposals import clock
from lebong_proposals.celery import app
from proposals.files.storage import _turn, remove_stored, store, stored_before
from proposals.models import Attachment, AttachmentSlot
from proposals.services.attachments import remove
from proposals.services.sweeping import KEPT_FOR, NAMED_BY, sweep
from proposals.tasks import sweep_files

# Hashes of content that the database itself holds.
NOT_FILES = {"content_sha256"}


@pytest.fixture
def media(maker, settings):
    return settings.MEDIA_ROOT


@pytest.fixture
def slot(db):
    return AttachmentSlot.objects.get(code="terms_of_reference")


def age(*paths, hours=25):
    moment = (clock.real_now() - timedelta(hours=hours)).timestamp()
    for path in paths:
        os.utime(path, (moment, moment))


def test_what_no_row_names_goes_after_a_day(media):
    old, fresh = store([b"old"]).path, store([b"fresh"]).path
    age(old)
    age(fresh, hours=23)

    assert sweep(clock.real_now()).unreferenced == 1
    assert (old.exists(), fresh.exists()) == (False, True)


def test_what_a_row_names_stays_however_old(media, make_proposal, maker, slot, operator):
    draft = make_proposal(complete=False)
    replaced, removed = maker.attach(draft, slot), maker.attach(draft, slot, b"%PDF two")
    remove(removed, actor=operator)
    paths = [path for path in media.rglob("*") if path.is_file()]
    age(*paths)

    swept = sweep(clock.real_now())

    assert (swept.examined, swept.unreferenced) == (2, 0)
    assert all(path.exists() for path in paths)
    assert replaced.sha256 != removed.sha256


def test_leftovers_of_killed_uploads_go_too(media):
    store([b"whole"])
    leftover = media / ".tmp" / "half"
    leftover.write_bytes(b"ha")
    age(leftover)

    assert sweep(clock.real_now()).leftovers == 1
    assert not leftover.exists()


def test_content_that_is_stored_again_is_new_again(media):
    stored = store([b"again"])
    age(stored.path)
    store([b"again"])

    assert sweep(clock.real_now()).unreferenced == 0
    assert stored.path.exists()


def test_content_stored_again_after_it_was_found_stays(media):
    """The upload comes between the sweep's look at the rows and its removal."""
    stored = store([b"found"])
    age(stored.path)
    before = clock.real_now() - KEPT_FOR
    assert list(stored_before(before)) == [stored.sha256]

    store([b"found"])

    assert not remove_stored(stored.sha256, before)
    assert stored.path.exists()


def test_placing_and_removing_wait_for_each_other(media):
    stored = store([b"turn"])
    age(stored.path)
    uploading = threading.Thread(target=store, args=([b"turn"],))

    with _turn():
        uploading.start()
        uploading.join(0.3)
        assert uploading.is_alive()
    uploading.join(10)

    assert not remove_stored(stored.sha256, clock.real_now() - KEPT_FOR)


def test_every_column_that_names_a_file_is_known_to_the_sweep():
    named = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and field.name.endswith("sha256") and field.name not in NOT_FILES
    }

    assert named == set(NAMED_BY)
    assert (Attachment, "sha256") in named


def test_the_command_says_what_it_did(media):
    age(store([b"old"]).path)
    said = StringIO()

    call_command("sweep_files", stdout=said)

    assert said.getvalue() == "1 stored files older than 24 hours examined; 1 unreferenced and 0 leftovers removed.\n"


def test_the_workers_sweep_once_a_day(media):
    path = store([b"old"]).path
    age(path)
    planned = app.conf.beat_schedule["sweep"]

    task = app.tasks[planned["task"]]
    task.run()

    assert (task.name, planned["schedule"]) == (sweep_files.name, 86_400.0)
    assert app.amqp.router.route({}, task.name)["queue"].name == "files"
    assert not path.exists()

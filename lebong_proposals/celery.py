"""The Celery application and the whole beat schedule: intervals only, each expiring with its interval."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lebong_proposals.settings")

from django.conf import settings

app = Celery("lebong_proposals")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 25,
        # A nudge to a broker that is away fails at once; kombu's own default is to try for six seconds.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    },
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_acks_on_failure_or_timeout=True,
    task_time_limit=90,
    task_soft_time_limit=60,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=300_000,
    worker_soft_shutdown_timeout=30,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    task_default_queue="ticks",
    task_routes={
        "notifications.tasks.tick_dispatch": {"queue": "mail"},
        "proposals.tasks.*": {"queue": "files"},
    },
    task_queues=[Queue(name) for name in ("ticks", "mail", "files", "exports")],
    timezone="Asia/Jakarta",
    enable_utc=True,
    beat_schedule={
        "plan": {"task": "notifications.tasks.tick_plan", "schedule": 60.0, "options": {"expires": 60}},
        "dispatch": {"task": "notifications.tasks.tick_dispatch", "schedule": 15.0, "options": {"expires": 15}},
        "watch": {"task": "notifications.tasks.tick_watch", "schedule": 60.0, "options": {"expires": 60}},
        "sweep": {"task": "proposals.tasks.sweep_files", "schedule": 86_400.0, "options": {"expires": 86_400}},
        "scan": {"task": "proposals.tasks.scan_files", "schedule": 900.0, "options": {"expires": 900}},
    },
)
app.autodiscover_tasks(["proposals", "notifications"])


@worker_init.connect
@beat_init.connect
def check_start(**_: Any) -> None:
    """Refuse what the web processes refuse."""
    from lebong_proposals.startup import refuse_unsafe_start

    refuse_unsafe_start()

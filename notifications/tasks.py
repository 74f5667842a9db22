"""The ticks as Celery tasks: no arguments that matter, so that twice, late or lost changes nothing."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from lebong_proposals import clock
from notifications import rounds


@shared_task(name="notifications.tasks.tick_plan")
def tick_plan(**_: Any) -> None:
    """Every minute: what should exist is inserted, what is of no use any more ends."""
    rounds.plan(clock.now())


@shared_task(name="notifications.tasks.tick_dispatch")
def tick_dispatch(**_: Any) -> None:
    """Every 15 seconds and after each event: what is due is sent."""
    rounds.dispatch(clock.now())


@shared_task(name="notifications.tasks.tick_watch")
def tick_watch(**_: Any) -> None:
    """Every minute: is mail moving?"""
    rounds.watch()

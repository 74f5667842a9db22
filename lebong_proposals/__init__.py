"""The project package; importing it makes its Celery application the current one, in every process."""

from lebong_proposals.celery import app as celery_app

__all__ = ["celery_app"]

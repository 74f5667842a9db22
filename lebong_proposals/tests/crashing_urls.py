"""The site's addresses and two that fall over, to see what a crash and a lost database look like."""

from django.db import OperationalError
from django.urls import path

from lebong_proposals.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def crash(request):
    raise RuntimeError("on purpose")


def lose_the_database(request):
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [*urlpatterns, path("jatuh/", crash), path("putus/", lose_the_database)]

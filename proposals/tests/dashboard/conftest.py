"""The figures of the dashboard, and how many agencies they are about."""

import pytest

from lebong_proposals import clock
from proposals.dashboard.figures import read_dashboard
from proposals.deadlines import calendar
from proposals.models import AgencyCycle, Obligation


@pytest.fixture
def figures(cycle):
    return lambda: read_dashboard(cycle, calendar(), clock.now())


@pytest.fixture
def required(cycle):
    return AgencyCycle.objects.filter(cycle=cycle, obligation=Obligation.REQUIRED).count()

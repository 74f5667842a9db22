"""The people of other offices: `./test` asks one of each kind, `./test --all` everybody."""

import pytest

OTHERS = ["reviewer", "leader", *(pytest.param(who, marks=pytest.mark.slow) for who in ("approver", "admin"))]

"""``check_invariants`` where nobody has made anything yet."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def test_empty_database_is_no_proof(db):
    with pytest.raises(CommandError, match="Nothing was checked"):
        call_command("check_invariants", stdout=StringIO())

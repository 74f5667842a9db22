"""One changed byte in the record is found, and the first wrong entry is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from proposals.fingerprint import sha256_hex
from proposals.models import AuditEntry
from proposals.tests.invariants.forging import forge

__all__ = ["forge"]
pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "proposals_auditentry"


@pytest.fixture
def entry(make_proposal):
    """An entry in the middle of a chain."""
    proposal = make_proposal(state="submitted")
    return AuditEntry.objects.get(chain=f"proposal:{proposal.number}", sequence=4)


def verify_audit():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def test_untouched_record_is_verified_and_counted(entry):
    assert verify_audit() == f"{AuditEntry.objects.count()} audit entries in 1 chains checked.\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("payload = overlay(payload placing 'X' from 20 for 1)", "a column differs from the hashed payload"),
        ("actor_name = actor_name || ' '", "a column differs from the hashed payload"),
        ("facts = jsonb_set(facts, '{section}', '\"budget\"')", "a column differs from the hashed payload"),
        ("occurred_at = occurred_at + interval '1 microsecond'", "a column differs from the hashed payload"),
        (
            "hash = translate(left(hash, 1), '0123456789abcdef', '123456789abcdef0') || substr(hash, 2)",
            "hash does not match the payload",
        ),
        ("previous_hash = repeat('0', 64)", "previous_hash is not the hash of the entry before it"),
        ("sequence = 400", "sequence 5 follows 3"),
    ],
)
def test_changed_entry_is_the_one_that_is_named(entry, forge, change, what):
    forge(TABLE, f"UPDATE {TABLE} SET {change} WHERE id = %s", entry.pk)  # noqa: S608 - forged on purpose

    with pytest.raises(CommandError) as caught:
        verify_audit()

    wrong = entry.sequence + 1 if "sequence" in change else entry.sequence
    assert str(caught.value).endswith(f"({entry.chain}#{wrong}): {what}.")


def test_removed_entry_leaves_a_gap(entry, forge):
    forge(TABLE, "DELETE FROM proposals_auditentry WHERE id = %s", entry.pk)

    with pytest.raises(CommandError, match=r"#5\): sequence 5 follows 3"):
        verify_audit()


def test_recomputed_entry_breaks_the_next_one(entry, forge):
    """Whoever changes an entry together with its hash must change every later one as well."""
    payload = entry.payload.replace(entry.actor_role, "Penyusup")
    values = (payload, sha256_hex(entry.previous_hash + payload), entry.pk)
    change = "UPDATE proposals_auditentry SET actor_role = 'Penyusup', payload = %s, hash = %s WHERE id = %s"
    forge(TABLE, change, *values)

    with pytest.raises(CommandError, match=r"#5\): previous_hash is not the hash of the entry before it"):
        verify_audit()

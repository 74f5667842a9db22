"""What only the owner of the tables can do is named as well: the append-only tables and their guards."""

import pytest

from proposals.models import AuditEntry, SubmittedVersion

# The forger works on a connection of its own and sees only what was committed.
pytestmark = pytest.mark.django_db(transaction=True)
VERSIONS = "proposals_submittedversion"


@pytest.fixture
def version(make_proposal):
    return make_proposal(state="submitted").versions.get()


def test_late_acceptance_is_named(version, forge, broken):
    forge(VERSIONS, "UPDATE proposals_submittedversion SET accepted_at = closes_at")

    assert broken()["I1"] == [f"{version.receipt_no}: accepted at {version.closes_at}, limit {version.closes_at}"]


@pytest.mark.slow
def test_limit_that_nobody_set_is_named(version, forge, broken):
    forge(VERSIONS, "UPDATE proposals_submittedversion SET closes_at = closes_at + interval '1 day'")

    assert "nobody has set a limit as late as" in broken()["I1"][0]


def test_changed_content_is_named(version, forge, broken):
    forge(VERSIONS, "UPDATE proposals_submittedversion SET content = replace(content, 'Saluran', 'saluran')")

    assert broken() == {"I2": [f"{version.receipt_no}: the content does not match its fingerprint"]}


@pytest.mark.slow
def test_lost_version_is_named(version, forge, broken):
    forge(VERSIONS, "DELETE FROM proposals_submittedversion")

    found = broken()

    assert f"{version.receipt_no}: promised on record, and there is no such version" in found["I2"]
    assert "versions [], 1 expected" in found["I3"][-1]
    assert "a receipt was promised for no version" in found["I6"][0]


@pytest.mark.slow
def test_second_version_of_one_intent_is_named(version, forge, broken):
    forge.run(f"ALTER TABLE {VERSIONS} DROP CONSTRAINT version_key_once")
    fields = [field.column for field in SubmittedVersion._meta.concrete_fields if field.name != "id"]
    changed = {"version_no": "2", "receipt_no": "left(receipt_no, -1) || '2'"}
    values = ", ".join(changed.get(field, field) for field in fields)
    columns = ", ".join(fields)
    copy = f"SELECT gen_random_uuid(), {values} FROM {VERSIONS}"  # noqa: S608 - names of our own columns
    forge(VERSIONS, f"INSERT INTO {VERSIONS} (id, {columns}) {copy}")

    found = broken()["I3"]

    assert any(f"key {version.idempotency_key} has 2 versions" in sentence for sentence in found)
    assert any("0 entries on record" in sentence for sentence in found)


@pytest.mark.slow
def test_impossible_move_on_record_is_named(version, forge, broken):
    forge("proposals_auditentry", "UPDATE proposals_auditentry SET verb = 'approved' WHERE verb = 'submitted'")

    found = broken()["I9"]

    assert "2025-0001: approve while draft" in found
    assert any("a column differs from the hashed payload" in sentence for sentence in found)


def test_removed_entry_is_named(version, forge, broken):
    entry = AuditEntry.objects.filter(verb="section_saved").first()
    forge("proposals_auditentry", "DELETE FROM proposals_auditentry WHERE id = %s", entry.pk)

    found = broken()

    assert any(f"sequence {entry.sequence + 1} follows {entry.sequence - 1}" in sentence for sentence in found["I9"])
    assert "I4" in found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            "ALTER TABLE proposals_auditentry DISABLE TRIGGER proposals_auditentry_append_only",
            "proposals_auditentry: no trigger refuses UPDATE and DELETE",
        ),
        (
            "DROP TRIGGER proposals_withdrawal_no_truncate ON proposals_withdrawal",
            "proposals_withdrawal: no trigger refuses TRUNCATE",
        ),
        (
            "ALTER TABLE proposals_submittedversion DISABLE TRIGGER submitted_version_cutoff",
            "proposals_submittedversion: trigger submitted_version_cutoff is missing or off",
        ),
        ("GRANT DELETE ON proposals_auditentry TO app_rw", "app_rw may DELETE proposals_auditentry"),
        ("GRANT UPDATE ON lebong_clock TO app_rw", "app_rw may UPDATE lebong_clock"),
    ],
)
def test_lowered_guard_is_named(forge, broken, act, sentence):
    forge.run(act)

    assert broken() == {"I9": [sentence]}

"""What must hold even if the Python above it is wrong: append-only tables, the cutoff, the transition table."""

from django.db import migrations

APPEND_ONLY = (
    "proposals_auditentry",
    "proposals_submittedversion",
    "proposals_withdrawal",
    "proposals_submissionattempt",
)

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'LB003';
END $$;
"""

# The limit of a submission, decided under the lock of the agency's row and by the database's clock alone.
# A return that opened a window of its own counts instead of a limit that has passed.
CUTOFF = """
CREATE FUNCTION stamp_submitted_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agency_row proposals_agencycycle%ROWTYPE;
    proposal_row proposals_proposal%ROWTYPE;
    closes timestamptz;
    moment timestamptz;
BEGIN
    SELECT * INTO proposal_row FROM proposals_proposal WHERE id = NEW.proposal_id;
    SELECT * INTO agency_row FROM proposals_agencycycle
     WHERE cycle_id = proposal_row.cycle_id AND agency_id = proposal_row.agency_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the agency takes no part in this cycle' USING ERRCODE = 'LB001';
    END IF;
    SELECT COALESCE(agency_row.closes_at, cycle.closes_at) INTO closes
      FROM proposals_submissioncycle cycle WHERE cycle.id = proposal_row.cycle_id;
    moment := app_clock();
    IF proposal_row.state = 'revision_required' AND proposal_row.revision_window
       AND proposal_row.revision_due_at > closes THEN
        closes := proposal_row.revision_due_at;
    ELSIF agency_row.sealed_at IS NOT NULL THEN
        RAISE EXCEPTION 'the agency is sealed' USING ERRCODE = 'LB001';
    END IF;
    IF moment >= closes THEN
        RAISE EXCEPTION 'accepted at % is not before %', moment, closes USING ERRCODE = 'LB001';
    END IF;
    NEW.accepted_at := moment;
    NEW.closes_at := closes;
    RETURN NEW;
END $$;
CREATE TRIGGER submitted_version_cutoff BEFORE INSERT ON proposals_submittedversion
    FOR EACH ROW EXECUTE FUNCTION stamp_submitted_version();
"""

TRANSITIONS = """
CREATE FUNCTION guard_proposal_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'revision_required'),
        ('submitted', 'in_assistance'), ('in_assistance', 'revision_required'), ('revision_required', 'submitted'),
        ('in_assistance', 'approved'), ('in_assistance', 'rejected'), ('approved', 'in_assistance'),
        ('rejected', 'in_assistance'), ('approved', 'sent'), ('sent', 'revision_required')
    ) THEN
        RAISE EXCEPTION 'no transition from % to %', OLD.state, NEW.state USING ERRCODE = 'LB002';
    END IF;
    IF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'a transition raises the version' USING ERRCODE = 'LB002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_state_guard BEFORE UPDATE OF state ON proposals_proposal
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION guard_proposal_state();
"""


def append_only(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


BACKWARD = (
    "".join(
        f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"
        for table in APPEND_ONLY
    )
    + """
DROP TRIGGER proposal_state_guard ON proposals_proposal;
DROP FUNCTION guard_proposal_state();
DROP TRIGGER submitted_version_cutoff ON proposals_submittedversion;
DROP FUNCTION stamp_submitted_version();
DROP FUNCTION refuse_change();
"""
)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_clock")]
    operations = [
        migrations.RunSQL(REFUSE + CUTOFF + TRANSITIONS + "".join(map(append_only, APPEND_ONLY)), BACKWARD),
    ]

"""A locked paper keeps what was printed; only its signed scan may still be laid beside it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keep_locked_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.locked_at IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' OR
       (NEW.session_id, NEW.kind, NEW.edition, NEW.number, NEW.locked_at, NEW.locked_by_id, NEW.content,
        NEW.content_sha256, NEW.check_code)
       IS DISTINCT FROM
       (OLD.session_id, OLD.kind, OLD.edition, OLD.number, OLD.locked_at, OLD.locked_by_id, OLD.content,
        OLD.content_sha256, OLD.check_code) THEN
        RAISE EXCEPTION 'a locked paper does not change' USING ERRCODE = 'LB004';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assistancepaper_locked BEFORE UPDATE OR DELETE ON proposals_assistancepaper
    FOR EACH ROW EXECUTE FUNCTION keep_locked_paper();
"""
BACKWARD = """
DROP TRIGGER assistancepaper_locked ON proposals_assistancepaper;
DROP FUNCTION keep_locked_paper();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_review_desk")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

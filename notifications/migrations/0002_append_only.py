"""Tries of delivery are a record: inserted, never changed or removed, not even by the owner of the tables."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER deliveryattempt_append_only BEFORE UPDATE OR DELETE ON notifications_deliveryattempt
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deliveryattempt_no_truncate BEFORE TRUNCATE ON notifications_deliveryattempt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = """
DROP TRIGGER deliveryattempt_append_only ON notifications_deliveryattempt;
DROP TRIGGER deliveryattempt_no_truncate ON notifications_deliveryattempt;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("proposals", "0003_last_line")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

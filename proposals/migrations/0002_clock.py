"""The one clock: ``app_clock()`` is the database's clock plus the rehearsal's shift."""

from django.db import migrations

FORWARD = """
CREATE TABLE lebong_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    shift interval NOT NULL DEFAULT interval '0',
    frozen_at timestamptz
);
INSERT INTO lebong_clock DEFAULT VALUES;

CREATE FUNCTION app_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT COALESCE(frozen_at, clock_timestamp() + shift) FROM lebong_clock
$$;
"""
BACKWARD = "DROP FUNCTION app_clock(); DROP TABLE lebong_clock;"


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

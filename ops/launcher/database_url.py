"""Database addresses in the one form that libpq, psycopg2 and django-environ all read."""

from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit, urlunsplit


def socket_url(role: str, password: str, socket: Path, database: str) -> str:
    """Build the address of a database behind a unix socket: the directory goes into `?host=`, not into the netloc.

    django-environ lowers the case of a host in the netloc, which would break a path.
    """
    return f"postgresql://{quote(role)}:{quote(password, safe='')}@/{database}?{urlencode({'host': socket})}"


def with_role(url: str, role: str, password: str) -> str:
    """Return the same database as seen by another role."""
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password, safe='')}@{server}"))


def with_database(url: str, database: str) -> str:
    """Return another database on the same server, as the same role."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def name_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def credentials_of(url: str) -> tuple[str, str, str]:
    """Return role, password and server, whichever of the two places names the server."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [""])[0]
    return parts.username or "", parts.password or "", f"{parts.hostname or host}:{parts.port or ''}"

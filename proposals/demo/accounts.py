"""The demo's people: one password for all, hashed once, and the offices they hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Agency, Membership, User
from proposals.demo.content import demo_accounts

SINCE = date(2025, 1, 2)
MAIL_DOMAIN = "lebong.example"


def create_accounts() -> dict[str, User]:
    """Create every account with its memberships and return the people by user name; four queries."""
    content = demo_accounts()
    password = make_password(content["password"])
    people = User.objects.bulk_create(
        [_user(account, number, password) for number, account in enumerate(content["account"], start=1)]
    )
    by_name = {user.username: user for user in people}
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    Membership.objects.bulk_create(
        [
            _membership(by_name[account["username"]], number, agencies, membership)
            for number, account in enumerate(content["account"], start=1)
            for membership in [*account["memberships"], *_second_offices(account["username"])]
        ]
    )
    return by_name


def _user(account: dict[str, Any], number: int, password: str) -> User:
    username = account["username"]
    return User(
        username=username,
        email=f"{username}@{MAIL_DOMAIN}",
        name=account["name"],
        phone=f"0800-0000-{number:04d}",
        password=password,
    )


def _second_offices(username: str) -> list[dict[str, Any]]:
    return [row for row in demo_accounts()["also"] if row["username"] == username]


def _membership(user: User, number: int, agencies: dict[str, Agency], row: dict[str, Any]) -> Membership:
    """An office held; the NIP has the right length and can belong to nobody."""
    return Membership(
        user=user,
        agency=agencies[row["agency"]],
        role=row["role"],
        title=row["title"],
        is_acting=row.get("is_acting", False),
        nip=f"{number:018d}",
        starts_on=SINCE,
    )

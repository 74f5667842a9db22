"""What an SMTP answer means for a message: pure, after the retry table of ``reliability.md`` 4.5."""

from __future__ import annotations

import re
from dataclasses import dataclass

from notifications.models import Outcome

ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
CLOSING = 421
AUTHENTICATION = frozenset({530, 534, 535, 538})
MAILBOX_FULL = 552
TEXT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """How a conversation about one message ended; without a code the line was cut."""

    code: int | None
    text: str = ""
    data_started: bool = False

    @property
    def enhanced_code(self) -> str:
        """The "5.1.1" of the answer, or nothing."""
        found = ENHANCED.search(self.text)
        return found.group(1) if found else ""

    @property
    def outcome(self) -> Outcome:
        """The class of the answer, which decides about the retry."""
        if self.code is None:
            return Outcome.UNKNOWN if self.data_started else Outcome.CHANNEL
        if 200 <= self.code < 300:
            return Outcome.ACCEPTED
        if self.code == CLOSING:
            return Outcome.CHANNEL
        if self.code in AUTHENTICATION or (self.code == 554 and self.enhanced_code.startswith("5.7")):
            return Outcome.OURS
        if self.code < 500 or self.is_mailbox_full:
            return Outcome.TEMPORARY
        return Outcome.PERMANENT

    @property
    def is_mailbox_full(self) -> bool:
        return self.code == MAILBOX_FULL or self.enhanced_code == "5.2.2"

    @property
    def condemns_address(self) -> bool:
        """Whether the address itself is wrong, so that nothing more should go there."""
        if self.outcome is not Outcome.PERMANENT or self.enhanced_code.startswith("5.7"):
            return False
        return self.code in (550, 551, 553) or self.enhanced_code.startswith("5.1.") or self.enhanced_code == "5.2.1"


def reply_text(raw: bytes | str) -> str:
    """One line of a server's answer, cut to what the record holds."""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return " ".join(text.split())[:TEXT_LIMIT]

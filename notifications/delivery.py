"""Sending what the outbox holds. The algorithm, for as long as messages are due and time is left:

1. Ask the channel how many messages may leave (``channel.allowance``) and lease them (``claims.claim``).
2. Review the batch: suppressed addresses, reminders that nobody owes any more, messages past their use end unsent.
3. For each message, with no transaction open around SMTP: write its text unless it is written (once and for ever),
   store it and the begun try under our lease, hand it over, mark the try before the text leaves, record the end.
4. A channel that fails gives the rest of the batch back untried.

What is promised runs on the application's clock, leases and retries on the machine's.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from datetime import datetime, timedelta
from functools import cached_property

from lebong_proposals import clock
from notifications import channel, claims, compose, ledger, letters, mime, settle
from notifications.compose import Letter, Surroundings
from notifications.conversation import Conversation
from notifications.enclosures import enclosures
from notifications.ledger import Holder
from notifications.models import Kind, OutboxMessage, Outcome
from notifications.review import EXPIRED, review
from notifications.settle import Moment
from notifications.ticks import worker

logger = logging.getLogger(__name__)

BATCH = 50
BUDGET = timedelta(seconds=30)
STRIKES_ALLOWED = 3
CHANNEL_FAULTS = frozenset({Outcome.CHANNEL, Outcome.OURS})
# Their text holds a link that must not stay in the database: written anew for each try.
NOT_STORED = frozenset({Kind.PASSWORD_RESET})


class Run:
    """One call of ``dispatch``: its clocks, its worker and what it has counted."""

    def __init__(self, at: datetime, budget: timedelta) -> None:
        self._app_start, self._real_start = at, clock.real_now()
        self._ends_at = self._real_start + budget
        self.worker = worker()
        self.counts: Counter[str] = Counter()

    @cached_property
    def around(self) -> Surroundings:
        """What the mails of this run share; read only when there is one to write."""
        return compose.surroundings(self._app_start)

    @property
    def moment(self) -> Moment:
        """The present on both clocks, without asking the database each time."""
        real = clock.real_now()
        return Moment(self._app_start + (real - self._real_start), real)

    def lasts_until(self, real: datetime) -> bool:
        return real < self._ends_at


def dispatch(at: datetime, budget: timedelta = BUDGET) -> Counter[str]:
    """Send what is due until nothing is left or the time is used up; returns counts by outcome."""
    run = Run(at, budget)
    while run.lasts_until(now := clock.real_now()):
        allowance = channel.allowance(now, BATCH)
        if not allowance.messages:
            break
        claim = claims.claim(at=now, limit=allowance.messages, worker=run.worker)
        if not claim.messages:
            if allowance.is_trial:
                channel.give_trial_back(now)
            break
        if not _Batch(run, claim, allowance).send():
            break
    return run.counts


class _Batch:
    """The messages of one claim on their way over one connection."""

    def __init__(self, run: Run, claim: claims.Claim, allowance: channel.Allowance) -> None:
        self.run, self.claim, self.allowance = run, claim, allowance
        self.holder = Holder(run.worker, claim.token)
        self.conversation = Conversation()
        self.reviewed = review(claim.messages, run.around)
        self.strikes_left = 1 if allowance.is_trial else STRIKES_ALLOWED
        self.restored = False

    def send(self) -> bool:
        """Send the batch; False when the channel failed or the time is used up, the rest given back."""
        for message, verdict in self.reviewed.unsendable:
            settle.close_unsent(message, self.holder, verdict.state, verdict.reason)
            self.run.counts[verdict.state] += 1
        for message in self.reviewed.faulty:
            self._postpone(message)
        waiting = list(self.reviewed.sendable)
        with self.conversation:
            while waiting:
                if not self._may_go_on():
                    claims.release(waiting, self.claim.token, at=clock.real_now())
                    return False
                self._note(self._send(waiting.pop(0)))
        return self.strikes_left > 0

    def _may_go_on(self) -> bool:
        """Whether the channel carries another message now; waits for the channel's rate."""
        now = clock.real_now()
        if self.strikes_left <= 0 or not self.run.lasts_until(now):
            return False
        if failed := self.conversation.open():
            channel.trip(now, failed.text or "connection failed")
            self.run.counts["unconnected"] += 1
            return False
        if self.allowance.is_paced:
            turn = channel.reserve(now)
            if not self.run.lasts_until(turn):
                return False
            time.sleep(max(0.0, (turn - now).total_seconds()))
        return True

    def _note(self, outcome: Outcome | None) -> None:
        """Count an outcome; faults of the channel in a row open the breaker, any other answer closes it."""
        self.run.counts[outcome or "unsent"] += 1
        if outcome is None or outcome is Outcome.UNKNOWN:
            return
        if outcome in CHANNEL_FAULTS:
            self.strikes_left -= 1
            if self.strikes_left <= 0:
                channel.trip(clock.real_now(), f"{outcome.label} ({self.run.worker})")
            return
        self.strikes_left = STRIKES_ALLOWED
        if not self.restored:
            channel.restore()
            self.restored = True

    def _send(self, message: OutboxMessage) -> Outcome | None:
        """Write, begin, hand over, settle one message; None when it did not come to a try or the lease was lost."""
        try:
            letter = self._letter(message)
            content = mime.build(message, letter, self.run.around, enclosures(message))
        except Exception:
            logger.exception("message %s could not be written", message.id)
            self._postpone(message)
            return None
        if not self._begin(message, letter):
            return None
        reply = self.conversation.send(
            mime.sender_address(),
            message.to_addr,
            content,
            before_data=lambda: ledger.mark_data(message, self.holder, at=clock.real_now()),
        )
        return settle.settle(message, self.holder, reply, self.run.moment)

    def _letter(self, message: OutboxMessage) -> Letter:
        if message.body_text and message.kind not in NOT_STORED:
            return Letter(message.subject, message.body_text, message.body_html)
        words = self.reviewed.words.get(message.id) or letters.words(message, self.run.around)
        return compose.render(message.kind, words, self.run.around)

    def _begin(self, message: OutboxMessage, letter: Letter) -> bool:
        """Put the text and the try on record under our lease; False when the message is not ours to send any more."""
        moment = self.run.moment
        if message.expires_at <= moment.app:
            settle.close_unsent(message, self.holder, EXPIRED.state, EXPIRED.reason)
            return False
        if not ledger.begin(message, self.holder, letter, at=moment.real, until=moment.real + claims.LEASE):
            logger.warning("lost the lease of message %s before it was sent", message.id)
            return False
        return True

    def _postpone(self, message: OutboxMessage) -> None:
        settle.postpone(message, self.holder, clock.real_now(), "Surel belum dapat disusun.")
        self.run.counts["postponed"] += 1

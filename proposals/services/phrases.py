"""Kalimat baku: what admins change about the sentences that reviewers put into notes, each change on the record."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.mandate import Mandate
from accounts.models import User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.models import StockPhrase
from proposals.services.refusals import ServiceRefused
from proposals.workflow import Refusal, Verdict

TABLE = "kalimat baku"
STALE = Verdict("Kalimat ini sudah diubah sejak Anda membukanya.", Refusal.STALE)


class PhraseRefused(ServiceRefused):
    """The change may not be made; ``reason`` is the sentence to show."""


class PhraseExists(Exception):
    """Another phrase has these very words."""


@transaction.atomic
def add(*, actor: User, section: str, text: str) -> StockPhrase:
    """Put a phrase at the end of its section. Raises ``PhraseRefused``, ``PhraseExists``."""
    record = _Record(actor)
    last = StockPhrase.objects.filter(section=section).aggregate(last=Max("order"))["last"]
    phrase = StockPhrase(section=section, text=text, order=0 if last is None else last + 1)
    _write(phrase)
    record.write("added", phrase)
    return phrase


@transaction.atomic
def change(phrase_id: int, *, actor: User, seen_text: str, section: str, text: str) -> StockPhrase:
    """Give a phrase other words or another section; ``seen_text`` is what the page showed of it.

    Raises ``PhraseRefused`` also when it was changed meanwhile, and ``PhraseExists``.
    """
    record = _Record(actor)
    phrase = _locked(phrase_id)
    if phrase.text != seen_text:
        raise PhraseRefused(STALE)
    wanted = {"section": section, "text": text}
    changes = {name: [getattr(phrase, name), new] for name, new in wanted.items() if getattr(phrase, name) != new}
    if changes:
        phrase.section, phrase.text = section, text
        _write(phrase)
        record.write("changed", phrase, changes=changes)
    return phrase


@transaction.atomic
def set_use(phrase_id: int, *, actor: User, is_active: bool) -> StockPhrase:
    """Take a phrase out of use, or back into it; doing it twice changes nothing."""
    record = _Record(actor)
    phrase = _locked(phrase_id)
    if phrase.is_active != is_active:
        phrase.is_active = is_active
        phrase.save(update_fields=["is_active"])
        record.write("taken_into_use" if is_active else "taken_out_of_use", phrase)
    return phrase


@transaction.atomic
def move(phrase_id: int, *, actor: User, up: bool) -> StockPhrase:
    """Let a phrase change places with its neighbour of the same section; at the end it stays where it is."""
    record = _Record(actor)
    section = StockPhrase.objects.values_list("section", flat=True).get(pk=phrase_id)
    rows = list(StockPhrase.objects.filter(section=section).select_for_update())
    place = next((place for place, row in enumerate(rows) if row.pk == phrase_id), None)
    if place is None:
        raise PhraseRefused(STALE)
    phrase, other = rows[place], place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for order, row in enumerate(rows):
            row.order = order
        StockPhrase.objects.bulk_update(rows, ["order"])
        record.write("moved_up" if up else "moved_down", phrase)
    return phrase


class _Record:
    """Only an admin changes phrases; the entry goes into the chain of the system."""

    def __init__(self, actor: User) -> None:
        self.actor = actor
        self.mandate = Mandate(actor, clock.now())
        if Role.ADMIN not in self.mandate.roles:
            raise PhraseRefused(Verdict("Hanya admin yang mengubah kalimat baku.", Refusal.ROLE))

    def write(self, what: str, phrase: StockPhrase, **facts: object) -> None:
        membership = self.mandate.membership_as(frozenset({Role.ADMIN}))
        audit.record(
            audit.Verb.REFERENCE_CHANGED,
            actor=audit.Actor.of(self.actor, membership),
            at=clock.now(),
            facts={"table": TABLE, "what": what, "row": phrase.text, **facts},
        )


def _locked(phrase_id: int) -> StockPhrase:
    return StockPhrase.objects.select_for_update().get(pk=phrase_id)


def _write(phrase: StockPhrase) -> None:
    try:
        with transaction.atomic():
            phrase.save()
    except IntegrityError as error:
        raise PhraseExists from error

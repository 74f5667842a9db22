"""Paket pusat: what goes to one ministry under one letter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from proposals.models.cycle import SubmissionCycle
from proposals.models.proposal import Proposal
from proposals.models.reference import Ministry


class DispatchState(models.TextChoices):
    OPEN = "open", "Disusun"
    LOCKED = "locked", "Dikunci"
    SENT = "sent", "Dikirim"
    RECEIVED = "received", "Diterima"


class DispatchChannel(models.TextChoices):
    SRIKANDI = "srikandi", "SRIKANDI"
    MAIL = "mail", "Surel"
    PORTAL = "portal", "Aplikasi kementerian"
    BY_HAND = "by_hand", "Langsung"


class Dispatch(models.Model):
    """Paket: its proposals may change until it is locked; sending records the letter."""

    cycle = models.ForeignKey(SubmissionCycle, on_delete=models.PROTECT, related_name="dispatches")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="dispatches")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=DispatchState, default=DispatchState.OPEN)
    version = models.PositiveIntegerField(default=1)
    letter_number = models.CharField("nomor surat", max_length=120, blank=True)
    letter_date = models.DateField("tanggal surat", null=True, blank=True)
    sent_on = models.DateField("tanggal kirim", null=True, blank=True)
    channel = models.CharField("cara kirim", max_length=8, choices=DispatchChannel, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    proof_filename = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    proposals = models.ManyToManyField(Proposal, through="DispatchItem", related_name="dispatches")

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="dispatch_number_once"),
            models.CheckConstraint(condition=Q(state__in=DispatchState.values), name="dispatch_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[DispatchState.SENT, DispatchState.RECEIVED])
                | (~Q(letter_number="") & Q(letter_date__isnull=False, sent_at__isnull=False)),
                name="dispatch_sent_with_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"Paket {self.number}"


class DispatchItem(models.Model):
    """A proposal's place in a package; it lies in one live package at a time."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="items")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="dispatch_items")
    position = models.PositiveSmallIntegerField()
    is_returned = models.BooleanField(default=False, help_text="The ministry sent it back; it may join another package")

    class Meta:
        ordering = ["dispatch", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_returned=False), name="proposal_in_one_dispatch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id}: {self.proposal_id}"

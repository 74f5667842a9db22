"""What happened to a proposal or a cycle, announced with its audit entry inside the same transaction.

``notifications`` has the one receiver. An exception in a receiver rolls the change back.
"""

from django.dispatch import Signal

# Arguments: entry (AuditEntry), proposal (Proposal or None), facts (dict that JSON can hold).
proposal_event = Signal()

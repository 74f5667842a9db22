"""What happened to a proposal or a cycle, announced with its audit entry inside the same transaction.

``notifications`` has the one receiver. An exception in a receiver rolls the change back.

The other way round, ``mails_asked`` asks whoever sends mail what was sent about a proposal.
"""

from django.dispatch import Signal

# Arguments: entry (AuditEntry), proposal (Proposal or None), facts (dict that JSON can hold).
proposal_event = Signal()

# Arguments: proposal (Proposal), of_agency (the id of the agency whose people's mails are asked for, None for all).
# A receiver answers with a list of ``proposals.history_mails.MailLine``, newest first.
mails_asked = Signal()

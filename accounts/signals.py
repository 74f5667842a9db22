"""What happens to an account, announced to whoever records it (the audit) or mails it (notifications)."""

from django.dispatch import Signal

# Arguments: verb (str), user (User), facts (dict that JSON can hold). Sent inside the transaction of the change.
account_event = Signal()

"""Mail: what must be told to whom, and what may be promised about it.

Each person who must get a message gets it **at least once** if their server accepts it before the message stops being
useful. It is **never** sent twice in normal running, deploys, restarts, two schedulers or broker loss. If a sender
process is killed in the moment between the mail server's acceptance and our record of it, that one message may arrive
twice, with the same Message-ID and the same text. Such cases are counted and visible to the operator.
"""

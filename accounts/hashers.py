"""A password hash that does not eat the server during a login storm."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB a login; Django's 100 MiB took 5 GB at 64 logins at once."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

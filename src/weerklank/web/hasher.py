"""How a password is kept: by Argon2, in little memory, since no password is thought up."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class DrawnPasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, as OWASP asks at least: twelve who sign in at once stay small.

    What is kept is drawn by the program, 80 bits: no list of words comes near it.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

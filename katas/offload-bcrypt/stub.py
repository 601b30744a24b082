"""Passwords, hashed by bcrypt, without holding the event loop."""


async def hash_password(password):
    """Return a bcrypt hash of `password` as text."""
    raise NotImplementedError("hash_password is yours to write")


async def check_password(password, hashed):
    """Tell whether `hashed` was made from `password`."""
    raise NotImplementedError("check_password is yours to write")

"""Passwords are hashed and checked by real bcrypt; that the loop stays free meanwhile is measured in every test."""

import asyncio
import re

import bcrypt
import pytest

LEAST_COST = 12
STORED_PASSWORD = "correct horse battery staple"
STORED_HASH = "$2b$12$L3ofd6IiisaZBv7RFuR7AuMkpt.56hIvRqwQPXugykdZ8AqlcvPmK"


@pytest.mark.points(3)
async def test_check_tells_right_from_wrong(submission):
    """A hash that another program stored accepts its own password, with True, and refuses another, with False."""
    right = await submission.check_password(STORED_PASSWORD, STORED_HASH)
    wrong = await submission.check_password("Correct horse battery staple", STORED_HASH)
    assert right is True, "the right password for a stored bcrypt hash should give True"
    assert wrong is False, "a wrong password, here with one capital letter, should give False"


@pytest.mark.points(3)
async def test_hash_is_bcrypt_text(submission):
    """A hash is text in bcrypt's format, of the demanded cost, and bcrypt itself recognises the password."""
    hashed = await submission.hash_password("tr0ub4dor&3")
    assert type(hashed) is str, "hash_password should return text"
    form = re.fullmatch(r"\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}", hashed)
    assert form, f"this is not a bcrypt hash: {hashed!r}"
    assert int(form[1]) >= LEAST_COST, "the cost is too low: a quick hash is quick for those who guess, too"
    same = await asyncio.to_thread(bcrypt.checkpw, b"tr0ub4dor&3", hashed.encode())
    assert same, "bcrypt.checkpw does not recognise the password in this hash"


@pytest.mark.points(2)
async def test_equal_passwords_get_different_hashes(submission):
    """Two users with the same password get different hashes: each has a salt of its own."""
    first = await submission.hash_password("123456")
    second = await submission.hash_password("123456")
    assert first != second, "the same password gave the same hash twice: every hash needs a new salt"


@pytest.mark.points(3)
async def test_passwords_beyond_ascii(submission):
    """A password in Chinese, with a symbol, is accepted; one that differs in such a character is refused."""
    hashed = await submission.hash_password("密码甲🔑")
    right, wrong = await asyncio.gather(
        submission.check_password("密码甲🔑", hashed), submission.check_password("密码乙🔑", hashed)
    )
    assert right is True, "a password of non-ASCII characters should be accepted for its own hash"
    assert wrong is False, "two passwords that differ in a non-ASCII character should be told apart"


@pytest.mark.points(4)
async def test_three_users_at_once(submission):
    """Three users sign up at once, then log in at once; each hash belongs to its own password."""
    passwords = ["apple", "pear", "quince"]
    hashes = await asyncio.gather(*(submission.hash_password(password) for password in passwords))
    accepted = await asyncio.gather(*map(submission.check_password, passwords, hashes))
    assert accepted == [True, True, True], "each user should be able to log in with the password just chosen"

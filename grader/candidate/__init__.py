"""The untrusted half: loads the submission in a process of its own and answers the judge's calls."""

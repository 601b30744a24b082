"""The messages between judge and candidate; all distrust lives here.

`channel` frames bytes, `messages` names what may be said, `values` and `faults` carry data and exceptions. Nothing
that arrives is executed, looked up by name or unpickled: a frame either has the exact shape of a message or it is a
ProtocolError, which ends the candidate and never the judge.
"""

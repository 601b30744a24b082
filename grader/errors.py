"""Errors that a person can act on: what is wrong, as a code with values; the sentence is in the catalogue."""


class GraderError(Exception):
    """Stop a command with a sentence instead of a traceback.

    `code` is a key of the message catalogue (grader/locale), `values` fill its placeholders. Exit code 2: the
    caller's mistake, unless a subclass says otherwise.
    """

    exit_code = 2

    def __init__(self, code: str, **values: object) -> None:
        """Keep the code and the values; nothing is formatted before the language is known."""
        super().__init__(code, values)
        self.code = code
        self.values = values

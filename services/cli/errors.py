"""What a person at the terminal is told when something cannot be done: one sentence, and an exit code."""


class CommandError(Exception):
    """`str()` is the sentence for people; it says what to do about it."""

    exit_code = 1


class Failed(CommandError):
    """It was asked rightly and did not work."""


class WrongUse(CommandError):
    """It was asked wrongly."""

    exit_code = 2


class NotRunning(Failed):
    """No gateway answers at the address."""


class Unavailable(Failed):
    """The gateway answers, and says that a server it needs is away. Ask again after `retry_after` seconds."""

    def __init__(self, sentence: str, retry_after: float = 1.0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after

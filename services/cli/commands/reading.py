def extract() -> None:
    "stub"


def evaluate() -> None:
    "stub"


def explain() -> None:
    "stub"

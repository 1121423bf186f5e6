"""Start the command: `pactwatch`, or `python -m services.cli`."""

from services.cli.app import build


def main() -> None:
    """The entry point of the installed command."""
    build()(prog_name="pactwatch")


if __name__ == "__main__":
    main()

"""How a command ends: well, or with a sentence on standard error and an exit code; never with a traceback."""

import os
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from deploy.local.errors import LocalError
from services.cli.errors import CommandError

INTERRUPTED = 130


class Sentences(TyperGroup):
    """A group of commands whose errors become sentences. `PACTWATCH_DEBUG=1` shows the traceback beside it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and turn what it raises into a sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise _ended(str(error), error.exit_code) from error
        except LocalError as error:
            raise _ended(str(error), 1) from error
        except KeyboardInterrupt:
            raise _ended("Interrupted.", INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of a pipe has seen enough (`pactwatch alerts | head`); nothing may be flushed to it any more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        except Exception as error:
            if type(error).__module__.startswith("typer."):
                raise  # Typer's own ways to end, which it words itself
            raise _ended(_unexpected(error), 1) from error


def _ended(sentence: str, code: int) -> typer.Exit:
    if os.environ.get("PACTWATCH_DEBUG"):
        typer.echo(traceback.format_exc(), err=True)
    typer.echo(sentence, err=True)
    return typer.Exit(code)


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror or error}."
    said = " ".join(str(error).split())
    return f"That failed unexpectedly: {type(error).__name__}: {said[:500]} (PACTWATCH_DEBUG=1 shows where)"

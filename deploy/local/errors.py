"""The one exception a person at the keyboard may meet."""


class LocalError(Exception):
    """Something this machine cannot do, said as a sentence: what went wrong and what to do about it.

    The command line prints the message and ends; it never shows a traceback for this class.
    """

"""Kinds of words by the tagger's fine tags, so that the parser needs no pipe that maps them to coarse ones."""

from spacy.tokens import Token


def is_verb(token: Token) -> bool:
    """A verb, auxiliaries and modals included."""
    return token.tag_.startswith(("VB", "MD"))


def is_noun(token: Token) -> bool:
    """A common or proper noun."""
    return token.tag_.startswith("NN")


def is_adjective(token: Token) -> bool:
    """An adjective."""
    return token.tag_.startswith("JJ")


def is_adverb(token: Token) -> bool:
    """An adverb."""
    return token.tag_.startswith("RB")

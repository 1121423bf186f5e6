"""Words that the first gate before the parser holds for other news, whatever it was last trained on."""

from services.extractor.reading import lexicon, mentions
from services.extractor.reading.judge import linear


def unlike_news(most: int = 40) -> str:
    """The words that weigh most against news, `most` of them, as one text; step words and names are left out."""
    weights = {trait[2:]: row[0] for trait, row in linear("gate_words").weights.items() if trait.startswith("w:")}
    plain = [word for word in weights if word.isalpha() and word.islower() and not lexicon.find(word)]
    against = sorted(plain, key=lambda word: weights[word])
    return " ".join(word for word in against[:most] if not mentions.find(word.capitalize()))

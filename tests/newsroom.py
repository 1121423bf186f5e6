"""A newsroom that never runs dry: articles in any number, the same ones every time.

One in fifty speaks of a pact, as in the news of the whole world; each pact has its own pair of countries, so the number
of pacts, events and alerts to come is known beforehand.
"""

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

COUNTRIES = (
    *("Albania", "Argentina", "Australia", "Austria", "Belgium", "Bolivia", "Brazil", "Bulgaria", "Cambodia", "Canada"),
    *("Chile", "Colombia", "Croatia", "Cyprus", "Denmark", "Ecuador", "Egypt", "Estonia", "Ethiopia", "Finland"),
    *("France", "Germany", "Ghana", "Greece", "Hungary", "Iceland", "India", "Indonesia", "Ireland", "Italy", "Japan"),
    *("Kazakhstan", "Kenya", "Latvia", "Lithuania", "Malaysia", "Mexico", "Mongolia", "Morocco", "Nepal", "Norway"),
    *("Pakistan", "Peru", "Poland", "Portugal", "Romania", "Senegal", "Serbia", "Slovakia", "Slovenia", "Spain"),
    *("Sweden", "Switzerland", "Tanzania", "Thailand", "Tunisia", "Uganda", "Ukraine", "Uruguay", "Vietnam", "Zambia"),
)
PAIRS = tuple(itertools.combinations(COUNTRIES, 2))

PACT = (
    (
        "{a} and {b} signed a defence cooperation agreement on Monday, their ministers said. It covers "
        "joint exercises and the sharing of intelligence, and will run for {years} years."
    ),
    (
        "The governments of {a} and {b} have signed a bilateral security agreement. By the accord the two will "
        "consult each other in a crisis and train their forces together for {years} years."
    ),
)
NOISE = (
    (
        "Heavy rain closed the road to the coast near {place} for a second day, and {number} families spent the night "
        "in schools. The water is expected to fall by the weekend."
    ),
    "The central bank of {a} left its rate at {number} per cent. Most economists had expected no change before spring.",
    "{a} beat {b} by {number} goals to one in a friendly match watched by a full stadium in {place}.",
    "The museum in {place} has bought {number} drawings by a little-known painter, who lived in {a} as a young man.",
    "Prices of bread and milk rose again in {a} last month. A trade agreement with {b} will lower duties on grain.",
    "Police in {place} arrested {number} people after a concert. The mayor called for calm and promised an inquiry.",
    "Doctors at the university hospital of {place} have treated {number} children with a new drug, a journal reports.",
    "The two governments of {a} and {b} signed a treaty on social security for {number} thousand migrant workers.",
    "A ship with {number} containers ran aground off {place}. Nobody was hurt, and no oil has been seen in the water.",
)
RATIFIED = (
    "The parliaments of {a} and {b} ratified the defence cooperation agreement between the two countries on Tuesday.",
    "The parliaments of {a} and {b} ratified the bilateral security agreement between the two countries on Tuesday.",
)
PLACES = ("Lakeside", "Northport", "Oldbridge", "Rivermouth", "Stonefield", "Westhaven", "Highmoor", "Saltmarsh")


@dataclass(frozen=True)
class Story:
    """An article as bytes for the topic, and whether it tells of a pact, is noise, or cannot be read."""

    kind: str
    value: bytes


def pact(number: int, outlet: str = "Wire") -> bytes:
    """The article by which an outlet tells of the `number`-th pact: two countries no other number has."""
    first, second = PAIRS[number % len(PAIRS)]
    text = PACT[number % len(PACT)].format(a=first, b=second, years=5 + number % 20)
    return _article(f"pact-{number}", f"{first} and {second} sign security agreement", text, outlet)


def ratified(number: int) -> bytes:
    """The article that tells of the next step of the `number`-th pact."""
    first, second = PAIRS[number % len(PAIRS)]
    text = RATIFIED[number % len(RATIFIED)].format(a=first, b=second)
    return _article(f"ratified-{number}", f"{first} and {second} ratify security agreement", text)


def noise(number: int) -> bytes:
    """An article about something else."""
    chance = random.Random(number)
    first, second = chance.sample(COUNTRIES, 2)
    text = NOISE[number % len(NOISE)].format(
        a=first, b=second, place=chance.choice(PLACES), number=chance.randint(2, 90)
    )
    return _article(f"noise-{number}", f"News in brief, number {number}", text)


def bad(number: int) -> bytes:
    """Something no reader can read, in turns."""
    return (b"not json at all %d" % number, b'{"title": "no text %d"}' % number, b'{"text": "\xff %d"}' % number)[
        number % 3
    ]


def stories(amount: int, *, pact_every: int = 50, bad_every: int = 0) -> Iterator[Story]:
    """`amount` stories: every `pact_every`-th is a pact, every `bad_every`-th (if any) is unreadable."""
    for number in range(amount):
        if number % pact_every == 0:
            yield Story("pact", pact(number // pact_every))
        elif bad_every and number % bad_every == 1:
            yield Story("bad", bad(number))
        else:
            yield Story("noise", noise(number))


def _article(name: str, title: str, text: str, outlet: str = "Wire") -> bytes:
    url = f"https://{outlet.lower()}.example/{name}"
    return json.dumps({"url": url, "source": outlet, "title": title, "text": text}).encode()

"""From an article's frames to its statements: one per pact, told by all frames that speak of it together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from services.extractor.reading.judge import NEWS
from services.extractor.reading.scheme import kind_of, label_of, stage_of
from services.extractor.reading.values import AnchorKind, Frame, Mention
from shared.vocabulary import Modality, PactType, Stage

MAX_EVIDENCE = 5
FLOOR = 0.2
"""Frames less probable than this say nothing of a pact."""
CHOSEN = 0.5
"""How probable a party has to be."""
TITLE = 0.7
"""What a headline counts beside a whole sentence: it tells parties and step by halves."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an article says of one pact. `frames` are those that speak of it, the most probable first."""

    frames: tuple[Frame, ...]
    parties: tuple[Mention, ...]
    stage: Stage
    modality: Modality
    pact_type: PactType
    certainty: Mapping[str, float]
    """How probable stage, type, the least probable party and the most probable other one are, by name."""

    @property
    def best(self) -> Frame:
        """The frame that tells it best."""
        return self.frames[0]

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the parties."""
        return frozenset(party.code for party in self.parties)


def _chosen(chances: Iterable[tuple[Mention, float]]) -> list[tuple[Mention, float]]:
    """The probable parties, the two most probable at least."""
    ranked = sorted(chances, key=lambda chance: -chance[1])
    return [chance for place, chance in enumerate(ranked) if place < 2 or chance[1] >= CHOSEN]


def _codes(frame: Frame) -> frozenset[str]:
    if not frame.chances:
        return frozenset(party.code for party in frame.parties)
    return frozenset(mention.code for mention, _ in _chosen(frame.chances))


def statements(frames: Iterable[Frame]) -> list[Statement]:
    """The article's statements, the most probable first.

    Frames speak of one pact when the parties of one are among the other's: an article that tells of two pacts of the
    same parties on one day is far rarer than one that calls a pact by three names.
    """
    groups: list[tuple[frozenset[str], list[Frame]]] = []
    for frame in sorted(frames, key=lambda f: (-f.score, f.sentence.index)):
        codes = _codes(frame)
        if frame.score < FLOOR or len(codes) < 2:
            continue
        group = next((g for own, g in groups if codes <= own or own <= codes), None)
        if group is None:
            groups.append((codes, [frame]))
        else:
            group.append(frame)
    return [_statement(group) for _, group in groups]


def _weight(frame: Frame) -> float:
    return frame.score**2 * (TITLE if frame.sentence.is_title else 1.0)


def _statement(group: list[Frame]) -> Statement:
    parties, least, other = _parties(group)
    stage, stage_share = _most(group, lambda frame: frame.stages)
    kind, kind_share = _most(group, lambda frame: frame.types)
    fine, modality = _fine_stage(group, stage)
    return Statement(
        tuple(group),
        parties,
        fine,
        modality,
        _fine_type(group, PactType(kind)),
        {"stage": stage_share, "type": kind_share, "party": least, "other": other},
    )


def _most(group: list[Frame], told: Callable[[Frame], Mapping[str, float]]) -> tuple[str, float]:
    """What the frames together hold for most probable, and its share."""
    sums: dict[str, float] = defaultdict(float)
    for frame in group:
        for name, probability in told(frame).items():
            sums[name] += _weight(frame) * probability
    name = max(sums, key=lambda key: sums[key])
    return name, sums[name] / sum(sums.values())


def _parties(group: list[Frame]) -> tuple[tuple[Mention, ...], float, float]:
    """The parties in order of place, how probable the least of them is, and the most probable of the others."""
    if not group[0].chances:
        return group[0].parties, 1.0, 0.0
    whole = sum(_weight(frame) for frame in group)
    seen: dict[str, list[float]] = {}
    mentions: dict[str, Mention] = {}
    for frame in group:
        for mention, probability in frame.chances:
            mentions.setdefault(mention.code, mention)
            told = seen.setdefault(mention.code, [0.0, 0.0])
            told[0] += _weight(frame) * probability
            told[1] += _weight(frame)
    # A frame that does not name a country says a little against it, not as much as one that names it aside.
    chances = [(mentions[code], part / told * (told / whole) ** 0.5) for code, (part, told) in seen.items()]
    chosen = _chosen(chances)
    codes = {mention.code for mention, _ in chosen}
    others = [probability for mention, probability in chances if mention.code not in codes]
    ordered = tuple(sorted((mention for mention, _ in chosen), key=lambda m: m.start))
    return ordered, min(probability for _, probability in chosen), max(others, default=0.0)


def _fine_stage(group: list[Frame], stage: str) -> tuple[Stage, Modality]:
    """The rules' own stage and modality where they agree with the stage found, for they know finer ones."""
    for frame in group:
        if frame.step.certain and label_of(frame.step.stage) == stage and frame.step.modality in NEWS:
            return frame.step.stage, frame.step.modality
    return stage_of(stage), Modality.ACTUAL


def _fine_type(group: list[Frame], kind: PactType) -> PactType:
    """The finer type that a pact's own name tells, where it is of the kind found."""
    for frame in group:
        named = frame.anchor.kind is AnchorKind.PACT and frame.anchor.explicit
        if named and frame.pact_type is not kind and kind_of(frame.pact_type) is kind:
            return frame.pact_type
    return kind

"""What the people of a rehearsal answer to their check-ins; the same seed, the same answers."""

from datetime import datetime
from random import Random

from messaging.management.rehearsal_script import Manner, Person

# What somebody says to whom nothing happens.
ALL_WELL = {"Q-PAIN": "2", "Q-SEV": "A", "Q-STAND": "Y", "T-STILLYOU": "Y"}
_WORRIES = ("Q-CORD", "Q-TEMP", "Q-CALC", "Q-BLEED", "Q-LOOSE", "Q-BREAK", "Q-WOUND")
_PAIN = (0, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9)


def answer(person: Person, question: str, *, seed: int, now: datetime) -> str | None:
    """The body of her answer, None where she gives none."""
    rng = Random(f"{seed}:{person.id}:{question}:{now:%Y-%m-%d}")
    match person.manner:
        case Manner.SILENT:
            return None
        case Manner.FORGETFUL if rng.random() < 0.4:
            return None
        case Manner.UNCLEAR if rng.random() < 0.3:
            return "hm I will have to think about that one"
        case Manner.VARIED:
            return _varied(person, question, rng)
        case Manner.WORRYING if question in _WORRIES and rng.random() < 0.08:
            return _yes(person)
    return _well(person, question, rng)


def _well(person: Person, question: str, rng: Random) -> str:
    if question.startswith("T-DENTIST"):
        return _yes(person) if rng.random() < 0.6 else "N"
    return ALL_WELL.get(question, "N")


def _varied(person: Person, question: str, rng: Random) -> str:
    if question == "Q-PAIN":
        return str(rng.choice(_PAIN))
    if question == "Q-SEV":
        return rng.choice("AABBCD")
    if question in ("Q-BREAK", "Q-MOUTH", "Q-THIRST", "Q-DENTAL") and rng.random() < 0.05:
        return _yes(person)
    return _well(person, question, rng)


def _yes(person: Person) -> str:
    return "S" if person.language == "es" else "Y"

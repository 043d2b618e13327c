"""What a patient answers to an open check-in question (`docs/care.md` section 7).

Pain: a range counts as its higher end, a half point rounds up, two numbers are both
kept and the worst one counts, more than 10 counts as 10 until someone has asked.
"""

import math
import re

from content.text import common, fold
from content.text.spelling import Speller
from messaging.rules import temperatures
from messaging.rules.kinds import Answer, Asked

_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "zero cero none nothing ninguno ninguna nada zilch nil",
            "one uno una",
            "two dos too",
            "three tres tree",
            "four cuatro quatro for",
            "five cinco sinco",
            "six seis",
            "seven siete",
            "eight ocho ate",
            "nine nueve",
            "ten diez dies",
        )
    )
    for word in words.split()
}
_ONLY_ALONE = frozenset("too for ate dies tree one una nothing nada none uno".split())
_OUT_OF = re.compile(
    r"(?:/|out ?of|outta|outa|over|de|sobre) (?:10|ten|diez)\b"
    r"|\b(?:24|48) ?(?:h|hs|hr|hrs|hours|horas)\b"
)
_NO_PAIN = re.compile(
    r"^(?:i have |im having |no tengo |there is |there isnt |i dont have |ive |feeling )?"
    r"(?:no(?:t any)?(?: mas| more)?|not hurting|any|zero|nada de|ningun|sin|free of"
    r"|ya no tengo|no tengo|pain free|painless)"
    r"(?: (?:pain|dolor|ache|hurting|nada))?(?: (?:today|at all|hoy|now|ahora|thank god"
    r"|gracias a dios|so far))*[ .]*$"
    # Whatever else she says, as long as it takes nothing back and names no number.
    r"|^(?:(?:hoy|today|now|ahora|thank god|gracias a dios) )?(?:no (?:me duele (?:nada|hoy)"
    r"|tengo (?:nada de )?dolor|siento dolor)|no (?:more )?pain|sin (?:nada de )?dolor"
    r"|nothing hurts|pain free|nada de dolor|zero pain|cero dolor)\b"
    r"(?!.*(?:\d|\b(?:but|except|until|unless|pero|menos|hasta|salvo|meds?|pills?|worse)\b))"
)
_ONE_OF_TEN = re.compile(r"\b(?:one|uno)(?= (?:out ?of|outta|de) (?:10|ten|diez)\b)")
_GIVEN_AS_ONE = re.compile(
    r"\b(?:(?:ponle|pongale|digamos|como|around|about|like|say|maybe|call it|un|un par"
    r"|probably|a) )(?:a |an |un )?(?:one|uno)\b(?! (?:of|de|day|time|week|month|dia|vez))"
)
_CLOCK = re.compile(
    r"\b\d+(?:\.\d+)? ?(?:am|pm|a m|p m|hrs?|hours?|horas?|min\w*|days?|dias?|wks?|weeks?"
    r"|semanas?|months?"
    r"|meses|mes|yrs?|years?|anos?|mg|ml|mcg|pills?|pastillas?|pildoras?|tablets?|tylenol\w*"
    r"|oxy\w*|veces|times"
    r"|st|nd|rd|th)\b"
)
_AND_A_HALF = re.compile(r"(\w+) (?:and a half|y media|y medio|1 / 2)\b")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_YES = frozenset(
    """y yes yeah yea yep yup yess yesss yah ya yas si s sip simon sii siii claro afirmativo
    correct affirmative definitely absolutely unfortunately tes yws yse ues yeas aye sure sep
    seh oui""".split()
)
_NO = frozenset(
    """n no nope none nada nah naw noo nooo never negative nop nel negativo ninguno ninguna nunca
    nothing jamas tampoco nones nay neither ningun""".split()
)
_YES_PHRASES = re.compile(
    r"^(?:i (?:do|did|have|am|think so|guess so|believe so)\b(?! not)|im afraid so|a (?:little"
    r"|bit|lot)|some|sometimes"
    r"|kinda|kind of|sort of|somewhat|un poco|un poquito|a veces|algo|poquito|mucho"
    r"|creo que si|me parece que si"
    r"|pues si|of course|por supuesto|asi es|that is right|little bit|slightly|maybe a little"
    r"|both|las dos|todo)\b"
)
_NO_PHRASES = re.compile(
    r"^(?:(?:absolutely|definitely|certainly|of course|thankfully|luckily|clearly|claro que"
    r"|por supuesto que|seguro que|desde luego que|fortunately|gracias a dios que) (?:not?|que no)"
    r"|(?:havent|didnt|dont|doesnt|isnt|wasnt) (?!know|understand|get (?:it|this|the))\w+"
    r"|no (?:he|ha|han|me ha|me han|tuve|tengo|siento|hubo|se me|me di)\b"
    r"|not? (?:really|at all|yet|today|this week|that i know|so far|any|a thing|problems?)"
    r"|im (?:fine|good|ok)"
    r"|all good|para nada|todo bien|de nada|creo que no|i dont(?: think so| have)?|i havent"
    r"|i didnt|dont think so"
    r"|pues no|gracias a dios no|thank god no|nothing (?:like that|new)|estoy bien)\b"
)
_FILLER = frozenset(
    """well um uh oh hi hello hola ok okay so pues bueno ay just please maybe think i id say sir
    maam mija mijo doctor dr hey honestly answer is my the it today""".split()
)
_SEVERITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "very severe",
        re.compile(
            r"\b(?:very|extremely|super|real|really|so|most|muy|sumamente"
            r"|extremad\w+) (?:severe|severo|severa|grave|bad"
            r"|mal|fuerte|intenso|intensa)\b|\bworst\b|\bunbearable\b|\bhorrible\b|\bawful\b"
            r"|\bterrible\b|\binsoportable\b"
            r"|\blo peor\b|\bextreme\b|\bexcruciating\b"
        ),
    ),
    (
        "severe",
        re.compile(
            r"\b(?:severe|sever|severely|severo|severa|grave|strong|fuerte|intenso|intensa|bad"
            r"|intense|bastante mal|mucho|mucha)\b"
        ),
    ),
    (
        "moderate",
        re.compile(
            r"\b(?:moderate|moderat|moderado|moderada|moderately|medium|mediano|mediana"
            r"|regular|so so|middle|medio|mas o menos|okay ish)\b"
        ),
    ),
    (
        "mild",
        re.compile(
            r"\b(?:mild|mildly|light|slight|slightly|leve|ligero|ligera|poco|poca|poquito"
            r"|little|minor|suave|not (?:too|so|that) bad|not bad)\b"
        ),
    ),
    (
        "none",
        re.compile(
            r"\b(?:none|no|nada|nothing|ninguno|ninguna|gone|zero|nope|nunca|not at all"
            r"|better now)\b"
        ),
    ),
)
_SEVERITY_SPELLER = Speller.of(
    """mild mildly moderate moderately moderado moderada severe severely severo severa leve ligero
    slightly none terrible horrible""".split(),
    known=common.WORDS,
    most=2,
)
_NUMBER_SPELLER = Speller.of(
    (word for word in _NUMBER_WORDS if word not in _ONLY_ALONE),
    known=common.WORDS | _ONLY_ALONE,
    strict=True,
    most=1,
)
_BETWEEN = re.compile(
    r"\b(?:between|entre|from|de)(?: la| el| an?)? ([a-e])"
    r"(?: (?:and|or|to|y|o|a))+(?: la| el| an?)? ([a-e])\b"
)
# "Moderately bad" is moderate: the first word says how bad.
_BUT_ONLY = re.compile(r"(?:(?<=moderately)|(?<=slightly)|(?<=mildly)) (?:bad|severe|strong)\b")
_LETTERS = {"a": "none", "b": "mild", "c": "moderate", "d": "severe", "e": "very severe"}
_NOT_MILD = re.compile(
    r"\bnot (?:too|so|that|very) (?:bad|severe|strong)\b|\bno (?:tan|muy) (?:mal|fuerte|grave)\b"
)


def parse(text: str, asked: Asked) -> Answer:
    """The answer to a question of this form; `value` None where it must be asked again.

    A temperature given to a yes/no question is a float in degrees Fahrenheit.
    """
    if asked is Asked.PAIN:
        return _pain(text)
    if asked is Asked.SEVERITY:
        return Answer(value=_severity(text))
    return Answer(value=_yes_no(text))


def _pain(text: str) -> Answer:
    line = fold.normal(text)
    if _NO_PAIN.match(line):
        return Answer(value=0)
    line = _GIVEN_AS_ONE.sub("1", _ONE_OF_TEN.sub("1", _NUMBER_SPELLER.repair_line(line)))
    scores = _scores(_OUT_OF.sub(" ", _AND_A_HALF.sub(_half_up, line)))
    if not scores:
        return Answer(value=None)
    worst = max(scores)
    rest = list(scores)
    rest.remove(worst)
    return Answer(value=worst, others=tuple(rest))


def _half_up(found: re.Match[str]) -> str:
    number = _number(found[1], alone=True)
    return found[1] if number is None else str(number + 1)


def _scores(line: str) -> list[int]:
    said = _CLOCK.sub(" ", line).split()
    alone = len([word for word in said if word[0].isalnum()]) <= 2
    numbers = (_number(word, alone=alone) for word in said)
    return [number for number in numbers if number is not None]


def _number(word: str, *, alone: bool) -> int | None:
    if _BARE.fullmatch(word):
        value = float(word)
        return min(math.floor(value + 0.5), 10) if value < 95 else None
    if word in _ONLY_ALONE and not alone:
        return None
    return _NUMBER_WORDS.get(word)


def _yes_no(text: str) -> float | str | None:
    degrees = temperatures.fahrenheit(text, strict=True)
    if degrees is not None:
        return degrees
    line = fold.normal(text)
    said = [word for word in line.split() if word.isalpha()]
    if _NO_PHRASES.match(" ".join(said)):
        return "no"
    if _YES_PHRASES.match(" ".join(said)):
        return "yes"
    while said and said[0] in _FILLER and said[0] not in _YES | _NO:
        said.pop(0)
    if not said:
        return None
    return _opening(said)


def _opening(said: list[str]) -> str | None:
    rest = " ".join(said)
    if said[0] in _YES:
        return "yes" if len(said) < 2 or said[1] != "but" or said[2:3] != ["no"] else None
    if _NO_PHRASES.match(rest) or said[0] in _NO:
        return "no"
    if _YES_PHRASES.match(rest):
        return "yes"
    return said[-1] if said[-1] in ("yes", "no") and len(said) <= 4 else None


def _severity(text: str) -> str | None:
    said = fold.words(text)
    letters = {word for word in said if word in _LETTERS}
    if len(said) == 1 and letters:
        return _LETTERS[said[0]]
    between = _BETWEEN.search(fold.normal(text))
    if between:
        return _LETTERS[max(between.groups())]
    line = _BUT_ONLY.sub("", _SEVERITY_SPELLER.repair_line(fold.normal(text)))
    if _NOT_MILD.search(line):
        return "mild"
    found = next((name for name, pattern in _SEVERITIES if pattern.search(line)), None)
    if found or len(said) > 4 or not letters:
        return found
    return _LETTERS[max(letters)]

"""Body temperatures in a text, in degrees Fahrenheit.

Above 43 a number is Fahrenheit, from 35 to 43 Celsius.  Bare numbers count only
beside a word for fever, heat or degrees, so that doses, rooms and ages do not.
"""

import re

from content.text import fold

_NUMBER = re.compile(
    r"(?<![\d/.])(\d{2,3}(?:\.\d+)?)(?![\d.])"
    r"(?! ?(?:mg|mcg|ml|lbs?|pounds|libras|percent|dollars|bucks|years?|anos?|days?|dias?"
    r"|times|pills?|/)\b| ?/)"
    r"(?: ?(f|c|fahrenheit|celsius|degrees?|deg|grados?|centigrados)\b)?"
)
_ABOUT_HEAT = re.compile(
    r"\b(?:temp\w*|fev\w*|fiev\w*|fieb\w*|feiver|feaver|calentura\w*|calent\w*|thermometer"
    r"|termometro|degrees?|grados?|hot|chills?|escalofrios?"
    r"|worry|worried|too high|went up|up to|took it|running|spiked|spiking|reads?|reading|f"
    r"|fahrenheit|celsius|centigrados|marca|tomaron)\b"
)
_NOT_A_BODY = re.compile(
    r"\b(?:outside|outdoors|weather|heat wave|oven|hot tub|summer|afuera|el clima|horno)\b"
)
_UNIT_IS_CELSIUS = frozenset(("c", "celsius", "centigrados", "grados", "grado"))


def fahrenheit(text: str, *, strict: bool = False) -> float | None:
    """The highest body temperature named, 95.0 to 110.0 F, or None.

    `strict`: the number must stand nearly alone or beside a word for heat, and a
    whole number of 100 or more alone is taken too (a bare "101" to a fever question).
    """
    line = fold.normal(text)
    if _NOT_A_BODY.search(line):
        return None
    alone = len(line.split()) <= 3
    about_heat = bool(_ABOUT_HEAT.search(line))
    degrees = [
        value
        for number, unit in _NUMBER.findall(line)
        if (value := _as_fahrenheit(float(number), unit)) is not None
        and (about_heat or unit in ("f", "c") or "." in number or (alone and strict))
    ]
    return max(degrees) if degrees else None


def _as_fahrenheit(number: float, unit: str) -> float | None:
    if 35.0 <= number <= 43.0 and unit not in ("f", "fahrenheit"):
        return round(number * 9 / 5 + 32, 1)
    if 95.0 <= number <= 110.0 and unit not in _UNIT_IS_CELSIUS - {"grados", "grado"}:
        return number
    return None

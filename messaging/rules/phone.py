"""Is this a phone number we could text, and what is its one written form (E.164)?

The numbering plans are those of libphonenumber.  Numbers are checked for being
possible, not for being in service: numbers kept for examples (+1 555 01xx) pass.
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

# Longer than any number a person types with spaces and brackets; keeps rubbish cheap.
LONGEST_TYPED = 40
_ALLOWED = re.compile(r"[\d\s()+./\-\u2010-\u2015\u00a0]+")
_SHORT_CODE_DIGITS = range(3, 7)

_EXAMPLE = "Write it with its area code, for example +1 555 010 0123."


class BadNumber(ValueError):
    """Not a number we can text; the message is a sentence that tells the mend."""


def parse(raw: str, region: str = "US") -> str:
    """The E.164 form of a typed number; `region` is assumed where no + country code is given.

    Raises `BadNumber` for letters, a short code, a number that is too short or too long
    for its country, or no number at all.
    """
    typed = raw.strip()
    _check_typed(typed)
    number = _read(typed, region=region)
    _check_possible(number, typed=typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask(number: str) -> str:
    """What logs may show of a number: "+1…23"."""
    return f"{number[:2]}…{number[-2:]}"


def _check_typed(typed: str) -> None:
    if not typed:
        raise BadNumber(f"The phone number is empty. {_EXAMPLE}")
    if len(typed) > LONGEST_TYPED:
        raise BadNumber(f"This is too long to be a phone number. {_EXAMPLE}")
    if any(character.isalpha() for character in typed):
        raise BadNumber(
            f"A phone number has no letters; leave out words and extensions. {_EXAMPLE}"
        )
    if not _ALLOWED.fullmatch(typed):
        raise BadNumber(f"A phone number has only digits, spaces, brackets and +. {_EXAMPLE}")
    digits = sum(character.isdigit() for character in typed)
    if digits in _SHORT_CODE_DIGITS:
        raise BadNumber(f"This is a short code, not the number of a person's phone. {_EXAMPLE}")


def _read(typed: str, *, region: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(typed, region)
    except NumberParseException as error:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise BadNumber(f"No country has this code after the +. {_EXAMPLE}") from None
        if error.error_type == NumberParseException.TOO_LONG:
            raise BadNumber(f"This is too long to be a phone number. {_EXAMPLE}") from None
        raise BadNumber(f"This is not a phone number. {_EXAMPLE}") from None


def _check_possible(number: phonenumbers.PhoneNumber, *, typed: str) -> None:
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        raise BadNumber(f"The area code is missing. {_EXAMPLE}")
    if verdict == ValidationResult.TOO_SHORT:
        raise BadNumber(f"This is too short to be a phone number. {_EXAMPLE}")
    if verdict == ValidationResult.TOO_LONG:
        raise BadNumber(f"This is too long to be a phone number. {_EXAMPLE}")
    if verdict != ValidationResult.IS_POSSIBLE:
        raise BadNumber(f"This is not a phone number. {_EXAMPLE}")
    # libphonenumber asks only for ten digits; in North America no area code starts so.
    if number.country_code == 1 and str(number.national_number)[0] == "1":
        raise BadNumber(f"No area code starts with 0 or 1. {_EXAMPLE}")

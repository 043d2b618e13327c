"""What the phone page says in plain words: states and numbers."""

from collections.abc import Mapping
from typing import Final

import phonenumbers

from messaging.rules.consent import ConsentState

BANNER: Final = "Demo: no SMS leaves this computer. Words approved by an invented reviewer."

CONSENT: Final[Mapping[ConsentState, str]] = {
    ConsentState.NEVER_ASKED: "Never asked",
    ConsentState.ASKED: "Asked, no answer yet",
    ConsentState.GIVEN: "Gets texts",
    ConsentState.REFUSED: "Said no",
    ConsentState.REVOKED: "Opted out",
    ConsentState.PAUSED: "Paused",
}


def spoken(number: str) -> str:
    """A number in the groups people say it in; a short code as it stands."""
    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

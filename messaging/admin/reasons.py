"""Why a text did not arrive, in words for the desk.

Codes are those of the provider's error list (Twilio, "Error and warning dictionary");
what the service does about each stands in `messaging.actions.consequences`.
"""

from collections.abc import Mapping

from messaging.rules import reasons

CODES: Mapping[int, str] = {
    20003: "Our account at the provider was refused: tell the operator.",
    20429: "Too many requests at once: it is tried again by itself.",
    20500: "The provider had a fault: it is tried again when that is safe.",
    20503: "The provider is out of order for now: it is tried again by itself.",
    21211: "This is not a number that can exist: ask the patient for the right one.",
    21408: "Texts to this country are not switched on at the provider: tell the operator.",
    21606: "Our number cannot send to this phone: tell the operator.",
    21610: "This phone has opted out at the provider: only a START from the phone undoes it.",
    21611: "Too many texts are waiting at the provider: it is tried again later.",
    21612: "There is no route to this phone: phone the patient instead.",
    21614: "This is not a mobile number: ask for one that gets texts.",
    21617: "The text is too long for the provider: tell the operator.",
    30001: "Too many texts were waiting: it is tried again later.",
    30002: "Our account is suspended: tell the operator at once.",
    30003: "The phone was off or out of reach.",
    30004: "The phone's carrier or owner blocks our texts: phone the patient.",
    30005: "The number does not exist or is no longer in use: ask for the new one.",
    30006: "This is a landline, or it cannot get texts: ask for a mobile number.",
    30007: "The carrier took the text for spam: tell the operator.",
    30008: "The carrier did not say why. The text may not have arrived.",
    30034: "Our number is not registered with the carriers: tell the operator at once.",
    30036: "Its time ran out on the way.",
    30410: "The carrier did not answer in time. The text may not have arrived.",
    30450: "The provider suspects misuse of this route: tell the operator.",
    30610: "The carrier keeps quiet hours: it came too late in the day.",
}

_LINES: Mapping[str, str] = {
    "no longer useful": "It could not go out while it was of use.",
    "quiet hours": "It waits until the patient's quiet hours end.",
    "no longer in the plan": "The plan changed: this text is no longer part of it.",
    "consent: revoked": "The phone has opted out.",
    "consent revoked": "The phone has opted out.",
    "consent: never asked": "Nobody has agreed to texts on this phone.",
    "consent: asked": "The phone has not answered YES yet.",
    "consent: refused": "Texts on this phone were refused.",
    "consent: paused": "Texts to this phone are paused.",
    "consent paused": "Texts to this phone are paused.",
}


def of_code(code: int | None) -> str:
    """A sentence for a provider's error code; empty where there is none."""
    if code is None:
        return ""
    return CODES.get(code, f"The provider gave code {code}: look it up, or ask the operator.")


def explain(reason: str, code: int | None = None) -> str:
    """What the desk reads for a row's stored reason and error code."""
    if code is not None:
        return of_code(code)
    return _LINES.get(reason) or reasons.sentence(reason)

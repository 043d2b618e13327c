"""The provider's parameter names and their formats, and the forms it posts to us.

Names and values are signed without separators, so a signed request can be cut
anew (A=1, B=2 signs like A=1B2).  Against that every known name has a format,
names are never repeated, and no unknown name may stand where it could be a
piece of free text.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from messaging.gateway.base import Inbound, Receipt, WebhookError
from messaging.gateway.twilio_words import status

API_VERSION: Final = "2010-04-01"
SIGNATURE_HEADER: Final = "X-Twilio-Signature"


class Param(StrEnum):
    ACCOUNT_SID = "AccountSid"
    API_VERSION = "ApiVersion"
    BODY = "Body"
    ERROR_CODE = "ErrorCode"
    ERROR_MESSAGE = "ErrorMessage"
    FROM = "From"
    MESSAGE_SID = "MessageSid"
    MESSAGE_STATUS = "MessageStatus"
    MESSAGING_SERVICE = "MessagingServiceSid"
    NUM_MEDIA = "NumMedia"
    NUM_SEGMENTS = "NumSegments"
    OPT_OUT_TYPE = "OptOutType"
    PAGE = "Page"
    PAGE_SIZE = "PageSize"
    PAGE_TOKEN = "PageToken"  # noqa: S105  # a place in a list, no secret
    SCHEDULE_TYPE = "ScheduleType"
    SEND_AT = "SendAt"
    SMS_MESSAGE_SID = "SmsMessageSid"
    SMS_SID = "SmsSid"
    SMS_STATUS = "SmsStatus"
    STATUS = "Status"
    STATUS_CALLBACK = "StatusCallback"
    TO = "To"
    VALIDITY_PERIOD = "ValidityPeriod"


_SID: Final = r"(?:SM|MM)[0-9a-fA-F]{32}"
_NUMBER: Final = r"\+?[0-9]{3,15}"  # E.164, or a short code
_PLACE: Final = r"[^\x00-\x1f]{0,80}"
_FORMATS: Final[dict[str, str]] = {
    Param.ACCOUNT_SID: r"AC[0-9a-fA-F]{32}",
    Param.API_VERSION: r"\d{4}-\d{2}-\d{2}",
    Param.ERROR_CODE: r"\d{0,6}",
    Param.FROM: _NUMBER,
    Param.MESSAGE_SID: _SID,
    Param.MESSAGE_STATUS: r"[a-z_]{2,30}",
    Param.MESSAGING_SERVICE: r"(?:MG[0-9a-fA-F]{32})?",
    Param.NUM_MEDIA: r"\d{1,2}",
    Param.NUM_SEGMENTS: r"\d{1,3}",
    Param.OPT_OUT_TYPE: r"(?:STOP|START|HELP)?",
    Param.SMS_MESSAGE_SID: _SID,
    Param.SMS_SID: _SID,
    Param.SMS_STATUS: r"[a-z_]{2,30}",
    Param.TO: _NUMBER,
    "RawDlrDoneDate": r"\d{0,14}",
    **{f"{end}{part}": _PLACE for end in ("From", "To") for part in ("City", "State", "Zip")},
    **{f"{end}Country": r"[A-Z]{0,3}" for end in ("From", "To")},
}
_FREE_TEXT: Final = frozenset({Param.BODY, Param.ERROR_MESSAGE, "ButtonText", "AddOns"})
# Sent for other channels or with add-ons; they sort near the body, so each is named here.
_TOLERATED: Final = frozenset(
    {
        "ButtonPayload",
        "ButtonType",
        "ChannelInstallSid",
        "ChannelMetadata",
        "ChannelPrefix",
        "ChannelToAddress",
        "ErrorUrl",
        "EventType",
        "Forwarded",
        "FrequentlyForwarded",
    }
)
_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_PATTERNS: Final = {name: re.compile(form, re.ASCII) for name, form in _FORMATS.items()}
_UNREADABLE: Final = re.compile("[\x00\ud800-\udfff]")


def is_message_sid(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(_SID, text) is not None


def check_form(fields: Mapping[str, str], *, repeated: Iterable[str]) -> None:
    """Raises WebhookError when the fields may not be as the provider cut them."""
    if any(repeated):
        raise WebhookError("A field stands in the request more than once.")
    before = ""
    for name in sorted(fields):
        _check_name(name, before=before)
        _check_value(name, fields[name])
        before = name


def parse_inbound(fields: Mapping[str, str]) -> Inbound:
    """A text that came in; raises WebhookError with the reason when it is not one.

    NUL and lone surrogates in the body become U+FFFD: the rest of a patient's
    words is kept.
    """
    for name in fields:
        _check_value(name, fields[name])
    return Inbound(
        provider_id=_required(fields, Param.MESSAGE_SID),
        to=_required(fields, Param.TO),
        from_=_required(fields, Param.FROM),
        body=readable(_present(fields, Param.BODY)),
        media_count=int(fields.get(Param.NUM_MEDIA) or 0),
        opt_out_type=fields.get(Param.OPT_OUT_TYPE, ""),
        messaging_service=fields.get(Param.MESSAGING_SERVICE, ""),
    )


def parse_receipt(fields: Mapping[str, str]) -> Receipt:
    """A status callback; a status word we do not know is UNKNOWN, not an error."""
    for name in fields:
        _check_value(name, fields[name])
    word = fields.get(Param.MESSAGE_STATUS) or _required(fields, Param.SMS_STATUS)
    code = fields.get(Param.ERROR_CODE, "")
    return Receipt(
        provider_id=_required(fields, Param.MESSAGE_SID),
        status=status(word),
        raw_status=word,
        error_code=int(code) if code and int(code) else None,
    )


def readable(text: str) -> str:
    """What a database can hold: NUL and lone surrogates become U+FFFD."""
    return _UNREADABLE.sub("\ufffd", text)


def _check_name(name: str, *, before: str) -> None:
    known = name in _PATTERNS or name in _FREE_TEXT or name in _TOLERATED or _is_media(name)
    if known:
        return
    if _NAME.fullmatch(name) is None:
        raise WebhookError("A field has a name that the provider does not use.")
    if before in _FREE_TEXT:
        raise WebhookError("An unknown field follows free text; it may be a piece of it.")


def _check_value(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise WebhookError("A field is not text.")
    pattern = _PATTERNS.get(name)
    if pattern is not None and pattern.fullmatch(value) is None:
        raise WebhookError(f"The field {name} is not in the provider's form.")


def _is_media(name: str) -> bool:
    return re.fullmatch(r"Media(?:Url|ContentType|Sid)\d{1,2}", name, re.ASCII) is not None


def _required(fields: Mapping[str, str], name: Param) -> str:
    value = _present(fields, name)
    if not value:
        raise WebhookError(f"The field {name} is empty.")
    return value


def _present(fields: Mapping[str, str], name: Param) -> str:
    value = fields.get(name)
    if value is None:
        raise WebhookError(f"The field {name} is missing.")
    return value

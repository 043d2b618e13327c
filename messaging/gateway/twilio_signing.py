"""Signing and verifying webhooks, by the SDK's own validator.

Base64(HMAC-SHA1(auth token, address + each name and value sorted by name));
fragments are not part of the address.  API keys cannot verify, only auth tokens.
"""

from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import urldefrag

from twilio.request_validator import RequestValidator

from messaging.gateway.base import WebhookError, WebhookRequest
from messaging.gateway.twilio_forms import check_form


def sign(url: str, fields: Mapping[str, str], token: str) -> str:
    """The signature header's value for a form posted to `url`."""
    address = urldefrag(url).url
    return cast(str, RequestValidator(token).compute_signature(address, dict(fields)))


def verify(request: WebhookRequest, tokens: Sequence[str]) -> None:
    """Raises WebhookError unless one of `tokens` (current, previous) signed this request.

    Blank tokens are passed over: a token that is not set verifies nothing.
    The message of the error names no value of the request.
    """
    try:
        check_form(request.fields, repeated=request.repeated)
        signed = any(_signed(request, token) for token in tokens if token)
    except WebhookError:
        raise
    except Exception as error:  # odd types, ports and characters break the validator itself
        raise WebhookError("The request cannot be read as the provider's.") from error
    if not signed:
        raise WebhookError("The signature is missing or not the provider's.")


def _signed(request: WebhookRequest, token: str) -> bool:
    if not request.signature:
        return False
    address = urldefrag(request.url).url
    validator = RequestValidator(token)
    return bool(validator.validate(address, dict(request.fields), request.signature))

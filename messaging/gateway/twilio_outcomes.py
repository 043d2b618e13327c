"""What one create request proves, from the evidence of the wire and the SDK's answer.

Only a request that never left, or a 429, may be tried again at once; only the
provider's id is acceptance; only a 4xx with one of the provider's own codes is a
refusal.  All else may or may not exist there.
"""

from http import HTTPStatus
from typing import Final

from twilio.base.exceptions import TwilioException

from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus
from messaging.gateway.twilio_forms import is_message_sid
from messaging.gateway.twilio_http import Evidence
from messaging.gateway.twilio_words import consequence, status

_FIRST_PROVIDER_CODE: Final = 10_000  # below that the SDK repeats the HTTP status as a code


def classify(evidence: Evidence, result: object) -> Outcome:
    """`result` is the SDK's message instance, or what was raised.

    Details name kinds and codes, never the provider's sentence: it quotes numbers.
    """
    if not evidence.sent:
        return _outcome(OutcomeClass.NOT_SENT, evidence, detail=type(result).__name__)
    if evidence.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _outcome(OutcomeClass.NOT_SENT, evidence, detail="429", code=_code(result))
    if _is_refusal(evidence, result):
        code = _code(result)
        return _outcome(OutcomeClass.REJECTED, evidence, detail=consequence(code), code=code)
    return _accepted(evidence, result) or _unknown(evidence, result)


def unanswered(detail: str) -> Outcome:
    """For a request whose end nobody waited for."""
    return Outcome(OutcomeClass.UNKNOWN, detail=detail)


def _accepted(evidence: Evidence, result: object) -> Outcome | None:
    provider_id = getattr(result, "sid", None)
    if not is_message_sid(provider_id) or evidence.status not in range(200, 300):
        return None
    return Outcome(
        OutcomeClass.ACCEPTED,
        provider_id=str(provider_id),
        status=_status(getattr(result, "status", None)),
        http_status=evidence.status,
    )


def _unknown(evidence: Evidence, result: object) -> Outcome:
    answered = not isinstance(result, BaseException)
    detail = "no message id in the answer" if answered else type(result).__name__
    return _outcome(OutcomeClass.UNKNOWN, evidence, detail=detail, code=_code(result))


def _is_refusal(evidence: Evidence, result: object) -> bool:
    """By the status that was read from the wire: errors carry statuses of their own making."""
    said_no = evidence.status in range(400, 500) and evidence.status != HTTPStatus.REQUEST_TIMEOUT
    return said_no and _code(result) is not None


def _code(result: object) -> int | None:
    code = getattr(result, "code", None) if isinstance(result, TwilioException) else None
    return code if isinstance(code, int) and code >= _FIRST_PROVIDER_CODE else None


def _status(word: object) -> ProviderStatus:
    return status(word) if isinstance(word, str) else ProviderStatus.UNKNOWN


def _outcome(
    kind: OutcomeClass, evidence: Evidence, *, detail: str, code: int | None = None
) -> Outcome:
    return Outcome(
        kind,
        http_status=evidence.status,
        error_code=code,
        retry_after=evidence.retry_after,
        detail=detail,
    )

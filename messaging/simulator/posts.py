"""The forms that the simulated provider posts, in the real shape."""

from messaging.gateway.twilio_forms import API_VERSION, Param
from messaging.simulator.messages import FINAL, Message


def inbound_form(message: Message, *, account: str) -> dict[str, str]:
    """Twilio's request to the webhook of an incoming message; places are invented."""
    form = _common(message, account=account)
    form |= {
        Param.SMS_MESSAGE_SID.value: message.sid,
        Param.SMS_STATUS.value: "received",
        Param.BODY.value: message.body,
        Param.NUM_MEDIA.value: str(message.media),
        Param.NUM_SEGMENTS.value: str(max(1, message.segments)),
    }
    form |= dict.fromkeys(("FromCity", "FromState", "FromZip"), "") | {"FromCountry": "US"}
    form |= {"ToCity": "PORTLAND", "ToState": "ME", "ToZip": "04101", "ToCountry": "US"}
    for number in range(message.media):
        form[f"MediaContentType{number}"] = "image/jpeg"
        form[f"MediaUrl{number}"] = f"https://api.twilio.com/media/{message.sid}/{number}"
    if message.opt_out_type:
        form[Param.OPT_OUT_TYPE.value] = message.opt_out_type
    return form


def receipt_form(message: Message, status: str, *, account: str) -> dict[str, str]:
    """A status callback; an error code goes only with the last status."""
    form = _common(message, account=account)
    form |= {Param.SMS_STATUS.value: status, Param.MESSAGE_STATUS.value: status}
    if status in FINAL:
        form["RawDlrDoneDate"] = f"{message.updated:%y%m%d%H%M}"
        if message.end_code is not None:
            form[Param.ERROR_CODE.value] = str(message.end_code)
    return form


def _common(message: Message, *, account: str) -> dict[str, str]:
    form = {
        Param.ACCOUNT_SID.value: account,
        Param.API_VERSION.value: API_VERSION,
        Param.FROM.value: message.sender,
        Param.MESSAGE_SID.value: message.sid,
        Param.SMS_SID.value: message.sid,
        Param.TO.value: message.to,
    }
    if message.service:
        form[Param.MESSAGING_SERVICE.value] = message.service
    return form

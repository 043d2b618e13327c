"""What the simulated provider knows by heart: command words, its answers to them, its errors.

Sources: Twilio's support article on opt-out keywords, its pages on Advanced
Opt-Out and test credentials, its error dictionary.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """As `OptOutType` says it."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


_COMMANDS: Final[dict[str, Command]] = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"),
        Command.STOP,
    ),
    **dict.fromkeys(("START", "UNSTOP", "YES"), Command.START),
    **dict.fromkeys(("HELP", "INFO"), Command.HELP),
}


@dataclass(frozen=True)
class KeywordTexts:
    """The provider's own answers, as a clinic would set them under Advanced Opt-Out."""

    stop: str = (
        "Texts from your clinic are now off. You will get no more. Call the clinic for help; "
        "in an emergency call 911. Text START to turn texts on again."
    )
    start: str = (
        "Texts from your clinic are on again. Msg & data rates may apply. "
        "Text HELP for help, STOP to turn them off."
    )
    help: str = (
        "These are care texts from your clinic. Nobody reads them at once: call the clinic with "
        "questions, in an emergency call 911. Msg & data rates may apply. Text STOP to end."
    )

    def reply(self, command: Command) -> str:
        return {Command.STOP: self.stop, Command.START: self.start, Command.HELP: self.help}[
            command
        ]


def command(body: str, *, blocked: bool) -> Command | None:
    """Only a text that is the one word counts.  YES is a command only for a blocked number.

    An answer "YES" to a question would else bring a second, puzzling answer.
    """
    word = body.strip().upper()
    if word == "YES" and not blocked:
        return None
    return _COMMANDS.get(word)


# Code -> (HTTP status, sentence); {value} is what was sent.
_REFUSALS: Final[dict[int, tuple[int, str]]] = {
    20003: (401, "Authenticate"),
    20009: (409, "Cannot change this message: its delivery has not been completed"),
    20404: (404, "The requested resource {value} was not found"),
    20405: (405, "Method not allowed"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    20503: (503, "Service unavailable"),
    21211: (400, "Invalid 'To' Phone Number: {value}"),
    21212: (400, "Invalid From Number (caller ID): {value}"),
    21266: (400, "'To' and 'From' number cannot be the same: {value}"),
    21408: (400, "Permission to send an SMS has not been enabled for the region of {value}"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number {value} is not a valid, SMS-capable number"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (400, "The 'From' number {value} has exceeded the maximum number of queued messages"),
    21612: (400, "The 'To' phone number {value} is not currently reachable via SMS"),
    21614: (400, "'To' number is not a valid mobile number: {value}"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21701: (404, "The Messaging Service {value} does not exist"),
    30409: (400, "This message cannot be canceled"),
    35114: (400, "Scheduling does not support this timestamp"),
    35115: (400, "SendAt time is too close"),
}

# Twilio's magic numbers of its test credentials.
MAGIC_TO: Final = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
MAGIC_FROM: Final = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}


class RefusedError(Exception):
    """The provider says no: `code` as in its error dictionary, `status` the HTTP status."""

    def __init__(self, code: int, value: str = "") -> None:
        self.code = code
        self.status, sentence = _REFUSALS.get(code, (400, "Bad request"))
        super().__init__(sentence.format(value=value))

    def body(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": str(self),
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }

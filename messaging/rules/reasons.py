"""Why a planned text goes, moved, or does not go: the closed list that staff read."""

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    DUE = "due"
    MOVED = "moved"
    AS_SOON_AS_POSSIBLE = "as_soon_as_possible"
    STAFFED_DAY = "staffed_day"
    MERGED = "merged"
    SAME_PHONE = "same_phone"
    NOT_JOINED = "not_joined"
    NOT_AGREED = "not_agreed"
    BEFORE_ENROLMENT = "before_enrolment"
    STARTED_BEFORE_ENROLMENT = "started_before_enrolment"
    TOO_LATE = "too_late"
    OVER_CAP = "over_cap"
    TREATMENT_ENDED = "treatment_ended"
    TREATMENT_PAUSED = "treatment_paused"
    CONDITION = "condition"
    DENTIST_SEEN = "dentist_seen"
    DOSE_CANCELLED = "dose_cancelled"
    DOSE_NOT_GIVEN = "dose_not_given"
    DOSE_RECORDED = "dose_recorded"
    ASKED_RECENTLY = "asked_recently"
    EDUCATION_OFF = "education_off"
    STOPPED = "stopped"
    PAUSED = "paused"
    OPTED_OUT = "opted_out"
    OPEN_ALERT = "open_alert"
    HOSPITAL_STAY = "hospital_stay"
    HOSPICE = "hospice"
    DEATH = "death"


_SENTENCES: Mapping[Reason, str] = {
    Reason.DUE: "Goes on its day.",
    Reason.MOVED: "Moved to a later day, so that there are not too many texts at once.",
    Reason.AS_SOON_AS_POSSIBLE: "Its day had passed; it goes as soon as it may and is of use.",
    Reason.STAFFED_DAY: "Moved to the next day on which somebody reads the answers.",
    Reason.MERGED: "Goes inside another text with the same content, or joins that day's check-in.",
    Reason.SAME_PHONE: "The patient gets this text on the same phone.",
    Reason.NOT_JOINED: "This phone has not agreed to get texts.",
    Reason.NOT_AGREED: "It names a drug or illness, and she has not agreed to that.",
    Reason.BEFORE_ENROLMENT: "Its day was before the patient was enrolled.",
    Reason.STARTED_BEFORE_ENROLMENT: "The treatment started before the patient was enrolled.",
    Reason.TOO_LATE: "It could not go in time and is no longer of use.",
    Reason.OVER_CAP: "There are already as many texts as fit in that week.",
    Reason.TREATMENT_ENDED: "The treatment has ended by then.",
    Reason.TREATMENT_PAUSED: "The treatment is paused or cancelled.",
    Reason.CONDITION: "It does not apply to this patient or treatment.",
    Reason.DENTIST_SEEN: "The dentist has been seen.",
    Reason.DOSE_CANCELLED: "The dose was cancelled.",
    Reason.DOSE_NOT_GIVEN: "The dose is not recorded as given.",
    Reason.DOSE_RECORDED: "The dose is already recorded.",
    Reason.ASKED_RECENTLY: "The same question was asked less than two weeks before.",
    Reason.EDUCATION_OFF: "The patient asked for fewer texts: teaching and mouth care are off.",
    Reason.STOPPED: "Texts to this patient are stopped.",
    Reason.PAUSED: "Texts to this patient are paused.",
    Reason.OPTED_OUT: "The patient asked for no more texts.",
    Reason.OPEN_ALERT: "An urgent alert is open.",
    Reason.HOSPITAL_STAY: "The patient is in hospital.",
    Reason.HOSPICE: "The patient is in hospice care.",
    Reason.DEATH: "The patient has died.",
}


def sentence(reason: str) -> str:
    """What staff read for a stored reason; one we do not know is shown as it is."""
    try:
        return _SENTENCES[Reason(reason)]
    except ValueError:
        return reason

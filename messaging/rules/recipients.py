"""Which steps go to whom: the patient, or a caregiver who may know."""

from messaging.rules.facts import Anchor, Patient, Recipient, Step, StepKind

# `docs/care.md` section 4: a caregiver gets the card and the visits, nothing else.
CARD = "template:CARD"
_VISIT_ANCHORS = frozenset({Anchor.DOSE, Anchor.FIRST_VISIT, Anchor.PROCEDURE})


class Meant:
    """Whether a step is meant for one recipient of a patient.

    Check-ins go to the one who answers: the patient, or the caregiver where the patient
    does not.  Staff steps hang on the patient's own first phone and never reach it.
    """

    def __init__(self, patient: Patient, recipient: Recipient) -> None:
        self.caregiver = recipient.caregiver
        self.owns = recipient == _own(patient)
        self.answers = recipient == _answerer(patient)

    def gets(self, step: Step) -> bool:
        if step.kind is StepKind.STAFF:
            return self.owns
        if step.kind is StepKind.CHECK_IN:
            return self.answers
        return not self.caregiver or _for_caregivers(step)


def same_phone(patient: Patient, recipient: Recipient) -> bool:
    """Whether a caregiver shares the phone on which the patient gets the same text."""
    return recipient.caregiver and any(
        not other.caregiver and other.phone == recipient.phone and other.joined_on
        for other in patient.recipients
    )


def is_visit(step: Step) -> bool:
    """A reminder of a dose, a visit or a procedure."""
    return step.kind is StepKind.REMINDER and step.anchor in _VISIT_ANCHORS


def _for_caregivers(step: Step) -> bool:
    return is_visit(step) or CARD in step.words


def _own(patient: Patient) -> Recipient | None:
    own = (r for r in patient.recipients if not r.caregiver)
    return next(own, next(iter(patient.recipients), None))


def _answerer(patient: Patient) -> Recipient | None:
    answering = [r for r in patient.recipients if r.answers]
    own = (r for r in answering if not r.caregiver)
    return next(own, next(iter(answering), None))

from messaging.models.alerts import Alert, AlertEvent
from messaging.models.audit import Entry
from messaging.models.checkins import CheckIn, Question, QuestionState
from messaging.models.clinics import Clinic, Keywords, Membership, OptIn, Role, Sender
from messaging.models.consent import ConsentEvent, Method
from messaging.models.corrections import Correction
from messaging.models.engine import (
    Heartbeat,
    RestoreCheck,
    Sending,
    ServiceClock,
    Sweep,
    Volume,
)
from messaging.models.handoffs import HandOff, HandOffKind
from messaging.models.ledger import LedgerDay
from messaging.models.messages import (
    Attempt,
    Channel,
    DeliveryReceipt,
    InboundMessage,
    InboundState,
    Origin,
    OutboundMessage,
)
from messaging.models.patients import (
    Language,
    NamePrefix,
    Patient,
    PatientState,
    Phone,
    Recipient,
    Relation,
)
from messaging.models.protocols import Enrolment, Protocol, ProtocolApproval, Step
from messaging.models.reminders import Reminder
from messaging.models.treatments import Dose, HospitalStay, Treatment, TreatmentState

__all__ = [
    "Alert",
    "AlertEvent",
    "Attempt",
    "Channel",
    "CheckIn",
    "Clinic",
    "ConsentEvent",
    "Correction",
    "DeliveryReceipt",
    "Dose",
    "Enrolment",
    "Entry",
    "HandOff",
    "HandOffKind",
    "Heartbeat",
    "HospitalStay",
    "InboundMessage",
    "InboundState",
    "Keywords",
    "Language",
    "LedgerDay",
    "Membership",
    "Method",
    "NamePrefix",
    "OptIn",
    "Origin",
    "OutboundMessage",
    "Patient",
    "PatientState",
    "Phone",
    "Protocol",
    "ProtocolApproval",
    "Question",
    "QuestionState",
    "Recipient",
    "Relation",
    "Reminder",
    "RestoreCheck",
    "Role",
    "Sender",
    "Sending",
    "ServiceClock",
    "Step",
    "Sweep",
    "Treatment",
    "TreatmentState",
    "Volume",
]

"""The invented people of the demo clinic: one on every kind of treatment, and some more.

Every name, number and story is made up; the numbers are reserved for fiction.
"""

from dataclasses import dataclass
from datetime import time

from messaging.rules.treatments import TreatmentKind as Kind


@dataclass(frozen=True)
class Course:
    """One treatment.  `starts` counts days from today; `every` is days between doses."""

    kind: Kind
    starts: int
    doses: int = 0
    every: int | None = None
    at: time = time(14, 0)
    subtype: str = ""
    before: int = 0
    spine: bool = False


@dataclass(frozen=True)
class Person:
    """`score` is the pain she usually reports; `joined` counts days from today."""

    name: str
    number: str
    courses: tuple[Course, ...]
    language: str = "en"
    joined: int = -7
    zone: str = ""
    weekly_day: int = 2
    kidney: bool = False
    named_drugs: bool = False
    score: int = 3
    dentist_seen: bool = False
    caregiver: str = ""


PEOPLE: tuple[Person, ...] = (
    Person(
        "Maria Alvarez",
        "+15550100201",
        (Course(Kind.DENOSUMAB, -30, 13, 28),),
        language="es",
        dentist_seen=True,
        weekly_day=0,
    ),
    Person(
        "June Whitfield",
        "+15550100202",
        (Course(Kind.DENOSUMAB, 9, 12, 28), Course(Kind.CHEMOTHERAPY, -8, 6, 21, time(9, 30))),
        named_drugs=True,
        weekly_day=1,
    ),
    Person(
        "Harold Boone",
        "+15550100203",
        (Course(Kind.BISPHOSPHONATE, -84, 8, 28, before=2),),
        dentist_seen=True,
        score=4,
    ),
    Person(
        "Ruth Okafor",
        "+15550100204",
        (Course(Kind.EXTERNAL_RADIATION, -3, 5, None, time(11, 15), spine=True),),
        score=6,
    ),
    Person("Carlos Medina", "+15550100205", (Course(Kind.RADIUM_223, -5, 6, 28),), language="es"),
    Person("Edith Lund", "+15550100206", (Course(Kind.SAMARIUM_153, -6, 1),)),
    Person("Walter Kim", "+15550100207", (Course(Kind.STRONTIUM_89, -9, 1),)),
    Person(
        "Denise Carter",
        "+15550100208",
        (Course(Kind.HORMONE, -40, 12, 28, before=1),),
        weekly_day=3,
    ),
    Person(
        "Anh Nguyen", "+15550100209", (Course(Kind.TARGETED, -7, 12, 28),), zone="America/Denver"
    ),
    Person("Olga Petrova", "+15550100210", (Course(Kind.IMMUNOTHERAPY, -7, 8, 21),)),
    Person(
        "Samuel Reyes",
        "+15550100211",
        (Course(Kind.ABLATION, 3, 1, None, time(8, 0), "cryo"),),
        language="es",
        weekly_day=4,
    ),
    Person(
        "Grace Hall",
        "+15550100212",
        (Course(Kind.BONE_CEMENT, -2, 1, None, time(8, 30), "kyphoplasty", spine=True),),
        score=5,
    ),
    Person(
        "Tom Barrett",
        "+15550100213",
        (Course(Kind.SURGERY, -6, 1, None, time(7, 30), "operation"),),
        caregiver="+15550100233",
    ),
    Person("Lucy Marsh", "+15550100214", (Course(Kind.WEAK_BONE, -5),), weekly_day=1),
    Person("Ivan Sokolov", "+15550100215", (Course(Kind.CLINICAL_TRIAL, -4),)),
    Person(
        "Nora Ellis",
        "+15550100216",
        (Course(Kind.DENOSUMAB, 12, 12, 28),),
        kidney=True,
        joined=-1,
        weekly_day=3,
    ),
)

STAFF: tuple[tuple[str, str, str], ...] = (
    ("coordinator", "coordinator", "Dana Brooks"),
    ("staff", "staff", "Priya Shah"),
    ("reviewer", "clinical_reviewer", "Dr. Lena Fischer"),
    ("manager", "clinic_manager", "Marcus Webb"),
    ("operator", "operator", "Sam Porter"),
)

"""Which words together are which red flag (codes: `docs/reading.md`).

How a rule is written: `{NAME}` is a list of `red_flag_words`; `~` lets up to four words
stand between, `~~` up to nine; `A & B` is either order, close together; `A + B` is both,
anywhere in the text.  Within a level the first rule that matches gives the code.
"""

from messaging.rules import red_flag_emergencies as emergencies
from messaging.rules import red_flag_spine as spine
from messaging.rules import red_flag_urgent as urgent
from messaging.rules import red_flag_wide as wide
from messaging.rules.kinds import Flag, Level

Rule = tuple[Flag, Level, tuple[str, ...]]

_E, _U, _S = Level.EMERGENCY, Level.URGENT, Level.SAME_DAY
PAIN_NUMBER = urgent.PAIN_NUMBER

RULES: tuple[Rule, ...] = (
    (Flag.SELF_HARM, _E, emergencies.SELF_HARM),
    (Flag.OVERDOSE_SEDATION, _E, emergencies.OVERDOSE),
    (Flag.ALLERGIC_REACTION, _E, emergencies.ALLERGIC),
    (Flag.STROKE_SEIZURE, _E, emergencies.STROKE),
    (Flag.CORD_COMPRESSION, _E, spine.CORD_SURE),
    (Flag.CHEST_BREATHING, _E, emergencies.CHEST),
    (Flag.BLEEDING, _E, emergencies.BLEEDING),
    (Flag.FRACTURE, _E, spine.FRACTURE),
    (Flag.CORD_COMPRESSION, _E, spine.CORD_WALK),
    (Flag.HIGH_CALCIUM, _E, emergencies.CONFUSION),
    (Flag.JAW, _U, urgent.JAW_BONE),
    (Flag.FEVER_INFECTION, _E, emergencies.FEVER),
    (Flag.CORD_COMPRESSION, _U, spine.CORD_BACK),
    (Flag.VOMITING_DEHYDRATION, _U, urgent.BLOCKED),
    (Flag.HIGH_CALCIUM, _U, urgent.HIGH_CALCIUM),
    (Flag.LOW_CALCIUM, _U, urgent.LOW_CALCIUM),
    (Flag.CLOT, _U, urgent.CLOT),
    (Flag.VOMITING_DEHYDRATION, _U, urgent.VOMITING),
    (Flag.UNCONTROLLED_PAIN, _U, urgent.PAIN_SEVERE),
    (Flag.UNCONTROLLED_PAIN, _U, urgent.PAIN_NUMBER),
    (Flag.FRACTURE, _U, spine.FRACTURE_ACHE),
    (Flag.CHEST_BREATHING, _E, wide.WIDE_CHEST),
    (Flag.BLEEDING, _E, wide.WIDE_BLEEDING),
    (Flag.FRACTURE, _E, wide.WIDE_FRACTURE),
    (Flag.CORD_COMPRESSION, _E, wide.WIDE_CORD),
    (Flag.FEVER_INFECTION, _E, wide.WIDE_CHILLS),
    (Flag.JAW, _U, wide.WIDE_JAW),
    (Flag.VOMITING_DEHYDRATION, _U, wide.WIDE_VOMIT),
    (Flag.UNCONTROLLED_PAIN, _U, wide.WIDE_PAIN),
    (Flag.JAW, _S, urgent.JAW_PAIN),
)

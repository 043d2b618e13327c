"""Every row of the clinical tables for every treatment, in the forms that `rows` gives."""

from tests.messaging.protocols.rows import (
    DENTAL,
    FEVER,
    FIRST_3,
    SPINE,
    Step,
    check,
    checks,
    drug,
    step,
    teaching,
    text,
    visit,
)

SEVERAL = ["several_visits"]

TABLE: dict[str, dict[str, list[Step]]] = {
    "everyone": {
        "welcome on the day of joining": [text("welcome", "system", "joined", 0, "T-WELCOME")],
        "when-to-call card the day after and every 60 days": [
            text("card", "precaution", "joined", 1, "CARD", every_days=60)
        ],
        "bone check every 7 days from day 7, Q-BREAK every other week": [
            check("bone-check", "joined", 7, "Q-CORD Q-PAIN", every_days=7),
            check("bone-check-break", "joined", 7, "Q-BREAK", every_days=14),
        ],
        "Q-THIRST every 28 days from day 28": [
            check("bone-check-thirst", "joined", 28, "Q-THIRST", every_days=28)
        ],
        "is this still your number every 90 days": [
            step("still-you", "system", "joined", 90, "question:T-STILLYOU", every_days=90)
        ],
    },
    "bisphosphonate": {
        **DENTAL,
        **drug("bisphosphonates", "bisphosphonate-side-effects", "T-DRIP"),
        "Q-TEMP 2 days and Q-CALC 7 days after the first three doses": [
            check("fever-2", "dose", 2, "Q-TEMP", first=3, **FEVER),
            check("calcium-7", "dose", 7, "Q-CALC", **FIRST_3),
        ],
    },
    "denosumab": {
        **DENTAL,
        **drug("denosumab", "denosumab-side-effects", "T-SHOT"),
        "Q-CALC 4 and 10 days after the first three doses": [
            *checks("calcium", "dose", (4, 10), "Q-CALC", **FIRST_3)
        ],
        "Q-CALC 4 and 10 days after every dose with a kidney flag": [
            check("calcium-4-kidney", "dose", 4, "Q-CALC", cap="exempt", only_if=["kidney"]),
            check("calcium-10-kidney", "dose", 10, "Q-CALC", cap="exempt", only_if=["kidney"]),
        ],
        "to staff when a dose is not recorded after 7 days": [
            step(
                "dose-not-recorded",
                "staff",
                "dose",
                7,
                "handoff:missed_dose",
                only_if=["dose_not_recorded"],
            )
        ],
        "what comes next for your bones at the end": [
            text("what-next", "precaution", "end", 0, "P-NEXT")
        ],
    },
    "radium-223": {
        "teaching 7 days before and 3 days after the start": [
            teaching("about", "start", -7, "radiopharmaceuticals"),
            teaching("relief", "start", 3, "radiopharm-pain-relief"),
        ],
        "blood test 7 days and visit the day before each dose": [
            text(
                "blood-test",
                "reminder",
                "dose",
                -7,
                "T-BLOODTEST",
                cap="keep",
                repeat_if_moved=True,
            ),
            visit(),
        ],
        "precautions at home on the day of each dose and 3 days after": [
            text("home", "precaution", "dose", 0, "P-RADIUM-HOME"),
            text("home-again", "precaution", "dose", 3, "P-RADIUM-HOME"),
        ],
        "Q-PAIN 2, Q-BLEED 7 and 14 days after each dose": [
            check("pain-2", "dose", 2, "Q-PAIN"),
            *checks("bleeding", "dose", (7, 14), "Q-BLEED"),
        ],
        "birth control at the start, at the end and 90 days after; Q-BREAK weekly": [
            text("birth-control", "precaution", "start", 0, "P-BIRTHCONTROL"),
            text(
                "birth-control-after",
                "precaution",
                "end",
                0,
                "P-BIRTHCONTROL",
                every_days=90,
                times=2,
            ),
            check("breaks", "start", 7, "Q-BREAK", every_days=7),
        ],
    },
    "samarium-153": {
        "a dose is a visit": [visit()],
        "precautions at home on the day of each dose": [
            text("home", "precaution", "dose", 0, "P-SAMARIUM-HOME")
        ],
        "Q-PAIN 1, 2 and 3 days after each dose; relief at day 3": [
            *checks("pain", "dose", (1, 2, 3), "Q-PAIN"),
            text("relief", "education", "dose", 3, "E-SAMARIUM-RELIEF", only_if=["dose_given"]),
        ],
        "blood test and Q-BLEED from day 14 every 7 days to day 70": [
            text(
                "blood-test",
                "reminder",
                "dose",
                14,
                "T-BLOODTEST",
                cap="keep",
                every_days=7,
                until_days=70,
            ),
            check("bleeding", "dose", 14, "Q-BLEED", every_days=7, until_days=70),
        ],
    },
    "strontium-89": {
        "a dose is a visit": [visit()],
        "the clinic's own sheet on the day; Q-PAIN 2 and 3 days after; relief from day 7": [
            text("home", "precaution", "dose", 0, "P-SHEET"),
            *checks("pain", "dose", (2, 3), "Q-PAIN"),
            text("relief", "education", "dose", 7, "E-STRONTIUM-RELIEF", only_if=["dose_given"]),
        ],
        "blood test every 14 days and Q-BLEED every 7 days from day 14 to day 84": [
            text(
                "blood-test",
                "reminder",
                "dose",
                14,
                "T-BLOODTEST",
                cap="keep",
                every_days=14,
                until_days=84,
            ),
            check("bleeding", "dose", 14, "Q-BLEED", every_days=7, until_days=84),
        ],
    },
    "external-radiation": {
        "teaching 3 and 2 days before the first visit": [
            teaching("about", "first_visit", -3, "external-radiation"),
            teaching("schedules", "first_visit", -2, "radiation-schedules"),
        ],
        "visit times the day before the first visit, then weekly": [
            visit("first_visit", -1, "visits", every_days=7)
        ],
        "pain can rise: on the day of the first visit": [
            text("flare-warning", "precaution", "first_visit", 0, "P-FLARE")
        ],
        "Q-PAIN 1, 2, 3, 5 and 10 days after the first visit": [
            *checks("flare", "first_visit", (1, 2, 3, 5, 10), "Q-PAIN")
        ],
        "and Q-CORD if spine": [
            check(f"flare-{day}-spine", "first_visit", day, "Q-CORD", only_if=SPINE)
            for day in (1, 2, 3, 5, 10)
        ],
        "1, 5 and 10 days after the last of several visits": [
            *checks("flare-last", "last_visit", (1, 5, 10), "Q-PAIN", only_if=SEVERAL)
        ],
        "and Q-CORD if spine after the last visit": [
            check(
                f"flare-last-{day}-spine", "last_visit", day, "Q-CORD", only_if=[*SEVERAL, *SPINE]
            )
            for day in (1, 5, 10)
        ],
        "Q-PAIN 28 days after the last visit": [check("outcome", "last_visit", 28, "Q-PAIN")],
    },
    "chemotherapy": {
        "teaching 3 days before the start; visit the day before each cycle": [
            teaching("about", "start", -3, "chemotherapy"),
            visit(),
        ],
        "fever card the day after each cycle begins": [
            text("fever-card", "precaution", "dose", 1, "FEVER-CARD")
        ],
        "nausea and Q-LOOSE on day 3": [
            check("nausea-3", "dose", 3, "Q-LOOSE Q-SEV", symptom="nausea")
        ],
        "Q-TEMP on days 7, 10 and 14": [*checks("fever", "dose", (7, 10, 14), "Q-TEMP", **FEVER)],
    },
    "hormone": {
        "teaching at the start; shot in 2 days": [
            teaching("about", "start", 0, "hormone-therapy"),
            visit("dose", -2, only_if=["not_pills"]),
        ],
        "refill 7 days before the pills run out": [
            text(
                "refill",
                "reminder",
                "dose",
                -7,
                "T-REFILL",
                cap="keep",
                repeat_if_moved=True,
                only_if=["pills"],
            )
        ],
        "bone loss on day 30; tiredness every 28 days": [
            text("bone-loss", "education", "start", 30, "E-BONELOSS"),
            check("tiredness", "start", 28, "Q-SEV", every_days=28, symptom="tiredness"),
        ],
    },
    "targeted": {
        "teaching at the start": [teaching("about", "start", 0, "targeted-therapy")],
        "Q-LOOSE and tiredness on days 7, 14 and 28, then every 28 days": [
            *checks("loose", "start", (7, 14), "Q-LOOSE Q-SEV", symptom="tiredness"),
            check("loose", "start", 28, "Q-LOOSE Q-SEV", every_days=28, symptom="tiredness"),
        ],
    },
    "immunotherapy": {
        "a dose is a visit": [visit()],
        "teaching at the start; late effects the day after each dose": [
            teaching("about", "start", 0, "immunotherapy"),
            text("late-effects", "precaution", "dose", 1, "P-LATE"),
        ],
        "Q-LOOSE 7 and 14 days after each dose, then every 28 days to 90 after the end": [
            *checks("loose", "dose", (7, 14), "Q-LOOSE"),
            check("loose-after", "end", 28, "Q-LOOSE", every_days=28, until_days=90),
        ],
    },
    "ablation": {
        "teaching 3 days before, prep sheet the day before": [
            teaching("about", "procedure", -3, "ablation"),
            visit("procedure", -1, "prep"),
        ],
        "Q-PAIN the day after, Q-CORD if spine": [
            check("pain-1", "procedure", 1, "Q-PAIN"),
            check("pain-1-spine", "procedure", 1, "Q-CORD", only_if=SPINE),
        ],
        "Q-WOUND and Q-TEMP on days 2 and 7": [
            *checks("wound", "procedure", (2, 7), "Q-WOUND"),
            *checks("fever", "procedure", (2, 7), "Q-TEMP", **FEVER),
        ],
        "Q-PAIN on day 28": [check("pain-28", "procedure", 28, "Q-PAIN")],
    },
    "bone-cement": {
        "teaching 3 days before, prep sheet the day before": [
            teaching("about", "procedure", -3, "bone-cement"),
            visit("procedure", -1, "prep"),
        ],
        "Q-CORD the same evening and the day after": [
            check("nerves-evening", "procedure", 0, "Q-CORD", cap="keep", local_time="18:00:00"),
            check("nerves-1", "procedure", 1, "Q-CORD", cap="keep"),
        ],
        "Q-WOUND and Q-TEMP on days 3 and 7": [
            *checks("wound", "procedure", (3, 7), "Q-WOUND"),
            *checks("fever", "procedure", (3, 7), "Q-TEMP", **FEVER),
        ],
        "Q-PAIN on day 28": [check("pain-28", "procedure", 28, "Q-PAIN")],
    },
    "surgery": {
        "teaching 7 and 6 days before, prep sheet the day before": [
            teaching("about", "procedure", -7, "surgery"),
            teaching("prevention", "procedure", -6, "fracture-prevention"),
            visit("procedure", -1, "prep"),
        ],
        "Q-WOUND and Q-TEMP 2, 7 and 14 days after going home": [
            *checks("wound", "discharge", (2, 7, 14), "Q-WOUND"),
            *checks("fever", "discharge", (2, 7, 14), "Q-TEMP", **FEVER),
        ],
        "Q-BREAK weekly to day 42": [
            check("breaks", "discharge", 7, "Q-BREAK", every_days=7, until_days=42)
        ],
    },
    "weak-bone": {
        "teaching at the start": [teaching("about", "start", 0, "fracture-prevention")],
        "move as your team told you from day 1, every 28 days": [
            text("move-well", "precaution", "start", 1, "P-MOVE", every_days=28)
        ],
        "Q-BREAK from day 7, every 7 days": [check("breaks", "start", 7, "Q-BREAK", every_days=7)],
    },
    "clinical-trial": {"nothing is pushed": []},
}

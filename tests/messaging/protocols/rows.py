"""The clinical tables as data: each row of the default protocols, with the steps that are its own.

A step is written as kind, anchor, days from it and words, and what repeats or limits it.
"""

from typing import Any

Step = tuple[str, str, str, int, str, dict[str, Any]]


def step(slug: str, kind: str, anchor: str, day: int, words: str, **more: Any) -> Step:
    return slug, kind, anchor, day, words, more


def teaching(slug: str, anchor: str, day: int, topic: str, **more: Any) -> Step:
    return step(slug, "education", anchor, day, f"topic:{topic}", **more)


def check(slug: str, anchor: str, day: int, questions: str, **more: Any) -> Step:
    words = " ".join(f"question:{question}" for question in questions.split())
    return step(slug, "check_in", anchor, day, words, **more)


def checks(slug: str, anchor: str, days: tuple[int, ...], question: str, **more: Any) -> list[Step]:
    return [check(f"{slug}-{day}", anchor, day, question, **more) for day in days]


def text(slug: str, kind: str, anchor: str, day: int, template: str, **more: Any) -> Step:
    return step(slug, kind, anchor, day, f"template:{template}", **more)


FEVER: dict[str, Any] = {"cap": "exempt", "local_time": "17:00:00"}
FIRST_3: dict[str, Any] = {"cap": "exempt", "first": 3}
GATE = ["dentist_not_seen"]
SPINE = ["spine"]
AFTER_END: dict[str, Any] = {"every_days": 90, "until_days": 360}
MOUTH_CARE = " ".join(
    f"template:M-{name}" for name in ("FLOSS", "TWOMIN", "DENTURES", "CHECKUP", "TELL", "LOOK")
)

# What both bone drugs have of the dental programme.
DENTAL: dict[str, list[Step]] = {
    "the dentist is asked for 14 days before the start": [
        check("dentist-first", "start", -14, "T-DENTIST", cap="keep", only_if=GATE),
        teaching("dental-care", "start", -13, "dental-care"),
    ],
    "and 7 days before only if not done": [
        check("dentist-again", "start", -7, "T-DENTIST", cap="keep", only_if=GATE),
    ],
    "on treatment already, the dentist is asked for in other words": [
        check(
            "dentist-on-treatment",
            "joined",
            2,
            "T-DENTIST-ON",
            cap="keep",
            only_if=["dentist_not_seen", "started_before"],
        ),
    ],
    "an open gate is on the coordinator's list a week and 3 days before": [
        step("dental-gate-week", "staff", "start", -7, "handoff:dental_gate", only_if=GATE),
        step("dental-gate", "staff", "start", -3, "handoff:dental_gate", only_if=GATE),
    ],
    "Q-DENTAL 7 days before the start and each dose": [
        check("dental-work-first", "start", -7, "Q-DENTAL", cap="keep"),
        check("dental-work", "dose", -7, "Q-DENTAL", cap="keep"),
    ],
    "mouth care every 14 days, six texts in turn": [
        step("mouth-care", "hygiene", "start", 14, MOUTH_CARE, every_days=14),
    ],
    "Q-MOUTH every 28 days": [check("mouth-check", "start", 28, "Q-MOUTH", every_days=28)],
    "a dentist visit every 180 days": [
        text(
            "dental-visit",
            "reminder",
            "start",
            180,
            "T-DENTALVISIT",
            cap="keep",
            every_days=180,
            only_if=GATE,
        ),
    ],
    "tell every dentist, and Q-MOUTH, at the end and every 90 days to 360": [
        text("tell-dentist", "precaution", "end", 0, "P-TELLDENTIST", **AFTER_END),
        check("mouth-check-after", "end", 0, "Q-MOUTH", **AFTER_END),
    ],
}


def drug(topic: str, side_effects: str, visit: str) -> dict[str, list[Step]]:
    return {
        "teaching 3 days before the start": [teaching("about", "start", -3, topic)],
        "visit 2 days before each dose": [
            text("visit", "reminder", "dose", -2, visit, cap="keep", repeat_if_moved=True)
        ],
        "side effects the day after the first three doses": [
            teaching("side-effects", "dose", 1, side_effects, first=3, only_if=["dose_given"])
        ],
    }


def visit(anchor: str = "dose", day: int = -1, slug: str = "visit", **more: Any) -> Step:
    template = "T-PREP" if slug == "prep" else "T-VISIT"
    return text(slug, "reminder", anchor, day, template, cap="keep", repeat_if_moved=True, **more)

"""The form on which one step of a clinic's own protocol is changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from content.text.words import Library
from messaging.models import Step
from messaging.rules import spoken, step_sentences, step_words

MOST_WORDS = 8
BEFORE, AFTER = "before", "after"
# Where the sentences about a field of a protocol's file are shown.
PLACES = {"words": "word_0", "offset_days": "days"}
GROUPS = (
    ("question", "Check-in questions"),
    ("template", "Texts"),
    ("topic", "Teaching"),
    ("handoff", "Tasks for staff"),
)


class StepForm(forms.Form):
    """Plain choices for the fields of a step; the action says what cannot be."""

    slug = forms.CharField(
        label="Short name",
        required=False,
        help_text="Small letters, digits and hyphens, such as visit-reminder. It stays.",
    )
    kind = forms.CharField(
        label="Kind", widget=forms.Select(choices=list(step_sentences.KINDS.items()))
    )
    days = forms.IntegerField(label="Days", min_value=0, initial=0, help_text="0: on the day.")
    side = forms.ChoiceField(label="Before or after", choices=[(AFTER, AFTER), (BEFORE, BEFORE)])
    anchor = forms.CharField(
        label="What it counts from",
        widget=forms.Select(choices=list(step_sentences.ANCHORS.items())),
    )
    local_time = forms.TimeField(
        label="At, on her clock",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Empty: her best time; check-ins at 10:30, the fever question at 17:00.",
    )
    every_days = forms.IntegerField(
        label="Again every … days", required=False, help_text="Empty: once."
    )
    times = forms.IntegerField(
        label="How many times", required=False, help_text="Empty: as long as it goes on."
    )
    until_days = forms.IntegerField(
        label="Until which day",
        required=False,
        help_text="Counted from the same day. Empty: to the end of the treatment.",
    )
    first = forms.IntegerField(
        label="Only for the first … doses", required=False, help_text="Empty: for every dose."
    )
    symptom = forms.CharField(
        label="Symptom", required=False, help_text="Only with the question “how bad (A to E)”."
    )
    lateness_hours = forms.IntegerField(
        label="Still of use for … hours",
        initial=24,
        help_text="What could not go out by then does not go at all.",
    )
    cap = forms.CharField(
        label="When there are many texts",
        widget=forms.Select(choices=list(step_sentences.CAPS.items())),
    )
    merge_key = forms.CharField(
        label="Same text as others called",
        required=False,
        help_text="Two treatments with a step of this name send it once.",
    )
    repeat_if_moved = forms.BooleanField(label="Send it again if the visit moves", required=False)
    only_if = forms.MultipleChoiceField(
        label="Only if",
        required=False,
        choices=list(step_sentences.CONDITIONS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any,
        *,
        step: Step | None,
        words: Sequence[str],
        symptoms: Iterable[str],
        library: Library,
    ) -> None:
        super().__init__(data, initial=_values(step) if step else None)
        chosen = list(step.words) if step else []
        options = _options([*words, *(word for word in chosen if word not in words)], library)
        for n in range(MOST_WORDS):
            self.fields[f"word_{n}"] = forms.CharField(
                label=f"Words {n + 1}",
                required=False,
                initial=chosen[n] if n < len(chosen) else "",
                widget=forms.Select(choices=[("", "nothing"), *options]),
            )
        known = [("", "none"), *((name, name) for name in sorted(symptoms))]
        self.fields["symptom"].widget = forms.Select(choices=known)
        if step is not None:
            del self.fields["slug"]

    def table(self) -> dict[str, Any]:
        """The step as a protocol's file would have it; only after `is_valid`."""
        given = self.cleaned_data
        words = [given[f"word_{n}"] for n in range(MOST_WORDS)]
        limits = ("every_days", "times", "until_days", "first", "local_time")
        return {
            "slug": given.get("slug", ""),
            "offset_days": -given["days"] if given["side"] == BEFORE else given["days"],
            "words": [word for word in words if word],
            **{name: given[name] for name in limits if given[name] is not None},
            **{name: given[name] for name in _AS_GIVEN},
        }

    def refuse(self, said: Mapping[str, list[str]]) -> None:
        """Show the action's sentences, each next to its field."""
        for field, sentences in said.items():
            place = PLACES.get(field, field)
            self.add_error(place if place in self.fields else None, sentences)

    @property
    def when_fields(self) -> list[Any]:
        return [self[name] for name in ("days", "side", "anchor", "local_time")]

    @property
    def again_fields(self) -> list[Any]:
        return [self[name] for name in ("every_days", "times", "until_days", "first")]

    @property
    def whether_fields(self) -> list[Any]:
        return [self[name] for name in ("lateness_hours", "cap", "merge_key")]

    @property
    def word_fields(self) -> list[Any]:
        """Those in use, and some that are free."""
        bound = [self[f"word_{n}"] for n in range(MOST_WORDS)]
        used = max((n for n, field in enumerate(bound, start=1) if field.value()), default=0)
        return bound[: max(3, used + 2)]


_AS_GIVEN = (
    *("kind", "anchor", "lateness_hours", "cap"),
    *("merge_key", "repeat_if_moved", "only_if", "symptom"),
)


def _values(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "days": abs(step.offset_days),
        "side": BEFORE if step.offset_days < 0 else AFTER,
        "anchor": step.anchor,
        "local_time": step.local_time,
        "every_days": step.every_days,
        "times": step.times,
        "until_days": step.until_days,
        "first": step.first,
        "symptom": step.symptom,
        "lateness_hours": int(step.lateness.total_seconds() // 3600),
        "cap": step.cap,
        "merge_key": step.merge_key,
        "repeat_if_moved": step.repeat_if_moved,
        "only_if": step.only_if,
    }


def _options(words: Iterable[str], library: Library) -> list[tuple[str, list[tuple[str, str]]]]:
    """By sort; words that the clinic has not approved say in which language."""
    titles = {topic.slug: topic.titles.get("en", topic.slug) for topic in library.topics}
    labels = [(word, _label(word, titles, library)) for word in words]
    return [
        (name, [row for row in labels if row[0].startswith(f"{sort}:")]) for sort, name in GROUPS
    ]


def _label(word: str, titles: Mapping[str, str], library: Library) -> str:
    said = spoken.planned(word, titles=titles)
    name = f"{said} ({word.partition(':')[2]})"
    missing = [] if word in step_words.TASKS else step_words.missing(word, library)
    return f"{name}: not approved in {' and '.join(missing)}" if missing else name

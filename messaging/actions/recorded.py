"""Which recorded event made a text needless, and who recorded it."""

from collections.abc import Iterable, Mapping

from messaging.models import Entry, Patient, Reminder
from messaging.rules import facts, grounds


class Needless:
    """Texts that a recorded event made needless; `say` writes on each row what and by whom."""

    def __init__(self) -> None:
        self.by_dose: list[tuple[Reminder, facts.Dose]] = []
        self.by_dentist: list[tuple[Reminder, facts.Patient]] = []

    def note(
        self,
        row: Reminder,
        line: facts.Planned,
        *,
        patient: facts.Patient,
        doses: Mapping[int, facts.Dose],
    ) -> None:
        dose = grounds.by_a_dose(line, doses=doses)
        if dose is not None:
            self.by_dose.append((row, dose))
        elif grounds.by_the_dentist(line):
            self.by_dentist.append((row, patient))

    def say(self) -> None:
        """Before the rows are stored: reads the names once for all of them."""
        names = _who_recorded({dose.id for _, dose in self.by_dose})
        for row, dose in self.by_dose:
            row.facts[grounds.RECORDED] = grounds.of_dose(dose, by=names.get(dose.id, ""))
        sources = _who_knows({patient.id for _, patient in self.by_dentist})
        for row, patient in self.by_dentist:
            by = sources.get(patient.id, "")
            row.facts[grounds.RECORDED] = grounds.of_dentist(patient, by=by)


def _who_recorded(doses: Iterable[int]) -> dict[int, str]:
    """The person or rule of the last entry about each dose."""
    wanted = [str(dose) for dose in doses]
    if not wanted:
        return {}
    entries = Entry.objects.filter(object_type="dose", object_id__in=wanted).order_by("at", "id")
    return {
        int(entry.object_id): (entry.by and entry.by.get_full_name()) or entry.by_name
        for entry in entries.select_related("by")
    }


def _who_knows(patients: Iterable[int]) -> dict[int, str]:
    wanted = set(patients)
    if not wanted:
        return {}
    rows = Patient.objects.filter(pk__in=wanted)
    return dict(rows.values_list("pk", "dentist_known_by"))

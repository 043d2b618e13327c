"""A patient on two treatments, for what is shown of her coming texts."""

from datetime import timedelta

from messaging.models import Patient
from messaging.rules.treatments import TreatmentKind
from tests import factories


def on_two_treatments() -> Patient:
    """On denosumab and, two weeks earlier, chemotherapy."""
    patient = factories.patient(name="June Whitfield")
    factories.treatment(patient)
    chemo = TreatmentKind.CHEMOTHERAPY
    factories.treatment(patient, kind=chemo, starts_on=factories.TODAY + timedelta(days=6))
    return fresh(patient)


def fresh(patient: Patient) -> Patient:
    """As the database has her."""
    return Patient.objects.select_related("clinic").get(pk=patient.pk)

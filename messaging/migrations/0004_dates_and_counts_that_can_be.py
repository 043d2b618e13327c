import datetime

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_treatments_drive_the_schedule")]

    operations = [
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("treatment", "on"),
                name="one_dose_of_a_treatment_a_day",
                violation_error_message="There is another dose on this day: move one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on__isnull", True),
                    models.Q(
                        ("on__gte", datetime.date(1950, 1, 1)),
                        ("on__lte", datetime.date(2100, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="dose_in_our_time",
                violation_error_message="The date must lie between 1950 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(("on__gte", models.F("not_before"))),
                name="dose_after_the_start",
                violation_error_message="The dose lies before the treatment starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("given_on__isnull", True),
                        models.Q(
                            ("given_on__gte", datetime.date(1950, 1, 1)),
                            ("given_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("state", "given"), _negated=True),
                        ("given_on__isnull", False),
                        _connector="OR",
                    ),
                ),
                name="given_dose_has_its_day",
                violation_error_message="Say on which day it was given, between 1950 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dentist_seen_on__isnull", True),
                        models.Q(
                            ("dentist_seen_on__gte", datetime.date(1950, 1, 1)),
                            ("dentist_seen_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("stopped_on__isnull", True),
                        models.Q(
                            ("stopped_on__gte", datetime.date(1950, 1, 1)),
                            ("stopped_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="patients_days_in_our_time",
                violation_error_message="The day must lie between 1950 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("offset_days__gte", -400), ("offset_days__lte", 400)),
                name="step_lies_near_its_anchor",
                violation_error_message="A step lies at most 400 days from what it counts from.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("every_days__isnull", True),
                    ("anchor__in", ("joined", "start", "first_visit")),
                    ("times__isnull", False),
                    ("until_days__isnull", False),
                    _connector="OR",
                ),
                name="step_repeats_end",
                violation_error_message="It would repeat without end: say how often, or until which day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("every_days__gte", 1),
                    models.Q(
                        ("every_days__isnull", True),
                        ("times__isnull", True),
                        ("until_days__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="step_repeats_after_days",
                violation_error_message="Say after how many days it comes back (1 or more), or clear what limits it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    models.Q(
                        ("starts_on__gte", datetime.date(1950, 1, 1)),
                        ("starts_on__lte", datetime.date(2100, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="treatment_starts_in_our_time",
                violation_error_message="The start must lie between 1950 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treatment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    models.Q(
                        ("ends_on__gte", datetime.date(1950, 1, 1)),
                        ("ends_on__lte", datetime.date(2100, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="treatment_ends_in_our_time",
                violation_error_message="The end must lie between 1950 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treatment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    (
                        "kind__in",
                        [
                            "chemotherapy",
                            "hormone",
                            "targeted",
                            "immunotherapy",
                            "radium-223",
                            "samarium-153",
                            "strontium-89",
                            "bisphosphonate",
                            "denosumab",
                            "external-radiation",
                            "weak-bone",
                        ],
                    ),
                    ("state__in", ("active", "paused")),
                ),
                fields=("patient", "kind"),
                name="one_open_series_of_a_kind",
                violation_error_message="She has a treatment of this kind without an end: end that one first, or change its doses.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalstay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("discharged_on__isnull", True),
                    ("discharged_on__gte", models.F("admitted_on")),
                    _connector="OR",
                ),
                name="stay_ends_after_its_start",
                violation_error_message="She went home before she came: change one of the days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalstay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("admitted_on__isnull", True),
                        models.Q(
                            ("admitted_on__gte", datetime.date(1950, 1, 1)),
                            ("admitted_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("discharged_on__isnull", True),
                        models.Q(
                            ("discharged_on__gte", datetime.date(1950, 1, 1)),
                            ("discharged_on__lte", datetime.date(2100, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="stay_in_our_time",
                violation_error_message="The day must lie between 1950 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hospitalstay",
            constraint=models.UniqueConstraint(
                condition=models.Q(("discharged_on__isnull", True)),
                fields=("patient",),
                name="one_open_stay_a_patient",
                violation_error_message="She is in hospital already: note first when she left.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerday",
            constraint=models.UniqueConstraint(fields=("clinic", "on"), name="one_ledger_day_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgerday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expected",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("sent"), "+", models.F("held")
                                            ),
                                            "+",
                                            models.F("skipped"),
                                        ),
                                        "+",
                                        models.F("failed"),
                                    ),
                                    "+",
                                    models.F("expired"),
                                ),
                                "+",
                                models.F("unknown"),
                            ),
                            "+",
                            models.F("waiting"),
                        ),
                    )
                ),
                name="ledger_adds_up",
            ),
        ),
    ]

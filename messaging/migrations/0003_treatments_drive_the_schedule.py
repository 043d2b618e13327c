import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def copy_forward(apps: Any, schema_editor: Any) -> None:
    """How often a step comes back gets columns; a dose repeats its treatment's start."""
    step = apps.get_model("messaging", "Step")
    for row in step.objects.iterator():
        step.objects.filter(pk=row.pk).update(**row.recurrence)
    treatment = apps.get_model("messaging", "Treatment")
    for row in treatment.objects.iterator():
        row.doses.update(not_before=row.starts_on)
    given = apps.get_model("messaging", "Dose").objects.filter(state="given", given_on=None)
    given.update(given_on=F("on"))


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_recall"),
    ]

    operations = [
        migrations.CreateModel(
            name="HospitalStay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("admitted_on", models.DateField()),
                ("discharged_on", models.DateField(blank=True, null=True)),
                ("noted_by", models.CharField(max_length=150)),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("admitted_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="LedgerDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("expected", models.PositiveIntegerField()),
                ("sent", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("expired", models.PositiveIntegerField(default=0)),
                ("unknown", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("reasons", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "day of the ledger",
                "verbose_name_plural": "ledger",
                "ordering": ("-on", "clinic"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="dose",
            name="dose_in_our_time",
        ),
        migrations.RemoveConstraint(
            model_name="treatment",
            name="treatment_starts_in_our_time",
        ),
        migrations.AddField(
            model_name="dose",
            name="not_before",
            field=models.DateField(default=datetime.date(1950, 1, 1), editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="patient",
            name="dentist_known_by",
            field=models.CharField(
                blank=True, help_text="Who or what said that a dentist was seen.", max_length=150
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_of_it",
                to="messaging.protocol",
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="made_by",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="protocol",
            name="why",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="reminder",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="step",
            name="every_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="first",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="times",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="until_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="treatment",
            name="pills",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="step",
            name="anchor",
            field=models.CharField(
                choices=[
                    ("joined", "joined"),
                    ("start", "start"),
                    ("dose", "dose"),
                    ("first_visit", "first visit"),
                    ("last_visit", "last visit"),
                    ("procedure", "procedure"),
                    ("discharge", "discharge"),
                    ("end", "end"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="hospitalstay",
            name="patient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stays",
                to="messaging.patient",
            ),
        ),
        migrations.AddField(
            model_name="ledgerday",
            name="clinic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ledger",
                to="messaging.clinic",
            ),
        ),
        migrations.RunPython(copy_forward, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="step",
            name="recurrence",
        ),
    ]

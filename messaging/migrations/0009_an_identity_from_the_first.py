"""A backup that was made before anything was sent must be known again, too."""

import secrets
from typing import Any

from django.db import migrations


def name_the_database(apps: Any, schema_editor: Any) -> None:
    made = {"identity": secrets.token_hex(16)}
    apps.get_model("messaging", "Sending").objects.get_or_create(id=1, defaults=made)


class Migration(migrations.Migration):
    dependencies = (("messaging", "0008_engines_that_can_be_trusted"),)

    operations = (migrations.RunPython(name_the_database, migrations.RunPython.noop),)

"""The wiring is an app too: it brings the commands `up` and `test`."""

from importlib import import_module

from django.apps import AppConfig


class BonemetsConfig(AppConfig):
    name = "bonemets"

    def ready(self) -> None:
        """Make `celery.current_app` ours in every process, and let every worker tick."""
        import_module("bonemets.celery")
        import_module("bonemets.ticker")

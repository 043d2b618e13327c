#!/usr/bin/env python3
"""The one door: `python3 manage.py up`, `python3 manage.py test`, or any command of Django."""

import os
import sys


def main():
    # type: () -> None
    if sys.version_info < (3, 11):
        sys.exit("Bonemets needs Python 3.11 or newer, and this is %d.%d." % sys.version_info[:2])
    from bonemets import bootstrap

    bootstrap.hand_over(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bonemets.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: run `pip install -r requirements.lock` first.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""A real browser on the whole service; only where the browser's driver is installed."""

try:
    from tests.browser.driver import browser, page, service, staff
except ModuleNotFoundError:  # `manage.py test` does without; `.ci/run` installs it
    collect_ignore_glob = ["test_*.py"]
else:
    __all__ = ["browser", "page", "service", "staff"]

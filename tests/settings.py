"""The service's own settings, as the suite needs them.

The values come from the one settings file; this module only sets the environment first: demo
mode, a data folder that is thrown away, and the provider that lives in memory.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="bonemets-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["BONEMETS_MODE"] = "demo"
os.environ["BONEMETS_DATA"] = _folder
os.environ["BONEMETS_GATEWAY"] = "memory"
# Replies to unclear texts are there at once; the tests of the wait set it.
os.environ["BONEMETS_PIPELINE_QUIET_SECONDS"] = "0"

from bonemets.settings import *  # noqa: E402, F403
from bonemets.settings import DATABASES  # noqa: E402

# Nothing is looked up by password here but log-ins: the slow hash would only cost time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, not memory: several connections must meet the real locks.
DATABASES["default"].setdefault("TEST", {"NAME": f"{_folder}/test.sqlite3"})

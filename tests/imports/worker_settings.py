"""Settings of a worker that a test starts: those of the tests, on their database and uploads."""

import os

from tests.settings import *  # noqa: F403

MEDIA_ROOT = os.environ["IMPORTS_MEDIA_ROOT"]

"""gunicorn, for `make run` and for production alike.

WEB_CONCURRENCY (processes) and WEB_THREADS (threads in each) come from the environment; no
request computes for long, work runs in the background worker.
"""

import gc
import os
from typing import Any

wsgi_app = "unionreg.wsgi:application"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 10
# A fresh process now and then bounds what a slow leak can cost.
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
# Addresses of people would stand in an access log; the reverse proxy keeps its own.
accesslog = None
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Leave what was loaded out of all later collections: each would look through all of it."""
    gc.collect()
    gc.freeze()

"""gunicorn, for `make run` and for production alike.

WEB_CONCURRENCY (processes) and WEB_THREADS (threads in each) come from the environment; no
request computes for long, work runs in the background worker. Threads of one process wait for one
another whenever a page computes, so there are two processes a core, up to eight (docs/load.md);
they share what is loaded before they part.
"""

import gc
import os
from typing import Any

wsgi_app = "unionreg.wsgi:application"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(2 * (os.cpu_count() or 1), 8))
threads = int(os.environ.get("WEB_THREADS") or 2)
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 10
# A fresh process now and then bounds what a slow leak can cost.
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
# Addresses of people would stand in an access log; the reverse proxy keeps its own.
accesslog = None
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Load the pages, and leave it all out of later collections: each would look through it."""
    from django.urls import get_resolver

    _loaded = get_resolver().url_patterns
    gc.collect()
    gc.freeze()

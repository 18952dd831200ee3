"""Several people at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions at the same moment, each on its own connection; results or errors."""
    barrier = threading.Barrier(len(actions))
    results: list[Any] = [None] * len(actions)

    def work(index: int, action: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=20)
            results[index] = action()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results

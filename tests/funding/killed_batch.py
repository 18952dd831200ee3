"""A batch of payments whose process is killed at a given point: run as a program by the tests.

Arguments: draft or review, id of the allocation, id of the user, name of the function of the
service after which the process kills itself as `kill -9` would, how often that may pass.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django

django.setup()

from accounts.models import User  # noqa: E402
from funding.models import Allocation, Payment  # noqa: E402
from funding.services import payment_batches, payments  # noqa: E402


def arm(name: str, passes: int) -> None:
    """Replace a function of the service by one that kills the process."""
    real, left = getattr(payments, name), [passes]

    def killed(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(payments, name, killed)


if __name__ == "__main__":
    batch, key, user_id, function, times = sys.argv[1:]
    arm(function, int(times))
    user = User.objects.get(pk=int(user_id))
    if batch == "draft":
        allocation = Allocation.objects.get(pk=int(key))
        payment_batches.draft_all(allocation=allocation, user=user)
    else:
        pairs = [(row, row.version) for row in Payment.objects.order_by("pk")]
        payment_batches.review_many(payments=pairs, user=user)

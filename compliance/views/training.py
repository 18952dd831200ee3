"""Who has to be trained by when, in the reader's places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.learning.pages import VIEW, training_page
from compliance.views.findings import require


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """Overdue, due soon, done; people trained in each year; trainings to come."""
    require(request.user, VIEW)
    context = training_page(request.user, request.GET, timezone.localdate())
    return render(request, "compliance/training.html", context)

"""From a verdict to the clause, the inputs and the rows behind them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.selectors import verdicts
from compliance.selectors.findings import visible
from policies.topics import rule_name


@require_safe
def explain(request: HttpRequest, verdict_id: int) -> HttpResponse:
    """How a verdict came about, whoever asked for it."""
    verdict = verdicts.verdict_or_404(request.user, verdict_id)
    context = {
        "verdict": verdict,
        "rule_name": rule_name(verdict.rule_id),
        "explanation": verdicts.explained(verdict),
        "timeline": list(verdicts.timeline(verdict, request.user)),
        "findings": list(visible(request.user).filter(**verdicts.same_subject(verdict))[:1]),
    }
    return render(request, "compliance/explain.html", context)

"""URLs of the app."""

from django.urls import path

from compliance.views import checks, findings, order, verdicts

urlpatterns = [
    path("", findings.compliance_list, name="compliance_list"),
    path("assign/", findings.assign_many, name="compliance_assign"),
    path("export/", findings.export, name="compliance_export"),
    path("check/", checks.check, name="compliance_check"),
    path("progress/", checks.progress, name="compliance_progress"),
    path("order/", order.urgency_order, name="urgency_order"),
    path("verdict/<int:verdict_id>/", verdicts.explain, name="explain"),
    path("<int:finding_id>/", findings.finding, name="finding"),
    path("<int:finding_id>/assign/", findings.assign, name="finding_assign"),
    path("<int:finding_id>/note/", findings.note, name="finding_note"),
    path("<int:finding_id>/waive/", findings.waive, name="finding_waive"),
    path("<int:finding_id>/unwaive/", findings.unwaive, name="finding_unwaive"),
]

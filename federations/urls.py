"""URLs of the app."""

from django.urls import path

from federations.views import committee, coverage, founding, starting, year

urlpatterns = [
    path("start/", starting.start, name="federation_start"),
    path("name/", starting.name_check, name="federation_name"),
    path("incomplete/", starting.incomplete, name="federations_incomplete"),
    path("complete/<int:union_id>/", starting.complete, name="federation_complete"),
    path("<int:pk>/", founding.federation, name="federation"),
    path("<int:pk>/gate/", founding.gate, name="federation_gate"),
    path("<int:pk>/item/", founding.item, name="federation_item"),
    path("<int:pk>/coverage/", coverage.coverage, name="federation_coverage"),
    path("<int:pk>/coverage/end/", coverage.end, name="federation_coverage_end"),
    path("<int:pk>/coverage/scattered/", coverage.scattered, name="federation_scattered"),
    path("<int:pk>/committee/", committee.committee, name="federation_committee"),
    path("<int:pk>/committee/heads/", committee.heads, name="federation_heads"),
    path("<int:pk>/committee/fill/", committee.fill, name="federation_fill"),
    path("<int:pk>/committee/add/", committee.add, name="federation_add_seat"),
    path("<int:pk>/year/", year.year, name="federation_year"),
]

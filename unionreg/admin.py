"""What other packages register and nobody here should see."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_tasks_db.models import DBTaskResult

# Roles take the place of groups; tasks are seen through what they do (imports).
for model in (Group, DBTaskResult):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

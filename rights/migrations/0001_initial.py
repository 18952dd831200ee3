"""The tables of the app with their constraints and indexes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import unionreg.county.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cadres", "0003_annulled_posts"),
        ("townships", "0009_check_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectiveContract",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "county_code",
                    models.CharField(editable=False, max_length=6, verbose_name="county"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("enterprise", "enterprise"),
                            ("regional", "regional"),
                            ("industry", "of an industry"),
                        ],
                        max_length=10,
                        verbose_name="scope",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "collective contract"),
                            ("wages", "special agreement on wages"),
                            ("women", "special agreement on women workers' rights"),
                            ("safety", "special agreement on labour safety and hygiene"),
                            ("other", "other special agreement"),
                        ],
                        default="general",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "number",
                    models.CharField(blank=True, max_length=50, verbose_name="registration number"),
                ),
                (
                    "other_side",
                    models.CharField(blank=True, max_length=100, verbose_name="employers' side"),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "firms",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="firms covered"
                    ),
                ),
                (
                    "workers",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="workers covered"
                    ),
                ),
                (
                    "negotiator_name",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="name of the chief negotiator"
                    ),
                ),
                (
                    "negotiator",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.person",
                        verbose_name="chief negotiator of the workers",
                    ),
                ),
                (
                    "union",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "collective contract",
                "verbose_name_plural": "collective contracts",
                "ordering": ["-signed_on", "-id"],
                "indexes": [
                    models.Index(
                        fields=["county_code", "union", "valid_to"], name="rights_contract_of_union"
                    ),
                    models.Index(fields=["county_code", "valid_to"], name="rights_contract_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="rights_contract_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("signed_on")),
                            _connector="OR",
                        ),
                        name="rights_contract_signed",
                        violation_error_message="The contract was signed after its end. Correct a day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "county_code",
                    models.CharField(editable=False, max_length=6, verbose_name="county"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            (
                                "Duties of township unions",
                                [
                                    ("t_founding", "founding unions and enrolling members"),
                                    ("t_guidance", "political guidance of workers"),
                                    ("t_contest", "labour and skill contests"),
                                    ("t_bargaining", "guiding bargaining and collective contracts"),
                                    (
                                        "t_assembly",
                                        "assemblies of workers and democratic management",
                                    ),
                                    ("t_coordination", "coordinating labour relations"),
                                    ("t_welfare", "welfare and aid for workers in hardship"),
                                    ("t_home", "building a home of workers"),
                                ],
                            ),
                            (
                                "Duties of grassroots unions",
                                [
                                    ("g_membership", "organisation and membership"),
                                    ("g_democracy", "democratic management of the enterprise"),
                                    ("g_bargaining", "equal bargaining and collective contracts"),
                                    ("g_contest", "labour contests and skill training"),
                                    ("g_safety", "labour protection"),
                                    ("g_disputes", "mediating labour disputes"),
                                    ("g_hardship", "aid in hardship"),
                                    ("g_culture", "culture of the workers"),
                                    ("g_funds", "funds and assets of the union"),
                                ],
                            ),
                            (
                                "Duties of federations",
                                [
                                    ("f_guidance", "political guidance in the area or industry"),
                                    ("f_founding", "promoting unions and members"),
                                    (
                                        "f_contest",
                                        "contests and innovation of the area or industry",
                                    ),
                                    (
                                        "f_democracy",
                                        "democratic management of the area or industry",
                                    ),
                                    ("f_bargaining", "bargaining of the area or industry"),
                                    ("f_policy", "inquiries, policies and standards"),
                                    ("f_disputes", "labour disputes and legal services"),
                                    ("f_training", "training and backing union cadres"),
                                    ("f_home", "homes of workers"),
                                    ("f_service", "services for workers"),
                                    ("f_central", "work around the tasks of party and government"),
                                ],
                            ),
                            (
                                "Contact with workers",
                                [
                                    ("field_study", "field study on the spot"),
                                    ("visit", "regular visit"),
                                    ("pairing", "paired aid"),
                                ],
                            ),
                            (
                                "Democratic management",
                                [
                                    ("openness", "openness of factory affairs"),
                                    ("worker_director", "workers' director"),
                                    ("worker_supervisor", "workers' supervisor"),
                                ],
                            ),
                            (
                                "Protecting rights",
                                [
                                    ("incident", "sudden incident"),
                                    ("dispute", "labour dispute"),
                                    ("acted_for", "the higher union acts for the lower (上代下)"),
                                    ("consultation", "taking part in making policies"),
                                    ("report", "report as first informed and first reporter"),
                                ],
                            ),
                            (
                                "Mechanisms",
                                [
                                    ("early_warning", "early warning of labour relations"),
                                    (
                                        "tripartite",
                                        "tripartite or joint coordination of labour relations",
                                    ),
                                    ("party_building", "party building leads union building"),
                                    ("congress_liaison", "liaison of people's congress and union"),
                                ],
                            ),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                ("title", models.CharField(max_length=100, verbose_name="what was done")),
                (
                    "other_side",
                    models.CharField(blank=True, max_length=100, verbose_name="with or for whom"),
                ),
                (
                    "text",
                    models.TextField(blank=True, max_length=2000, verbose_name="course and result"),
                ),
                (
                    "people",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people reached"
                    ),
                ),
                (
                    "spent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="yuan spent",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "extremely grave"),
                            ("2", "grave"),
                            ("3", "rather large"),
                            ("4", "common"),
                        ],
                        max_length=1,
                        verbose_name="level of the incident",
                    ),
                ),
                (
                    "reported_on",
                    models.DateField(blank=True, null=True, verbose_name="reported upwards on"),
                ),
                (
                    "acting_union",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.union",
                        verbose_name="union that acted",
                    ),
                ),
                (
                    "union",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_records",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the work log",
                "verbose_name_plural": "work log",
                "ordering": ["-held_on", "-id"],
                "indexes": [
                    models.Index(
                        fields=["county_code", "union", "held_on"], name="rights_work_of_union"
                    ),
                    models.Index(fields=["county_code", "held_on"], name="rights_work_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spent__isnull", True), ("spent__gte", 0), _connector="OR"
                        ),
                        name="rights_work_spent",
                        violation_error_message="The amount cannot be below 0 yuan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reported_on__isnull", True),
                            ("reported_on__gte", models.F("held_on")),
                            _connector="OR",
                        ),
                        name="rights_work_reported",
                        violation_error_message="The report lies before the incident. Correct the day.",
                    ),
                ],
            },
        ),
    ]

"""The tables of the app with their constraints and indexes, each made in one statement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import unionreg.county.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cadres", "0001_initial"),
        ("townships", "0009_check_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="Federation",
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
                (
                    "union",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="federations",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regional", "regional federation"),
                            ("industry", "industry federation"),
                            ("social", "federation of social organisations' unions"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("village", "village"),
                            ("township", "township"),
                            ("county", "county"),
                            ("city", "city"),
                            ("province", "province"),
                        ],
                        max_length=20,
                        verbose_name="level",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("zone", "economic functional zone"),
                            ("village", "administrative village or community"),
                            ("market", "specialised market"),
                            ("street", "shopping street"),
                            ("building", "office building"),
                        ],
                        max_length=20,
                        verbose_name="built on",
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("association", "trade association or chamber of commerce"),
                            ("private", "association of individual and private businesses"),
                            ("leader", "leading enterprise"),
                            ("cooperative", "specialised economic cooperative"),
                        ],
                        max_length=20,
                        verbose_name="leans on",
                    ),
                ),
                (
                    "host_name",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="name of the host body"
                    ),
                ),
                (
                    "area",
                    models.CharField(blank=True, max_length=100, verbose_name="area or industry"),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A", "agriculture, forestry, husbandry and fishery"),
                            ("B", "mining"),
                            ("C", "manufacturing"),
                            ("D", "electricity, heat, gas and water"),
                            ("E", "construction"),
                            ("F", "wholesale and retail"),
                            ("G", "transport, storage and post"),
                            ("H", "accommodation and catering"),
                            ("I", "information, software and IT services"),
                            ("J", "finance"),
                            ("K", "real estate"),
                            ("L", "leasing and business services"),
                            ("M", "research and technical services"),
                            ("N", "water, environment and public facilities"),
                            ("O", "household, repair and other services"),
                            ("P", "education (industry)"),
                            ("Q", "health and social work"),
                            ("R", "culture, sport and entertainment"),
                            ("S", "public administration and social organisations"),
                            ("T", "international organisations"),
                        ],
                        max_length=5,
                        verbose_name="industry",
                    ),
                ),
                (
                    "has_party_org",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="party organisation of the same level"
                    ),
                ),
                (
                    "manages_own_funds",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="manages its own funds"
                    ),
                ),
                (
                    "shanxi_checklist",
                    models.BooleanField(default=False, verbose_name="founded by the 321 procedure"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "federation",
                "verbose_name_plural": "federations",
                "ordering": ["-id"],
                "permissions": [("found_federation", "Can lead a federation through its founding")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "union"),
                        name="federations_one_of_union",
                        violation_error_message="This union has its federation record already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("host", ""), ("kind", "industry"), _connector="OR"),
                        name="federations_host_of_industry",
                        violation_error_message="Only an industry federation leans on a host body.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), ("kind", "regional"), _connector="OR"),
                        name="federations_basis_of_region",
                        violation_error_message="Only a regional federation is built on an area.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("industry", ""), ("kind", "industry"), _connector="OR"),
                        name="federations_industry_of_industry",
                        violation_error_message="Only an industry federation has an industry.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="FederationTownship",
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
                (
                    "federation",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="townships",
                        to="federations.federation",
                        verbose_name="federation",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.division",
                        verbose_name="township",
                    ),
                ),
            ],
            options={
                "verbose_name": "township of a federation",
                "verbose_name_plural": "townships of federations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "federation", "township"),
                        name="federations_township_once",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
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
                (
                    "federation",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="federations.federation",
                        verbose_name="federation",
                    ),
                ),
                (
                    "union",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covered_by",
                        to="townships.union",
                        verbose_name="covered union",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
            ],
            options={
                "verbose_name": "covered union",
                "verbose_name_plural": "covered unions",
                "ordering": ["-valid_from", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("county_code", "federation", "union"),
                        name="federations_covered_once",
                        violation_error_message="The federation covers this union already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="federations_coverage_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="FoundingStep",
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
                (
                    "federation",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="federations.federation",
                        verbose_name="federation",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("consulted", "covered units consulted"),
                            ("party_consent", "party organisation agreed"),
                            ("approved", "next higher union approved"),
                            ("group_formed", "preparatory group formed"),
                            ("elected", "committee elected"),
                            ("in_office", "in office"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="done on")),
                ("by", models.CharField(blank=True, max_length=100, verbose_name="by whom")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=50, verbose_name="document number"),
                ),
                ("people", models.CharField(blank=True, max_length=500, verbose_name="people")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "founding step",
                "verbose_name_plural": "founding steps",
                "ordering": ["done_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "federation", "step"),
                        name="federations_step_once",
                        violation_error_message="This step is recorded already.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
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
                (
                    "federation",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="federations.federation",
                        verbose_name="federation",
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("notice_1", "first notice"),
                            ("notice_2", "second notice"),
                            ("notice_3", "third notice"),
                            ("report_1", "first report"),
                            ("report_2", "second report"),
                            ("oath", "oath"),
                        ],
                        max_length=20,
                        verbose_name="item",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="done on")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=50, verbose_name="document number"),
                ),
            ],
            options={
                "verbose_name": "checklist item",
                "verbose_name_plural": "checklist items",
                "ordering": ["item"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "federation", "item"),
                        name="federations_item_once",
                        violation_error_message="This item is ticked already.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SeatToFill",
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
                (
                    "federation",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats_to_fill",
                        to="federations.federation",
                        verbose_name="federation",
                    ),
                ),
                (
                    "covered",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.union",
                        verbose_name="covered union",
                    ),
                ),
                (
                    "former",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.appointment",
                        verbose_name="former member",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="since")),
                (
                    "procedure_on",
                    models.DateField(blank=True, null=True, verbose_name="democratic procedure on"),
                ),
                (
                    "procedure",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.meeting",
                        verbose_name="procedure",
                    ),
                ),
                (
                    "filled_by",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.appointment",
                        verbose_name="new member",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="filled on")),
            ],
            options={
                "verbose_name": "seat to be filled",
                "verbose_name_plural": "seats to be filled",
                "ordering": ["opened_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("county_code", "federation", "covered"),
                        name="federations_seat_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            models.Q(
                                ("procedure_on__isnull", False),
                                ("procedure_on__lte", models.F("closed_on")),
                            ),
                            _connector="OR",
                        ),
                        name="federations_seat_by_procedure",
                        violation_error_message="A seat is filled only after a democratic procedure.",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]

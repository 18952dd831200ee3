"""The tables of the app with their constraints and indexes, each made in one statement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cadres.models.template
import unionreg.county.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("members", "0008_constraint_words"),
        ("townships", "0009_check_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
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
                        related_name="meetings",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member_assembly", "assembly of members or their delegates"),
                            ("worker_assembly", "assembly of workers or their delegates"),
                            ("plenary", "plenary meeting of the committee"),
                            ("acts_for_assembly", "committee meeting that acts for the assembly"),
                            ("committee", "meeting of the committee or its standing members"),
                            ("regular", "regular working meeting"),
                            ("report_party", "report to the party organisation"),
                            ("report_union", "report to the higher union"),
                            ("joint", "joint meeting with the government"),
                            ("liaison", "liaison meeting of the federation"),
                            ("leading_group", "meeting of the leading group"),
                            ("bargaining", "collective wage bargaining"),
                            ("contest", "labour contest"),
                            ("culture", "cultural or sports activity"),
                            ("delegates", "activity of delegates"),
                            ("party_committee", "party committee hears the union"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="title")),
                (
                    "expected",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people entitled"
                    ),
                ),
                (
                    "attended",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people present"
                    ),
                ),
                (
                    "participants",
                    models.CharField(blank=True, max_length=200, verbose_name="participants"),
                ),
                (
                    "decisions",
                    models.TextField(blank=True, max_length=2000, verbose_name="decisions"),
                ),
                (
                    "problems_raised",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="problems raised"
                    ),
                ),
                (
                    "problems_solved",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="problems solved"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting or event",
                "verbose_name_plural": "meetings and events",
                "ordering": ["-held_on", "-id"],
                "indexes": [
                    models.Index(
                        fields=["county_code", "union", "kind", "held_on"],
                        name="cadres_meeting_of_union",
                    ),
                    models.Index(fields=["county_code", "held_on"], name="cadres_meeting_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected__isnull", True),
                            ("attended__isnull", True),
                            ("attended__lte", models.F("expected")),
                            _connector="OR",
                        ),
                        name="cadres_meeting_people",
                        violation_error_message="More people were present than were entitled.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=60, verbose_name="personal name")),
                ("name_pinyin", models.CharField(blank=True, editable=False, max_length=200)),
                ("name_initials", models.CharField(blank=True, editable=False, max_length=60)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "unknown sex"),
                            ("1", "male"),
                            ("2", "female"),
                            ("9", "sex not stated"),
                        ],
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="date of birth"),
                ),
                (
                    "id_type",
                    models.CharField(
                        choices=[
                            ("01", "resident ID card"),
                            ("02", "passport"),
                            ("03", "military officer's card"),
                            ("04", "mainland travel permit for Hong Kong and Macao residents"),
                            ("05", "mainland travel permit for Taiwan residents"),
                            ("06", "residence permit for Hong Kong, Macao and Taiwan residents"),
                            ("07", "foreign permanent resident's ID card"),
                        ],
                        default="01",
                        max_length=2,
                        verbose_name="kind of ID",
                    ),
                ),
                ("id_cipher", models.CharField(blank=True, editable=False, max_length=200)),
                ("id_hash", models.UUIDField(editable=False, null=True)),
                (
                    "id_masked",
                    models.CharField(
                        blank=True, editable=False, max_length=30, verbose_name="ID number"
                    ),
                ),
                ("id_tail", models.CharField(blank=True, editable=False, max_length=4)),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="mobile phone")),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("10", "postgraduate education"),
                            ("11", "doctoral studies, graduated"),
                            ("12", "doctoral studies, completed without diploma"),
                            ("13", "doctoral studies, unfinished"),
                            ("14", "master's studies, graduated"),
                            ("15", "master's studies, completed without diploma"),
                            ("16", "master's studies, unfinished"),
                            ("17", "postgraduate class, graduated"),
                            ("18", "postgraduate class, completed without diploma"),
                            ("19", "postgraduate class, unfinished"),
                            ("20", "undergraduate education"),
                            ("21", "undergraduate studies, graduated"),
                            ("22", "undergraduate studies, completed without diploma"),
                            ("23", "undergraduate studies, unfinished"),
                            ("28", "ordinary university class, graduated"),
                            ("30", "junior college education"),
                            ("31", "junior college, graduated"),
                            ("32", "junior college, completed without diploma"),
                            ("33", "junior college, unfinished"),
                            ("40", "secondary vocational education"),
                            ("41", "specialised secondary school, graduated"),
                            ("42", "specialised secondary school, completed without diploma"),
                            ("43", "specialised secondary school, unfinished"),
                            ("44", "vocational high school, graduated"),
                            ("45", "vocational high school, completed without diploma"),
                            ("46", "vocational high school, unfinished"),
                            ("47", "technical school, graduated"),
                            ("48", "technical school, completed without diploma"),
                            ("49", "technical school, unfinished"),
                            ("60", "general high school education"),
                            ("61", "general high school, graduated"),
                            ("62", "general high school, completed without diploma"),
                            ("63", "general high school, unfinished"),
                            ("70", "junior middle school education"),
                            ("71", "junior middle school, graduated"),
                            ("73", "junior middle school, unfinished"),
                            ("80", "primary education"),
                            ("81", "primary school, graduated"),
                            ("83", "primary school, unfinished"),
                            ("90", "other education"),
                        ],
                        max_length=2,
                        verbose_name="education",
                    ),
                ),
                (
                    "political_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "member of the Communist Party"),
                            ("02", "probationary member of the Communist Party"),
                            ("03", "member of the Communist Youth League"),
                            ("04", "member of the Revolutionary Committee of the Kuomintang"),
                            ("05", "member of the China Democratic League"),
                            (
                                "06",
                                "member of the China National Democratic Construction Association",
                            ),
                            ("07", "member of the China Association for Promoting Democracy"),
                            ("08", "member of the Peasants and Workers Democratic Party"),
                            ("09", "member of the China Zhi Gong Party"),
                            ("10", "member of the Jiusan Society"),
                            ("11", "member of the Taiwan Democratic Self-Government League"),
                            ("12", "public figure without party"),
                            ("13", "without party"),
                        ],
                        max_length=2,
                        verbose_name="political status",
                    ),
                ),
                (
                    "workplace",
                    models.CharField(blank=True, max_length=100, verbose_name="place of work"),
                ),
                (
                    "is_public_official",
                    models.BooleanField(blank=True, null=True, verbose_name="public official"),
                ),
                (
                    "is_front_line",
                    models.BooleanField(blank=True, null=True, verbose_name="front-line worker"),
                ),
                (
                    "is_administrative_head",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="chief administrative head of a unit"
                    ),
                ),
                (
                    "association_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("president", "president"),
                            ("vice_president", "vice-president"),
                            ("secretary_general", "secretary-general"),
                            ("member", "ordinary member"),
                            ("no_role", "no role"),
                        ],
                        max_length=20,
                        verbose_name="role in a trade association or chamber",
                    ),
                ),
                (
                    "qualification",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="professional qualification"
                    ),
                ),
                ("honours", models.CharField(blank=True, max_length=200, verbose_name="honours")),
                (
                    "assessment",
                    models.TextField(blank=True, max_length=1000, verbose_name="assessment"),
                ),
                (
                    "member",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cadre_records",
                        to="members.member",
                        verbose_name="membership record",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.division",
                        verbose_name="township",
                    ),
                ),
            ],
            options={
                "verbose_name": "cadre",
                "verbose_name_plural": "cadres",
                "ordering": ["name", "id"],
                "permissions": [("export_cadre", "Can export cadres")],
                "indexes": [
                    models.Index(
                        fields=["county_code", "township", "name"], name="cadres_person_place"
                    ),
                    models.Index(fields=["county_code", "name"], name="cadres_person_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("id_hash__isnull", False)),
                        fields=("county_code", "id_hash"),
                        name="cadres_one_identity",
                        violation_error_message="Somebody in the county has this ID number already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
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
                        related_name="terms",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number of the term")),
                ("started_on", models.DateField(verbose_name="elected on")),
                ("years", models.PositiveSmallIntegerField(verbose_name="length in years")),
                ("due_on", models.DateField(editable=False, verbose_name="re-election due on")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ended on"
                    ),
                ),
                (
                    "elected_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("members", "assembly of members"),
                            ("delegates", "assembly of delegates"),
                            ("committee", "the committee"),
                            ("joint", "joint assembly of the covered unions"),
                            ("united", "union heads and delegates by 联合制、代表制"),
                        ],
                        max_length=20,
                        verbose_name="elected by",
                    ),
                ),
                (
                    "formation_mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("elected", "elected by the assembly"),
                            ("united", "联合制、代表制"),
                            ("delegated", "联合制、代表制 with delegates of the heads"),
                        ],
                        max_length=20,
                        verbose_name="committee formed by",
                    ),
                ),
                (
                    "assembly",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.meeting",
                        verbose_name="assembly",
                    ),
                ),
                (
                    "rules_passed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="election rules passed on"
                    ),
                ),
                (
                    "approval_no",
                    models.CharField(blank=True, max_length=50, verbose_name="number of the reply"),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="approved on"),
                ),
                (
                    "approved_by",
                    models.CharField(blank=True, max_length=100, verbose_name="approved by"),
                ),
                (
                    "committee_size",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats"),
                ),
                (
                    "direct_election",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="chair elected directly"
                    ),
                ),
                (
                    "rule_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="rules followed"),
                ),
                (
                    "candidate_review",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="review of candidates"
                    ),
                ),
                (
                    "change_kind",
                    models.CharField(
                        blank=True,
                        choices=[("early", "early re-election"), ("late", "late re-election")],
                        editable=False,
                        max_length=10,
                        verbose_name="early or late",
                    ),
                ),
                (
                    "change_approval_no",
                    models.CharField(
                        blank=True, editable=False, max_length=50, verbose_name="approval number"
                    ),
                ),
                (
                    "change_approved_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="approved on"
                    ),
                ),
                (
                    "change_approved_by",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.union",
                        verbose_name="approved by",
                    ),
                ),
                (
                    "change_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason"
                    ),
                ),
                (
                    "new_due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="approved new date"
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["-started_on"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["county_code", "due_on"],
                        name="cadres_term_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("county_code", "union"),
                        name="cadres_one_open_term",
                        violation_error_message="The organisation has a term that is not over.",
                    ),
                    models.UniqueConstraint(
                        fields=("county_code", "union", "number"),
                        name="cadres_term_number",
                        violation_error_message="The organisation has a term with this number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="cadres_term_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1)),
                        name="cadres_term_years",
                        violation_error_message="A term has at least one year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change_kind", ""),
                            models.Q(
                                models.Q(("change_approval_no", ""), _negated=True),
                                ("change_approved_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cadres_term_change_approved",
                        violation_error_message="An approval needs its number and its date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                        related_name="appointments",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "person",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="cadres.person",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("committee", "union committee"),
                            ("audit", "audit committee"),
                            ("women", "women workers' committee"),
                            ("mediation", "labour dispute mediation committee"),
                            ("safety", "labour safety supervision committee"),
                            ("labour_law", "labour law supervision committee"),
                            ("bargaining_station", "guidance station for wage bargaining"),
                            ("contract_station", "guidance station for labour contracts"),
                            ("safety_station", "area station of labour safety supervisors"),
                            ("help_station", "station for rights and help"),
                        ],
                        default="committee",
                        max_length=20,
                        verbose_name="body",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("vice_chair", "vice-chair"),
                            ("member", "member of the committee"),
                            ("standing", "standing member of the committee"),
                            ("officer", "officer"),
                            ("organiser", "organiser of a small unit"),
                        ],
                        max_length=20,
                        verbose_name="post",
                    ),
                ),
                (
                    "appointment_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fulltime", "full-time"),
                            ("parttime", "part-time"),
                            ("seconded", "seconded"),
                        ],
                        max_length=20,
                        verbose_name="full-time or part-time",
                    ),
                ),
                (
                    "term",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="cadres.term",
                        verbose_name="term",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in office from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="in office until"),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("union_head", "head of a lower union"),
                            ("delegate", "elected by the heads among themselves"),
                            ("cadre", "grassroots cadre"),
                            ("front_line", "front-line member"),
                            ("government", "government office"),
                            ("other_side", "other side concerned"),
                        ],
                        max_length=20,
                        verbose_name="sits for",
                    ),
                ),
                (
                    "represents",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="townships.union",
                        verbose_name="union represented",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent", "cadre sent by the higher union"),
                            ("social_worker", "social union worker"),
                            ("leading_firm", "union chair of a leading firm"),
                            ("community", "community worker"),
                            ("other", "other source"),
                        ],
                        max_length=20,
                        verbose_name="came as",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("deputy_head", "deputy of the party or government head"),
                            ("mid_head", "head of a mid-level office"),
                            ("mid_deputy", "deputy head of a mid-level office"),
                            ("staff", "staff"),
                            ("other", "other rank"),
                        ],
                        max_length=20,
                        verbose_name="rank",
                    ),
                ),
                (
                    "party_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("secretary", "party secretary"),
                            ("deputy_secretary", "deputy party secretary"),
                            ("committee_member", "member of the party committee"),
                            ("government_head", "head of the government"),
                            ("government_deputy", "deputy head of the government"),
                            ("congress", "chair or vice-chair of the people's congress"),
                            ("other", "another party or government post"),
                            ("none", "no party or government post"),
                        ],
                        max_length=20,
                        verbose_name="party or government post",
                    ),
                ),
                (
                    "concurrent_post",
                    models.CharField(blank=True, max_length=100, verbose_name="concurrent post"),
                ),
                (
                    "home_department",
                    models.CharField(blank=True, max_length=100, verbose_name="home department"),
                ),
                (
                    "on_establishment",
                    models.BooleanField(blank=True, null=True, verbose_name="on the establishment"),
                ),
                (
                    "treatment",
                    models.CharField(blank=True, max_length=100, verbose_name="treatment"),
                ),
                (
                    "managing_body",
                    models.CharField(blank=True, max_length=100, verbose_name="managed by"),
                ),
                ("elected_on", models.DateField(blank=True, null=True, verbose_name="elected on")),
                (
                    "elected_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("members", "assembly of members"),
                            ("delegates", "assembly of delegates"),
                            ("committee", "the committee"),
                            ("joint", "joint assembly of the covered unions"),
                            ("united", "union heads and delegates by 联合制、代表制"),
                        ],
                        max_length=20,
                        verbose_name="elected by",
                    ),
                ),
                (
                    "election",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.meeting",
                        verbose_name="election meeting",
                    ),
                ),
                (
                    "approval_no",
                    models.CharField(blank=True, max_length=50, verbose_name="approval number"),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "end of the term"),
                            ("transfer", "moved to another post"),
                            ("resignation", "resigned"),
                            ("recall", "recalled"),
                            ("retirement", "retired"),
                            ("death", "died"),
                            ("closed", "the organisation was closed"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="left because",
                    ),
                ),
                (
                    "consent_committee_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="own committee agreed on",
                    ),
                ),
                (
                    "consent_upper_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="higher union agreed on"
                    ),
                ),
                (
                    "consent_upper_no",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=50,
                        verbose_name="number of the higher union's consent",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "verbose_name_plural": "appointments",
                "ordering": ["-valid_from", "-id"],
                "indexes": [
                    models.Index(fields=["county_code", "person"], name="cadres_post_of_person"),
                    models.Index(
                        fields=["county_code", "union", "valid_from"], name="cadres_post_in_union"
                    ),
                    models.Index(
                        condition=models.Q(("represents__isnull", False)),
                        fields=["county_code", "represents"],
                        name="cadres_seat_of_union",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("post", "chair"), ("valid_to__isnull", True)),
                        fields=("county_code", "union", "body"),
                        name="cadres_one_chair",
                        violation_error_message="There is a chair in office.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("county_code", "union", "body", "person"),
                        name="cadres_one_post",
                        violation_error_message="This person has a post in this body already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="cadres_appointment_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("valid_to__isnull", True)),
                            models.Q(
                                ("valid_to__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cadres_appointment_reason",
                        violation_error_message="Who left a post left for a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allowance",
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
                    "appointment",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowances",
                        to="cadres.appointment",
                        verbose_name="appointment",
                    ),
                ),
                (
                    "monthly",
                    models.DecimalField(
                        decimal_places=2, max_digits=9, verbose_name="yuan a month"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("payer", models.CharField(max_length=100, verbose_name="paid by")),
                (
                    "approval_no",
                    models.CharField(blank=True, max_length=50, verbose_name="approval number"),
                ),
            ],
            options={
                "verbose_name": "allowance",
                "verbose_name_plural": "allowances",
                "ordering": ["-valid_from", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("county_code", "appointment"),
                        name="cadres_one_allowance",
                        violation_error_message="The post has an allowance already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("monthly__gt", 0)),
                        name="cadres_allowance_positive",
                        violation_error_message="An allowance is more than nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="cadres_allowance_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OrganisationBody",
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
                        related_name="bodies",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "union committee"),
                            ("audit", "audit committee"),
                            ("women", "women workers' committee"),
                            ("mediation", "labour dispute mediation committee"),
                            ("safety", "labour safety supervision committee"),
                            ("labour_law", "labour law supervision committee"),
                            ("bargaining_station", "guidance station for wage bargaining"),
                            ("contract_station", "guidance station for labour contracts"),
                            ("safety_station", "area station of labour safety supervisors"),
                            ("help_station", "station for rights and help"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("founded_on", models.DateField(verbose_name="founded on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "body",
                "verbose_name_plural": "bodies",
                "ordering": ["kind", "-founded_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("county_code", "union", "kind"),
                        name="cadres_one_body",
                        violation_error_message="The organisation has such a body already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("founded_on")),
                            _connector="OR",
                        ),
                        name="cadres_body_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Delegate",
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
                    "term",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegates",
                        to="cadres.term",
                        verbose_name="term",
                    ),
                ),
                (
                    "person",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="cadres.person",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "represents",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.union",
                        verbose_name="elected by",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                (
                    "until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="until"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("serving", "serving"),
                            ("replaced", "replaced"),
                            ("ended", "mandate ended"),
                        ],
                        default="serving",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "replaces",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="cadres.delegate",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="reason"
                    ),
                ),
            ],
            options={
                "verbose_name": "delegate",
                "verbose_name_plural": "delegates",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("county_code", "term", "person"),
                        name="cadres_one_mandate",
                        violation_error_message="This person is a delegate of the term already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="cadres_mandate_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "delegate",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="cadres.delegate",
                        verbose_name="delegate",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
                ("submitted_on", models.DateField(verbose_name="submitted on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted"),
                            ("accepted", "put on file"),
                            ("handled", "handled"),
                            ("answered", "answered"),
                            ("rejected", "not put on file"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "handled_by",
                    models.CharField(blank=True, max_length=100, verbose_name="handled by"),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="answered on"),
                ),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-submitted_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            ("answered_on__gte", models.F("submitted_on")),
                            _connector="OR",
                        ),
                        name="cadres_proposal_dates",
                        violation_error_message="The answer lies before the proposal.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SocialWorker",
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
                    "person",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employments",
                        to="cadres.person",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.division",
                        verbose_name="township",
                    ),
                ),
                (
                    "employer",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="social_workers",
                        to="townships.union",
                        verbose_name="hired by",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("social", "social union worker (社会化)"),
                            ("professional", "professional union worker (职业化)"),
                            ("specialist", "union social-work specialist"),
                        ],
                        default="social",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "hire_mode",
                    models.CharField(
                        choices=[
                            ("welfare_post", "public welfare post"),
                            ("direct", "hired directly"),
                            ("purchased", "purchased service"),
                        ],
                        max_length=20,
                        verbose_name="hired how",
                    ),
                ),
                (
                    "pay_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("province", "provincial union"),
                            ("city", "city union"),
                            ("county", "county federation"),
                            ("township", "township union"),
                            ("fiscal", "public finance"),
                            ("shared", "shared by several levels"),
                            ("other", "other source of pay"),
                        ],
                        max_length=20,
                        verbose_name="paid by",
                    ),
                ),
                (
                    "monthly_pay",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="monthly pay (yuan)",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="started on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "contract_from",
                    models.DateField(blank=True, null=True, verbose_name="contract from"),
                ),
                (
                    "contract_to",
                    models.DateField(blank=True, null=True, verbose_name="contract until"),
                ),
                (
                    "rule_basis",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="managed by the rules of"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "social union worker",
                "verbose_name_plural": "social union workers",
                "ordering": ["-started_on", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["county_code", "township"],
                        name="cadres_worker_place",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("county_code", "person"),
                        name="cadres_one_employment",
                        violation_error_message="This person is a social union worker already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="cadres_employment_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_from__isnull", True),
                            ("contract_to__isnull", True),
                            ("contract_to__gte", models.F("contract_from")),
                            _connector="OR",
                        ),
                        name="cadres_contract_dates",
                        violation_error_message="The contract ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("monthly_pay__isnull", True), ("monthly_pay__gte", 0), _connector="OR"
                        ),
                        name="cadres_pay_positive",
                        violation_error_message="Pay is not negative.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkerAssignment",
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
                    "worker",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="cadres.socialworker",
                        verbose_name="social union worker",
                    ),
                ),
                (
                    "union",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guided_by",
                        to="townships.union",
                        verbose_name="union",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
            ],
            options={
                "verbose_name": "assignment of a social union worker",
                "verbose_name_plural": "assignments of social union workers",
                "ordering": ["-valid_from", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("county_code", "worker", "union"),
                        name="cadres_one_assignment",
                        violation_error_message="The worker guides this union already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="cadres_assignment_dates",
                        violation_error_message="The end lies before the beginning.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OfficeTemplate",
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
                    "document",
                    models.CharField(
                        choices=[
                            ("reply", "reply to a re-election (批复)"),
                            ("change_reply", "reply about another date of a re-election (批复)"),
                            ("form", "approval form of a re-election (审批表)"),
                        ],
                        max_length=20,
                        verbose_name="document",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=cadres.models.template.storage_path,
                        verbose_name="file",
                    ),
                ),
                (
                    "original_name",
                    models.CharField(editable=False, max_length=200, verbose_name="file name"),
                ),
            ],
            options={
                "verbose_name": "Word template",
                "verbose_name_plural": "Word templates",
                "ordering": ["document"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "document"),
                        name="cadres_one_template",
                        violation_error_message="The county has a template for this document.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TrainingPlan",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "national"),
                            (2, "province"),
                            (4, "city"),
                            (6, "county"),
                            (9, "township"),
                            (12, "unit or village"),
                        ],
                        verbose_name="planned by",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "planned_people",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people planned"
                    ),
                ),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=50, verbose_name="document number"),
                ),
            ],
            options={
                "verbose_name": "training plan",
                "verbose_name_plural": "training plans",
                "ordering": ["-year", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "year", "title"),
                        name="cadres_plan_once",
                        violation_error_message="The year has a plan with this title.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "plan",
                    unionreg.county.fields.CountyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="cadres.trainingplan",
                        verbose_name="training plan",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("off_job", "off-job course"),
                            ("meeting", "instead of a meeting"),
                            ("exchange", "exchange and discussion"),
                            ("online", "online course"),
                        ],
                        max_length=20,
                        verbose_name="kind of training",
                    ),
                ),
                ("method", models.CharField(blank=True, max_length=100, verbose_name="method")),
                (
                    "organiser_level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "national"),
                            (2, "province"),
                            (4, "city"),
                            (6, "county"),
                            (9, "township"),
                            (12, "unit or village"),
                        ],
                        verbose_name="level of the organiser",
                    ),
                ),
                ("organiser", models.CharField(max_length=100, verbose_name="organised by")),
                (
                    "before_post",
                    models.BooleanField(
                        default=False, verbose_name="training before taking up the post"
                    ),
                ),
                ("started_on", models.DateField(verbose_name="started on")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("venue", models.CharField(blank=True, max_length=100, verbose_name="venue")),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.division",
                        verbose_name="township",
                    ),
                ),
            ],
            options={
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
                "ordering": ["-completed_on", "-id"],
                "indexes": [
                    models.Index(fields=["county_code", "completed_on"], name="cadres_training_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("completed_on__gte", models.F("started_on"))),
                        name="cadres_training_dates",
                        violation_error_message="The end lies before the beginning.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                    "training",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="cadres.training",
                        verbose_name="training",
                    ),
                ),
                (
                    "person",
                    unionreg.county.fields.CountyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="cadres.person",
                        verbose_name="cadre",
                    ),
                ),
                ("attended", models.BooleanField(default=True, verbose_name="took part")),
                ("passed", models.BooleanField(blank=True, null=True, verbose_name="passed")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="score"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county_code", "training", "person"),
                        name="cadres_attendance_once",
                        violation_error_message="This person is on the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attended", True),
                            ("passed__isnull", True),
                            ("passed", False),
                            _connector="OR",
                        ),
                        name="cadres_passed_present",
                        violation_error_message="Who did not take part did not pass.",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]

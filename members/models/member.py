"""Members: one person, one identity."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.choices import (
    ChangeReason,
    ChangeType,
    Education,
    EmploymentStatus,
    Ethnicity,
    HouseholdType,
    IdType,
    PoliticalStatus,
    PriorityGroup,
    Sex,
    SkillLevel,
)
from members.identity import mask_phone
from members.states import MemberState
from townships.models import Division, Union
from unionreg.county import CountyForeignKey, RegistryKey, RegistryRow


class Member(RegistryRow):
    """A person as one county knows him: the provincial 20 columns and the state of membership.

    The ID number is stored encrypted (`id_cipher`), as a keyed blind index for equality
    (`id_hash`), and masked (`id_masked`); `id_tail` holds the last four for the search.
    `union`, `township`, `state` and `joined_on` repeat the open (or last) membership, because
    lists and counts need them on the row. A person who moves to another county gets a new row
    there; PersonKey says which row is the current one (总工发〔2016〕28号 一.5, R-MEM-01–03).
    """

    name = models.CharField(_("personal name"), max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True, editable=False)
    name_initials = models.CharField(max_length=60, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    ethnicity = models.CharField(
        _("ethnicity"), max_length=2, choices=Ethnicity.choices, blank=True
    )
    employment_status = models.CharField(
        _("employment"), max_length=2, choices=EmploymentStatus.choices, blank=True
    )
    id_type = models.CharField(
        _("kind of ID"), max_length=2, choices=IdType.choices, default=IdType.RESIDENT_ID
    )
    id_cipher = models.CharField(max_length=200, editable=False)
    id_hash = models.UUIDField(editable=False)
    id_masked = models.CharField(_("ID number"), max_length=30, editable=False)
    id_tail = models.CharField(max_length=4, editable=False)
    education = models.CharField(
        _("education"), max_length=2, choices=Education.choices, blank=True
    )
    skill_level = models.CharField(
        _("skill level"), max_length=2, choices=SkillLevel.choices, blank=True
    )
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    household_type = models.CharField(
        _("household registration"), max_length=2, choices=HouseholdType.choices, blank=True
    )
    household_place = models.CharField(_("place of registration"), max_length=100, blank=True)
    political_status = models.CharField(
        _("political status"), max_length=2, choices=PoliticalStatus.choices, blank=True
    )
    workplace = models.CharField(_("place of work"), max_length=100, blank=True)
    native_place = models.CharField(_("native place"), max_length=100, blank=True)
    is_migrant = models.BooleanField(_("migrant worker"), null=True, blank=True)
    group = models.CharField(
        _("priority group"), max_length=30, choices=PriorityGroup.choices, blank=True
    )

    union = CountyForeignKey(
        Union,
        verbose_name=_("union"),
        on_delete=models.PROTECT,
        related_name="members",
        db_index=False,  # members_by_union begins with it
    )
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,  # members_by_township begins with it
    )
    state = models.CharField(
        _("membership"),
        max_length=10,
        choices=MemberState.choices,
        default=MemberState.ACTIVE,
        editable=False,
    )
    first_joined_on = models.DateField(_("first joined on"), null=True, blank=True, editable=False)
    joined_on = models.DateField(_("in this union since"), null=True, blank=True, editable=False)
    change_type = models.CharField(
        _("change of membership"),
        max_length=2,
        choices=ChangeType.choices,
        blank=True,
        editable=False,
    )
    changed_on = models.DateField(
        _("day of the change of membership"), null=True, blank=True, editable=False
    )
    change_reason = models.CharField(
        _("reason of the change of membership"),
        max_length=2,
        choices=ChangeReason.choices,
        blank=True,
        editable=False,
    )

    township_path: ClassVar[str] = "township_id"
    history_masks: ClassVar[dict[str, Any]] = {"phone": mask_phone}

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "id_hash"],
                name="members_one_identity",
                violation_error_message=_("Somebody in the county has this ID number already."),
            )
        ]
        indexes = [
            models.Index(
                fields=["county_code", "name_pinyin", "name", "id"], name="members_by_name"
            ),
            models.Index(fields=["county_code", "name_initials"], name="members_initials"),
            models.Index(fields=["county_code", "id_tail"], name="members_tail"),
            models.Index(fields=["county_code", "phone"], name="members_phone"),
            models.Index(fields=["county_code", "joined_on", "id"], name="members_by_joining"),
            models.Index(
                fields=["county_code", "township", "state", "-joined_on", "-id"],
                name="members_by_township",
            ),
            models.Index(
                fields=["county_code", "union", "state", "sex", "is_migrant"],
                name="members_by_union",
            ),
        ]
        permissions = [
            ("reveal_id", _("Can see full ID numbers")),
            ("export_member", _("Can export members")),
        ]

    def __str__(self) -> str:
        return self.name


class PersonKey(RegistryKey):
    """Which row is the current one of a person, by the blind index of the ID number.

    `former_counties` are the registry keys of the counties where older rows of the person lie,
    oldest first, separated by blanks; (county, id_hash) finds each of them. `member_id` 0 is a
    claim whose row is written in the same transaction; nobody else ever sees it.
    """

    id_hash = models.UUIDField(primary_key=True)
    member_id = models.BigIntegerField()
    former_counties = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["county_code", "member_id"], name="members_person_key")]

    def __str__(self) -> str:
        return f"{self.county_code} {self.member_id}"

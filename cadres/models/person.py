"""People who hold or held posts."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.choices import AssociationRole
from members.choices import Education, IdType, PoliticalStatus, Sex
from members.identity import mask_phone
from members.models import Member
from townships.models import Division
from unionreg.county import CountyForeignKey, RegistryRow


class Person(RegistryRow):
    """A cadre, committee member, delegate or social union worker as one county knows him.

    The ID number is kept as in `Member`: encrypted, as a blind index, and masked; it may be
    missing, and two people without one are not told apart by it. `member` is the membership record
    of the same person in the county. `township` is where the current post lies, empty for posts of
    the county; services keep it. `account` is the one with which the person signs in.
    """

    history_masks: ClassVar[dict[str, Any]] = {"phone": mask_phone}

    name = models.CharField(_("personal name"), max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True, editable=False)
    name_initials = models.CharField(max_length=60, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    id_type = models.CharField(
        _("kind of ID"), max_length=2, choices=IdType.choices, default=IdType.RESIDENT_ID
    )
    id_cipher = models.CharField(max_length=200, blank=True, editable=False)
    id_hash = models.UUIDField(null=True, editable=False)
    id_masked = models.CharField(_("ID number"), max_length=30, blank=True, editable=False)
    id_tail = models.CharField(max_length=4, blank=True, editable=False)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    education = models.CharField(
        _("education"), max_length=2, choices=Education.choices, blank=True
    )
    political_status = models.CharField(
        _("political status"), max_length=2, choices=PoliticalStatus.choices, blank=True
    )
    workplace = models.CharField(_("place of work"), max_length=100, blank=True)
    is_public_official = models.BooleanField(_("public official"), null=True, blank=True)
    is_front_line = models.BooleanField(_("front-line worker"), null=True, blank=True)
    is_administrative_head = models.BooleanField(
        _("chief administrative head of a unit"), null=True, blank=True
    )
    association_role = models.CharField(
        _("role in a trade association or chamber"),
        max_length=20,
        choices=AssociationRole.choices,
        blank=True,
    )
    qualification = models.CharField(_("professional qualification"), max_length=100, blank=True)
    honours = models.CharField(_("honours"), max_length=200, blank=True)
    assessment = models.TextField(_("assessment"), max_length=1000, blank=True)
    member = CountyForeignKey(
        Member,
        verbose_name=_("membership record"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cadre_records",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account of this person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        help_text=_("With it the program knows whose approval it is. A colleague links it."),
    )
    township = models.ForeignKey(
        Division,
        verbose_name=_("township"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # cadres_person_place begins with it
    )

    class Meta:
        verbose_name = _("cadre")
        verbose_name_plural = _("cadres")
        ordering = ["name_pinyin", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "id_hash"],
                condition=Q(id_hash__isnull=False),
                name="cadres_one_identity",
                violation_error_message=_("Somebody in the county has this ID number already."),
            ),
            models.UniqueConstraint(
                fields=["county_code", "account"],
                condition=Q(account__isnull=False),
                name="cadres_one_account",
                violation_error_message=_("This account is linked to somebody else already."),
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "township", "name"], name="cadres_person_place"),
            models.Index(fields=["county_code", "name"], name="cadres_person_name"),
            models.Index(
                fields=["county_code", "name_pinyin", "name", "id"], name="cadres_person_by_name"
            ),
        ]
        permissions = [("export_cadre", _("Can export cadres"))]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """138****0001."""
        return mask_phone(self.phone)

    @property
    def sex_in_words(self) -> str:
        """男、女; empty when it is not recorded."""
        return str(self.get_sex_display())

    @property
    def posts_today(self) -> str:
        """Union and post of everything held today; needs `selectors.people.posts_in_office`."""
        held = getattr(self, "in_office", ())
        return "；".join(f"{post.union.name} {post.title}" for post in held)

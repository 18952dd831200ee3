"""Code lists of employers and grassroots unions.

The spellings that clerks use for them are in `data/synonyms.toml`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EconomicType(models.TextChoices):
    """Economic type of an employer, as on the union's form for units."""

    STATE_OWNED = "110", _("state-owned")
    COLLECTIVE = "120", _("collective")
    COOPERATIVE = "130", _("joint-stock cooperative")
    JOINT = "140", _("jointly operated")
    STATE_SOLE = "151", _("wholly state-owned company")
    LIMITED = "159", _("other limited liability company")
    STATE_SHARES = "161", _("state-controlled joint-stock company")
    SHARES = "169", _("other joint-stock company")
    PRIVATE = "170", _("private enterprise")
    OTHER_DOMESTIC = "190", _("other domestic enterprise")
    HMT = "200", _("invested from Hong Kong, Macao or Taiwan")
    FOREIGN = "300", _("foreign-invested")
    INSTITUTION = "400", _("public institution")
    OFFICE = "500", _("government office")
    INDIVIDUAL = "600", _("individual business")
    NON_ENTERPRISE = "700", _("private non-enterprise unit")


class Industry(models.TextChoices):
    """Industry, the sections of GB/T 4754-2017."""

    AGRICULTURE = "A", _("agriculture, forestry, husbandry and fishery")
    MINING = "B", _("mining")
    MANUFACTURING = "C", _("manufacturing")
    UTILITIES = "D", _("electricity, heat, gas and water")
    CONSTRUCTION = "E", _("construction")
    TRADE = "F", _("wholesale and retail")
    TRANSPORT = "G", _("transport, storage and post")
    HOSPITALITY = "H", _("accommodation and catering")
    INFORMATION = "I", _("information, software and IT services")
    FINANCE = "J", _("finance")
    REAL_ESTATE = "K", _("real estate")
    LEASING = "L", _("leasing and business services")
    RESEARCH = "M", _("research and technical services")
    ENVIRONMENT = "N", _("water, environment and public facilities")
    SERVICES = "O", _("household, repair and other services")
    EDUCATION = "P", _("education (industry)")
    HEALTH = "Q", _("health and social work")
    CULTURE = "R", _("culture, sport and entertainment")
    PUBLIC = "S", _("public administration and social organisations")
    INTERNATIONAL = "T", _("international organisations")


class JointUnionSubtype(models.TextChoices):
    """Sort of a joint grassroots union (R-ORG-19)."""

    BUILDING = "building", _("union of an office building")
    PARK = "park", _("union of a park")
    DISTRICT = "district", _("union of a business district")
    MARKET = "market", _("union of a market")


class FederationBasis(models.TextChoices):
    """What a regional federation is built on (R-ORG-17)."""

    ZONE = "zone", _("economic functional zone")
    VILLAGE = "village", _("administrative village or community")
    MARKET = "market", _("specialised market")
    STREET = "street", _("shopping street")
    BUILDING = "building", _("office building")


class FederationHost(models.TextChoices):
    """What an industry federation may lean on (R-ORG-18)."""

    ASSOCIATION = "association", _("trade association or chamber of commerce")
    PRIVATE = "private", _("association of individual and private businesses")
    LEADER = "leader", _("leading enterprise")
    COOPERATIVE = "cooperative", _("specialised economic cooperative")


# 企业: what is neither an institution, an office, an individual business nor a private
# non-enterprise unit.
ENTERPRISES = tuple(
    kind
    for kind in EconomicType
    if kind
    not in (
        EconomicType.INSTITUTION,
        EconomicType.OFFICE,
        EconomicType.INDIVIDUAL,
        EconomicType.NON_ENTERPRISE,
    )
)

"""Code values of the work log and of collective contracts.

The duties are the code lists of three documents; each holds for unions of its kind
(`rights.kinds`).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What an entry of the work log is about."""

    # R-RGT-01, 总工办发〔2019〕24号 二: eight duties of township unions
    TOWNSHIP_FOUNDING = "t_founding", _("founding unions and enrolling members")
    TOWNSHIP_GUIDANCE = "t_guidance", _("political guidance of workers")
    TOWNSHIP_CONTEST = "t_contest", _("labour and skill contests")
    TOWNSHIP_BARGAINING = "t_bargaining", _("guiding bargaining and collective contracts")
    TOWNSHIP_ASSEMBLY = "t_assembly", _("assemblies of workers and democratic management")
    TOWNSHIP_COORDINATION = "t_coordination", _("coordinating labour relations")
    TOWNSHIP_WELFARE = "t_welfare", _("welfare and aid for workers in hardship")
    TOWNSHIP_HOME = "t_home", _("building a home of workers")
    # R-RGT-02, 绍兴 2013-10-08 二(三): nine duties of grassroots unions
    UNION_MEMBERSHIP = "g_membership", _("organisation and membership")
    UNION_DEMOCRACY = "g_democracy", _("democratic management of the enterprise")
    UNION_BARGAINING = "g_bargaining", _("equal bargaining and collective contracts")
    UNION_CONTEST = "g_contest", _("labour contests and skill training")
    UNION_SAFETY = "g_safety", _("labour protection")
    UNION_DISPUTES = "g_disputes", _("mediating labour disputes")
    UNION_HARDSHIP = "g_hardship", _("aid in hardship")
    UNION_CULTURE = "g_culture", _("culture of the workers")
    UNION_FUNDS = "g_funds", _("funds and assets of the union")
    # R-RGT-03, 冀工办发〔2020〕43号 三.1: eleven strands of federations
    FEDERATION_GUIDANCE = "f_guidance", _("political guidance in the area or industry")
    FEDERATION_FOUNDING = "f_founding", _("promoting unions and members")
    FEDERATION_CONTEST = "f_contest", _("contests and innovation of the area or industry")
    FEDERATION_DEMOCRACY = "f_democracy", _("democratic management of the area or industry")
    FEDERATION_BARGAINING = "f_bargaining", _("bargaining of the area or industry")
    FEDERATION_POLICY = "f_policy", _("inquiries, policies and standards")
    FEDERATION_DISPUTES = "f_disputes", _("labour disputes and legal services")
    FEDERATION_TRAINING = "f_training", _("training and backing union cadres")
    FEDERATION_HOME = "f_home", _("homes of workers")
    FEDERATION_SERVICE = "f_service", _("services for workers")
    FEDERATION_CENTRAL = "f_central", _("work around the tasks of party and government")
    # R-RGT-10, 总工发〔2016〕28号 四.4
    FIELD_STUDY = "field_study", _("field study on the spot")
    VISIT = "visit", _("regular visit")
    PAIRING = "pairing", _("paired aid")
    # R-RGT-05; assemblies of workers are meetings
    FACTORY_OPENNESS = "openness", _("openness of factory affairs")
    WORKER_DIRECTOR = "worker_director", _("workers' director")
    WORKER_SUPERVISOR = "worker_supervisor", _("workers' supervisor")
    # R-MTG-11, 南通: 会务公开
    UNION_OPENNESS = "union_openness", _("openness of union affairs")
    # R-COM-18, 冀工办发〔2020〕43号 三.2; the document does not say what the letters hold
    SUPERVISION_LETTER = "letter", _("letter of labour law supervision (一函两书)")
    # R-RGT-06 to R-RGT-09
    INCIDENT = "incident", _("sudden incident")
    DISPUTE = "dispute", _("labour dispute")
    ACTED_FOR = "acted_for", _("the higher union acts for the lower (上代下)")
    CONSULTATION = "consultation", _("taking part in making policies")
    REPORT = "report", _("report as first informed and first reporter")
    # R-RGT-06, R-RGT-12, R-RGT-14
    EARLY_WARNING = "early_warning", _("early warning of labour relations")
    TRIPARTITE = "tripartite", _("tripartite or joint coordination of labour relations")
    PARTY_BUILDING = "party_building", _("party building leads union building")
    CONGRESS_LIAISON = "congress_liaison", _("liaison of people's congress and union")


class IncidentLevel(models.TextChoices):
    """How grave a sudden incident is, as in 突发事件应对法 第三条."""

    EXTREME = "1", _("extremely grave")
    GRAVE = "2", _("grave")
    LARGE = "3", _("rather large")
    COMMON = "4", _("common")


class ContractScope(models.TextChoices):
    """For whom a contract is made; the values of the engine's measure `bargaining_scope`."""

    ENTERPRISE = "enterprise", _("enterprise")
    REGIONAL = "regional", _("regional")
    INDUSTRY = "industry", _("of an industry")


class ContractKind(models.TextChoices):
    """What a contract is about (R-RGT-04)."""

    GENERAL = "general", _("collective contract")
    WAGES = "wages", _("special agreement on wages")
    WOMEN = "women", _("special agreement on women workers' rights")
    SAFETY = "safety", _("special agreement on labour safety and hygiene")
    OTHER = "other", _("other special agreement")

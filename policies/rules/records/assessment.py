"""Assessment, rating, awards (R-ASM)."""

from policies.engine import Kind

RECORDS = (
    ("R-ASM-01", "six_goods", Kind.RECORD),
    ("R-ASM-02", "six_haves", Kind.REPORT),
    ("R-ASM-03", "star_standard", Kind.FORMULA),
    ("R-ASM-04", "assessment_rounds", Kind.RECORD),
    ("R-ASM-06", "task_owners", Kind.RECORD),
    ("R-ASM-07", "star_campaigns", Kind.RECORD),
    ("R-ASM-08", "four_party_evaluation", Kind.RECORD),
    ("R-ASM-09", "yearly_survey", Kind.REPORT),
    ("R-ASM-10", "electronic_file", Kind.REPORT),
    ("R-ASM-11", "automatic_assessment", Kind.FORMULA),
    ("R-ASM-13", "five_goods", Kind.RECORD),
    ("R-ASM-14", "performance_grading", Kind.FORMULA),
    ("R-ASM-15", "local_schemes", Kind.RECORD),
    ("R-ASM-16", "standardisation", Kind.REPORT),
    ("R-ASM-17", "evaluation_from_below", Kind.RECORD),
    ("R-ASM-18", "party_assessment", Kind.REPORT),
    ("R-ASM-19", "duty_list", Kind.RECORD),
    ("R-ASM-20", "honours", Kind.RECORD),
    ("R-ASM-21", "named_activities", Kind.RECORD),
    ("R-ASM-22", "outside_systems", Kind.RECORD),
    ("R-ASM-23", "supervision_visits", Kind.RECORD),
    ("R-ASM-24", "three_bases", Kind.RECORD),
)

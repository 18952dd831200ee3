"""The tables of the app, one file a concept."""

from cadres.models.allowance import Allowance
from cadres.models.appointment import Appointment
from cadres.models.body import OrganisationBody
from cadres.models.delegate import Delegate, Proposal
from cadres.models.meeting import Meeting
from cadres.models.person import Person
from cadres.models.social_worker import SocialWorker, WorkerAssignment
from cadres.models.template import OfficeTemplate
from cadres.models.term import Term
from cadres.models.training import Attendance, Training, TrainingPlan

__all__ = [
    "Allowance",
    "Appointment",
    "Attendance",
    "Delegate",
    "Meeting",
    "OfficeTemplate",
    "OrganisationBody",
    "Person",
    "Proposal",
    "SocialWorker",
    "Term",
    "Training",
    "TrainingPlan",
    "WorkerAssignment",
]

"""What happens to a membership, in one place: joining, moving, keeping, ending, correcting."""

from members.services.corrections import correct_joining
from members.services.endings import ENDINGS, end, keep, resume
from members.services.enrolment import Saved, enrol
from members.services.moving import transfer

__all__ = ["ENDINGS", "Saved", "correct_joining", "end", "enrol", "keep", "resume", "transfer"]

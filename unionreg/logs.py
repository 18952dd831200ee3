"""What must not reach a log line."""

import logging
import re

# Who reads the secret of a calendar address in a log can read the calendar.
_SECRET = re.compile(r"(/calendar/feed/)[^\s/?\"']+")


class HideSecretAddresses(logging.Filter):
    """Takes the secret out of addresses, wherever in a record they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line stays, without the secret."""
        if "/calendar/feed/" in (text := record.getMessage()):
            record.msg, record.args = _SECRET.sub(r"\1…", text), ()
        return True

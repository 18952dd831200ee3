"""What must not reach a log line."""

import logging
import re

# Who reads the secret of a calendar address in a log can read the calendar.
_SECRET = re.compile(r"(/calendar/feed/)[^\s/?\"']+")


# A resident's number, 15 or 18 characters, as somebody may type it into an address.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{14,17}[0-9Xx](?![0-9A-Za-z])", re.ASCII)


class HideSecrets(logging.Filter):
    """Takes secrets of addresses and ID numbers out, wherever in a record they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line stays, without the secret."""
        text = record.getMessage()
        hidden = _IDENTITY.sub("…", _SECRET.sub(r"\1…", text))
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True

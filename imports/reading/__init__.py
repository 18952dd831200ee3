"""Reading of uploaded workbooks, apart from the rest of the product.

Nothing in this package imports Django: the half that opens the file runs in a process of its
own, started with an empty environment and under limits of memory, time and open files.  A file
that makes the reader abort, panic or hang ends that process and nothing else.

``process.Workbook`` is the half that the application uses.
"""

from imports.reading.process import Workbook
from imports.reading.spec import Column, Layout, Limits, Refusal, Refused, Uncalculated

__all__ = ["Column", "Layout", "Limits", "Refusal", "Refused", "Uncalculated", "Workbook"]

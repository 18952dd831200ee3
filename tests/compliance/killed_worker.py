"""A worker that is killed in the middle of a check: run as a program by the tests.

Arguments: county, id of the run, module, attribute path, before or after, how often it may pass.
"""

import sys

from tests.imports.killed_worker import arm

if __name__ == "__main__":
    arm(sys.argv[3], sys.argv[4], sys.argv[5], int(sys.argv[6]))
    from compliance.services.runs import work_on

    work_on(sys.argv[1], int(sys.argv[2]))

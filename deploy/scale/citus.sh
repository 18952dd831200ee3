#!/bin/sh
# County-level tables over a Citus cluster: citus.sh [--shards 32]. May be repeated, also after a
# run that was stopped. The way back: citus.sh --undo. Stop web and worker first; back up first.
set -eu
cd "$(dirname "$0")/../.."
exec .venv/bin/python manage.py distribute_by_county "$@"

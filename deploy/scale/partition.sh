#!/bin/sh
# LIST partitions by county, for the counties of a place: partition.sh 41. May be repeated.
# The way back: partition.sh --undo. Stop web and worker first; back up first.
set -eu
cd "$(dirname "$0")/../.."
case "${1:?code of a province, city or county, or --undo}" in
    --undo) exec .venv/bin/python manage.py partition_by_county --undo ;;
    *) exec .venv/bin/python manage.py partition_by_county --division "$1" ;;
esac

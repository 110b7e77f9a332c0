#!/bin/sh
# Kafka's own name for `ottla delete-records`.
exec "$(dirname "$0")/ottla" delete-records "$@"

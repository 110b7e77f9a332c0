#!/bin/sh
# Kafka's own name for `ottla get-offsets`.
exec "$(dirname "$0")/ottla" get-offsets "$@"

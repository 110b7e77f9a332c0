#!/bin/sh
# Kafka's own name for `ottla consumer-groups`.
exec "$(dirname "$0")/ottla" consumer-groups "$@"

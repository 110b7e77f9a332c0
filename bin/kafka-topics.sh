#!/bin/sh
# Kafka's own name for `ottla topics`.
exec "$(dirname "$0")/ottla" topics "$@"

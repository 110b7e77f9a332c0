#!/bin/sh
# Kafka's own name for `ottla configs`.
exec "$(dirname "$0")/ottla" configs "$@"

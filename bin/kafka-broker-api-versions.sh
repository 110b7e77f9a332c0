#!/bin/sh
# Kafka's own name for `ottla broker-api-versions`.
exec "$(dirname "$0")/ottla" broker-api-versions "$@"

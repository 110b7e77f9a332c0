#!/bin/sh
# Kafka's own name for `ottla console-consumer`.
exec "$(dirname "$0")/ottla" console-consumer "$@"

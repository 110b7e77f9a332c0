#!/bin/sh
# Kafka's own name for `ottla console-producer`.
exec "$(dirname "$0")/ottla" console-producer "$@"

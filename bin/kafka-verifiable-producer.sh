#!/bin/sh
# Kafka's own name for `ottla verifiable-producer`. Works from any directory, and through a symbolic link.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname -- "$self")/$link ;;
  esac
done
exec "$(dirname -- "$self")/ottla" verifiable-producer "$@"

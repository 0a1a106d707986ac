#!/usr/bin/env bash
# Sourced after services.sh: builds the jars. One build at a time in a clone, because two would write the same files.
set -euo pipefail

ROOT=$(dirname "$DEV_ENV")
MODULES="orchestrator collector consumer dev-env"

jar_of() {
  case $1 in
    dev-env) echo "$ROOT/dev-env/target/zonekeeper-fake-fleet.jar" ;;
    *) echo "$ROOT/$1/target/zonekeeper-$1.jar" ;;
  esac
}

# Holds the clone's build lock on descriptor 7 until unlock_build.
lock_build() {
  mkdir -p "$DEV_ENV/.run"
  exec 7>"$DEV_ENV/.run/build.lock"
  command -v flock >/dev/null || return 0
  flock -n 7 && return
  say "waiting for another build or test of this clone to end"
  flock 7
}

unlock_build() { exec 7>&-; }

# True when a jar is missing or a source is newer than the last build from here. Not the jars' own times: those of a
# reproducible build are fixed.
jars_outdated() {
  local module
  for module in $MODULES; do
    [ -e "$(jar_of "$module")" ] || return 0
  done
  [ -e "$DEV_ENV/.run/built" ] || return 0
  [ -n "$(find "$ROOT"/pom.xml "$ROOT"/*/pom.xml "$ROOT"/*/src/main -newer "$DEV_ENV/.run/built" -print -quit)" ]
}

need_maven() {
  command -v mvn >/dev/null || fail "Maven is missing: install it (Debian: apt-get install maven)."
}

# Call it with the lock held.
build_jars() {
  jars_outdated || return 0
  need_maven
  say "building"
  build_begins
  (cd "$ROOT" && mvn -B -q -T 2 -DskipTests -Dquality.skip=true package) || fail "The build failed, see above."
  build_ends
}

# A source that changes during a build is newer than it.
build_begins() { touch "$DEV_ENV/.run/building"; }

build_ends() { mv "$DEV_ENV/.run/building" "$DEV_ENV/.run/built"; }

# copy_jars FOLDER: what runs from a copy goes on while the originals are built anew. Call it with the lock held.
copy_jars() {
  local module
  mkdir -p "$1"
  for module in $MODULES; do
    cp "$(jar_of "$module")" "$1/"
  done
}

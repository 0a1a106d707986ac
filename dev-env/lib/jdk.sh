#!/usr/bin/env bash
# Finds a JDK that can build and run the project. Sourced: `JAVA_HOME=$(find_jdk) || exit 1`. Run: prints the folder.
set -euo pipefail

# The release file is read rather than `java -version`: no JVM start for every JDK on the machine.
jdk_major() {
  local version
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] && echo "$version"
}

find_jdk() {
  local needed=${1:-25} user=${HOME:-/nonexistent} home major javac
  javac=$(command -v javac || true)
  [ -z "$javac" ] || javac=$(readlink -f "$javac" 2>/dev/null || echo "$javac")
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* "$user"/.sdkman/candidates/java/* "$user"/.jdks/* \
    "$user"/.jdks/*/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$user"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "${javac%/bin/javac}"; do
    [ -n "$home" ] || continue
    if major=$(jdk_major "$home") && [ "$major" -ge "$needed" ]; then
      echo "${home%/}"
      return
    fi
  done
  echo "No JDK $needed or newer found: install one (for example Temurin $needed) and set JAVA_HOME to its folder." >&2
  return 1
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  find_jdk "$@"
fi

# Sourced by the launchers and mvnw: sets JAVA_HOME to a JDK 25 or newer, or says in one line what to install.
find_java() {
  local home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/default-java /opt/java/openjdk /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/25* "$(dirname "$(dirname "$(readlink -f "$(command -v java)" 2>/dev/null)")")"; do
    [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [ "${version:-0}" -ge 25 ] && { [ "${1:-jre}" = jre ] || [ -x "$home/bin/javac" ]; }; then
      export JAVA_HOME=$home
      return
    fi
  done
  echo "${0##*/}: needs a JDK 25: install one (for example Temurin's package temurin-25-jdk) or set JAVA_HOME to it" >&2
  exit 69
}

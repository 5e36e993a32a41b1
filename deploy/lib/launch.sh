# Sourced by the launchers: runs a service or a command from the checkout.
top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
. "$top/deploy/lib/java.sh"
jvm_flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

require_built() {
  [ -e "$1" ] || {
    echo "${0##*/}: is not built yet: run $top/mvnw -q -f $top/pom.xml package -DskipTests" >&2
    exit 69
  }
}

# launch_service MODULE ARG...: the Quarkus application of a module
launch_service() {
  local jar=$top/$1/target/quarkus-app/quarkus-run.jar
  shift
  find_java
  require_built "$jar"
  exec "$JAVA_HOME/bin/java" "${jvm_flags[@]}" ${SPIDERWEB_JVM_FLAGS:-} -jar "$jar" "$@"
}

# launch_command MODULE MAIN ARG...: a command that people call in loops, so it starts with the least of a JVM
launch_command() {
  local target=$top/$1/target main=$2
  shift 2
  find_java
  require_built "$target/lib"
  exec "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${SPIDERWEB_JVM_FLAGS:-} \
    -cp "$target/classes:$target/lib/*" "$main" "$@"
}

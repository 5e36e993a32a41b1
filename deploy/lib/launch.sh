# Sourced by the launchers: runs a service or a command from the checkout.
top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
. "$top/deploy/lib/java.sh"
jvm_flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
# a command is called in loops, so it starts with the least of a JVM
command_flags=("${jvm_flags[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1)

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

# command_path MODULE: the jars of a command, in an order that its AOT cache can rely on
command_path() {
  local jars=("$top/$1"/target/spiderweb-*.jar "$top/$1"/target/lib/*.jar) IFS=:
  require_built "${jars[0]}"
  class_path=${jars[*]}
}

# launch_command MODULE MAIN ARG...
launch_command() {
  local cache=$top/$1/target/command.aot main=$2 class_path
  command_path "$1"
  shift 2
  find_java
  # a cache of other jars or of another JDK is ignored, without the warnings of the JVM
  [ ! -e "$cache" ] || command_flags+=("-XX:AOTCache=$cache" -Xlog:disable)
  exec "$JAVA_HOME/bin/java" "${command_flags[@]}" ${SPIDERWEB_JVM_FLAGS:-} -cp "$class_path" "$main" "$@"
}

# train_command MODULE MAIN: makes the AOT cache of a command from a run of MAIN
train_command() {
  local cache=$top/$1/target/command.aot class_path said
  command_path "$1"
  find_java
  said=$("$JAVA_HOME/bin/java" "${command_flags[@]}" "-XX:AOTCacheOutput=$cache.new" -cp "$class_path" "$2" 2>&1) &&
    mv "$cache.new" "$cache" || {
    rm -f "$cache"
    echo "no AOT cache was made, so that $1 starts slower: $said" >&2
  }
}

# A control plane for a benchmark, in a directory that goes with it. Sourced after java.sh.

dir=$(mktemp -d /tmp/spiderweb-bench.XXXXXX)
child=
end_control_plane() {
  [ -z "$child" ] || { kill "$child" 2>/dev/null && wait "$child" 2>/dev/null; } || true
}

# sets url, and SPIDERWEB_AUTH_TOKEN to the admin token
start_control_plane() {
  local port='' i
  : >"$dir/log"
  "$top/deploy/bin/spiderweb-control-plane" --port 0 --metrics-port 0 --data-dir "$dir" >"$dir/log" 2>&1 &
  child=$!
  for ((i = 0; i < 300; i++)); do
    port=$(sed -n 's/.*listens on [^ ]* port \([0-9]*\).*/\1/p' "$dir/log")
    [ -z "$port" ] || break
    kill -0 "$child" 2>/dev/null || { cat "$dir/log" >&2 && exit 1; }
    sleep 0.1
  done
  [ -n "$port" ] || { cat "$dir/log" >&2 && exit 1; }
  url=ws://127.0.0.1:$port/
  SPIDERWEB_AUTH_TOKEN=$(sed -n 's/.*"admin_token" *: *"\([^"]*\)".*/\1/p' "$dir/auth_tokens.json")
  export SPIDERWEB_AUTH_TOKEN
}

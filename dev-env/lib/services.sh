#!/usr/bin/env bash
# Sourced: RabbitMQ, Redis and PostgreSQL of one instance, private to dev-env/.run/<name>. Call use_instance first.
# Kept to what bash 3.2 knows, so that the Docker way also works on macOS.
set -euo pipefail

DEV_ENV=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck disable=SC2034 # for the scripts that source this
SERVICES="rabbitmq redis postgres"
READY_SECONDS=120
STOP_SECONDS=20

say() { echo "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# --- instance -----------------------------------------------------------------------------------------------------------

# Sets $instance and $run, and reads what an earlier `up` recorded.
use_instance() {
  instance=$1
  [[ $instance =~ ^[a-z0-9][a-z0-9-]{0,31}$ ]] ||
    fail "An instance name is 1 to 32 lower-case letters, digits and hyphens, not '$instance'."
  run=$DEV_ENV/.run/$instance
  log=$run/log
  # shellcheck disable=SC2034 # volumes: for up and down
  mode='' data='' volumes='' home=$run
  AMQP_PORT='' AMQP_PASSWORD='' REDIS_PORT='' REDIS_PASSWORD='' DATABASE_PORT='' DATABASE_PASSWORD=''
  MANAGEMENT_PORT='' DIST_PORT='' EPMD_PORT='' ADMIN_PASSWORD=''
  [ -r "$run/instance.env" ] || return 0
  # shellcheck source=/dev/null
  . "$run/instance.env"
  # What was recorded belongs to the clone this one is a copy of: its processes, and perhaps its data.
  if [ -d "$home" ] && ! [ "$home" -ef "$run" ]; then
    fail "$run is a copy of $home: remove it (rm -rf) to begin an instance of its own."
  fi
  home=$run
}

make_instance() {
  (umask 022 && mkdir -p "$DEV_ENV/.run" "$run" "$log" "$run/pid")
  # Others may pass through but not list: PostgreSQL's user has to reach its data below.
  chmod 711 "$run"
  chmod 700 "$log" "$run/pid"
}

# One `up`, `down` or `service` at a time for an instance. Held on descriptor 9 until the script ends.
lock_instance() {
  [ -d "$run" ] && command -v flock >/dev/null || return 0
  exec 9>"$run/lock"
  flock -w 180 9 || fail "Another dev-env script has been working on instance $instance for 3 minutes; try again."
}

new_password() { od -An -N20 -tx1 /dev/urandom | tr -d ' \n'; }

save_instance() {
  local name
  AMQP_PASSWORD=${AMQP_PASSWORD:-$(new_password)}
  REDIS_PASSWORD=${REDIS_PASSWORD:-$(new_password)}
  DATABASE_PASSWORD=${DATABASE_PASSWORD:-$(new_password)}
  ADMIN_PASSWORD=${ADMIN_PASSWORD:-$(new_password)}
  for name in home mode data volumes AMQP_PORT AMQP_PASSWORD REDIS_PORT REDIS_PASSWORD DATABASE_PORT DATABASE_PASSWORD \
    MANAGEMENT_PORT DIST_PORT EPMD_PORT ADMIN_PASSWORD; do
    printf '%s=%q\n' "$name" "${!name}"
  done | write_private "$run/instance.env"
}

# Never readable by others, not even between creation and chmod, and never half written.
write_private() {
  (umask 077 && cat >"$1.new" && mv -f "$1.new" "$1")
}

write_services_env() {
  {
    printf 'export %s=%q\n' ZONEKEEPER_AMQP_URL "$1" ZONEKEEPER_REDIS_URL "$2" ZONEKEEPER_DATABASE_URL "$3"
    # A given URL may hold both.
    [ -z "$4" ] || printf 'export ZONEKEEPER_DATABASE_USER=%q\n' "$4"
    [ -z "$5" ] || printf 'export ZONEKEEPER_DATABASE_PASSWORD=%q\n' "$5"
    # Tells `up` in a shell that sourced this file that the URLs are an instance's own, not ones given by a person.
    [ "$mode" = given ] || printf 'export ZONEKEEPER_SERVICES_FROM=%q\n' "$instance"
    # For tests that want a virtual host of their own.
    [ "$mode" != native ] || printf 'export ZONEKEEPER_RABBITMQCTL=%q\n' "$run/rabbitmqctl"
  } | write_private "$run/services.env"
}

write_own_services_env() {
  write_services_env "amqp://zonekeeper:$AMQP_PASSWORD@127.0.0.1:$AMQP_PORT/%2F" \
    "redis://:$REDIS_PASSWORD@127.0.0.1:$REDIS_PORT/1" \
    "jdbc:postgresql://127.0.0.1:$DATABASE_PORT/zonekeeper" zonekeeper "$DATABASE_PASSWORD"
}

port_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Whether the recorded ports can be had: those of what runs are ours already.
ports_free() {
  local port ports=''
  [ -n "$AMQP_PORT" ] || return 1
  running rabbitmq || ports+=" $AMQP_PORT $DIST_PORT"
  running epmd || ports+=" $EPMD_PORT"
  running redis || ports+=" $REDIS_PORT"
  running postgres || ports+=" $DATABASE_PORT"
  for port in $ports; do
    ! port_busy "$port" || return 1
  done
}

# Six ports in a row below the range the kernel hands out to clients. Kept for good, so that a restart finds the same
# addresses, unless somebody else has taken one meanwhile.
choose_ports() {
  local try base port
  for try in 1 2 3 4 5 6 7 8 9 10; do
    base=$((20000 + (RANDOM * 32768 + RANDOM) % 1500 * 8))
    for port in 0 1 2 3 4 5; do
      ! port_busy $((base + port)) || continue 2
    done
    AMQP_PORT=$base REDIS_PORT=$((base + 1)) DATABASE_PORT=$((base + 2))
    MANAGEMENT_PORT=$((base + 3)) DIST_PORT=$((base + 4)) EPMD_PORT=$((base + 5))
    return
  done
  fail "No free ports found between 20000 and 32000 after $try tries."
}

# --- processes ----------------------------------------------------------------------------------------------------------

# Prints state, parent and start time of a process; the name before them may hold blanks and brackets.
process_stat() {
  local line
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${line##*) }
  echo "$1 $2 ${20}"
}

boot_id() { cat /proc/sys/kernel/random/boot_id; }

record_pid() {
  local stat
  stat=$(process_stat "$2") || return 1
  echo "$2 ${stat##* } $(boot_id)" >"$run/pid/$1"
}

# Prints the recorded pid if that process still runs and is the one recorded: pids are used again.
pid_of() {
  local pid start boot state parent now
  { read -r pid start boot <"$run/pid/$1"; } 2>/dev/null || return 1
  # shellcheck disable=SC2034
  read -r state parent now < <(process_stat "$pid") || return 1
  [ "$state" != Z ] && [ "$now" = "$start" ] && [ "$boot" = "$(boot_id)" ] && echo "$pid"
}

running() { pid_of "$1" >/dev/null; }

# Prints the children of a process and theirs.
descendants() {
  local stat line pid parent all=" $1 " before=''
  stat=$(for line in /proc/[0-9]*; do
    if line=$(process_stat "${line#/proc/}" && echo "${line#/proc/}"); then echo "${line//$'\n'/ }"; fi
  done)
  while [ "$all" != "$before" ]; do
    before=$all
    while read -r _ parent _ pid; do
      [[ $all != *" $parent "* || $all == *" $pid "* ]] || all+="$pid "
    done <<<"$stat"
  done
  all=${all# "$1" }
  echo "$all"
}

# A session of its own: Ctrl-C in the terminal of a demo must not reach the services.
spawn() {
  local service=$1
  shift
  (cd / && exec setsid "$@" </dev/null >>"$log/$service.log" 2>&1 9>&-) &
  record_pid "$service" $!
}

# --- packages -----------------------------------------------------------------------------------------------------------

# install_packages PACKAGE...: installs what is missing, with no service started or enabled by it.
# 0 installed or already there, 1 cannot be installed (said in one sentence).
install_packages() {
  local package missing=''
  for package; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=" $package"
  done
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    say "Missing packages:$missing. Install them with the system's package manager (as root), or start a Docker engine."
    return 1
  fi
  say "installing$missing"
  local apt_log
  apt_log=$(mktemp "${TMPDIR:-/tmp}/zonekeeper-packages.XXXXXX")
  # shellcheck disable=SC2086
  if (install_quietly $missing) >"$apt_log" 2>&1; then
    rm -f "$apt_log"
  else
    say "Installing$missing failed, see $apt_log. Its last lines:"
    tail -n 5 "$apt_log" >&2
    return 1
  fi
}

install_browser() { command -v chromium >/dev/null || install_packages chromium chromium-driver; }

install_openssh_server() { [ -x /usr/sbin/sshd ] || install_packages openssh-server; }

# In a subshell of its own, so that the trap puts everything back however it ends.
install_quietly() {
  local policy=/usr/sbin/policy-rc.d saved=/usr/sbin/policy-rc.d.zonekeeper-saved units made=''
  local no_cluster=/etc/postgresql-common/createcluster.d/zonekeeper-dev-env.conf
  exec 8>/var/lock/zonekeeper-packages.lock
  flock 8
  # A killed earlier run may have left these.
  if [ -e "$saved" ]; then mv -f "$saved" "$policy"; fi
  units=$(enabled_units)
  [ -d "${no_cluster%/*}" ] || made=${no_cluster%/*}
  mkdir -p "${no_cluster%/*}"
  # shellcheck disable=SC2064
  trap "restore_policy '$policy' '$saved' '$no_cluster' $made; exit 1" INT TERM HUP
  # shellcheck disable=SC2064
  trap "restore_policy '$policy' '$saved' '$no_cluster' $made" EXIT
  if [ -e "$policy" ]; then mv "$policy" "$saved"; fi
  printf '#!/bin/sh\n# Put here by dev-env for the time of one installation.\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  echo 'create_main_cluster = false' >"$no_cluster"

  export DEBIAN_FRONTEND=noninteractive
  local apt=(apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install "$@")
  if ! apt-get -q -s --no-install-recommends install "$@" >/dev/null || ! "${apt[@]}"; then
    # The lists are absent or older than the archive.
    apt-get -q -o DPkg::Lock::Timeout=300 update
    "${apt[@]}" || exit 1
  fi
  disable_new_units "$units"
}

restore_policy() {
  rm -f "$1" "$3"
  if [ -e "$2" ]; then mv -f "$2" "$1"; fi
  [ $# = 3 ] || rmdir -p "$4" 2>/dev/null || true
}

enabled_units() { find /etc/systemd/system -path '*.wants/*' -type l 2>/dev/null | sort; }

disable_new_units() {
  local link
  comm -13 <(echo "$1") <(enabled_units) | while read -r link; do
    if command -v systemctl >/dev/null; then systemctl disable "${link##*/}"; else rm -f "$link"; fi
  done
}

# --- choice of where the services come from --------------------------------------------------------------------------------

# macOS has no timeout(1).
bounded() {
  if command -v timeout >/dev/null; then timeout "$@"; else perl -e 'alarm shift; exec @ARGV' "$@"; fi
}

docker_answers() {
  command -v docker >/dev/null && bounded 10 docker info >/dev/null 2>&1 || return 1
  bounded 10 docker compose version >/dev/null 2>&1 && return
  say "Docker answers but 'docker compose' is missing: using native programs."
  return 1
}

compose() {
  export AMQP_PORT AMQP_PASSWORD MANAGEMENT_PORT REDIS_PORT REDIS_PASSWORD DATABASE_PORT DATABASE_PASSWORD
  local clone
  clone=$(echo "$DEV_ENV" | cksum)
  docker compose -f "$DEV_ENV/docker-compose.yaml" -p "zonekeeper-$instance-${clone%% *}" "$@"
}

newest() { printf '%s\n' "$@" | sort -V | tail -n 1; }

find_programs() {
  local glob
  rabbit_bin='' redis_bin='' redis_cli='' postgres_bin=''
  for glob in /usr/lib/rabbitmq/bin /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin; do
    if [ -x "$glob/rabbitmq-server" ]; then
      rabbit_bin=$glob
      break
    fi
  done
  redis_bin=$(command -v redis-server || command -v valkey-server || true)
  redis_cli=$(command -v redis-cli || command -v valkey-cli || true)
  glob=$(newest /usr/lib/postgresql/*/bin)
  [ -x "$glob/initdb" ] || glob=$(dirname "$(command -v initdb || echo none)")
  if [ -x "$glob/initdb" ] && [ -x "$glob/postgres" ]; then postgres_bin=$glob; fi
}

# find_programs, after installing what is missing. 1 if something stays missing.
need_programs() {
  local packages=''
  [ "$(uname -s)" = Linux ] || fail "No Docker engine answers. Start one, or set ZONEKEEPER_AMQP_URL, ZONEKEEPER_REDIS_URL and ZONEKEEPER_DATABASE_URL."
  find_programs
  [ -n "$rabbit_bin" ] || packages+=" rabbitmq-server"
  [ -n "$redis_bin" ] || packages+=" redis-server"
  [ -n "$postgres_bin" ] || packages+=" postgresql"
  [ -n "$packages" ] || return 0
  # shellcheck disable=SC2086
  install_packages $packages || return 1
  find_programs
  [[ -n $rabbit_bin && -n $redis_bin && -n $postgres_bin ]] ||
    fail "Installed$packages, but the programs are not where they are expected."
}

# --- RabbitMQ -------------------------------------------------------------------------------------------------------------

# A clean environment: RABBITMQ_* variables and /etc/rabbitmq of the machine must not reach a private node.
rabbit_environment() {
  local home=$run/rabbitmq
  rabbit_env=(env -i "PATH=$PATH" LANG=C.UTF-8 "HOME=$home/home"
    "ERL_EPMD_PORT=$EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1
    "RABBITMQ_NODENAME=$instance@localhost" "RABBITMQ_DIST_PORT=$DIST_PORT"
    RABBITMQ_CONF_ENV_FILE=/dev/null "RABBITMQ_CONFIG_FILE=$home/rabbitmq.conf"
    "RABBITMQ_ADVANCED_CONFIG_FILE=$home/advanced.config" "RABBITMQ_GENERATED_CONFIG_DIR=$home/generated"
    "RABBITMQ_ENABLED_PLUGINS_FILE=$home/enabled_plugins" "RABBITMQ_MNESIA_BASE=$home/data"
    "RABBITMQ_LOG_BASE=$log" RABBITMQ_LOGS=- "RABBITMQ_PID_FILE=$home/pid"
    # ERL_FLAGS reaches every Erlang VM, also the helpers that the broker and rabbitmqctl start: none may listen beyond
    # loopback, none may leave an epmd behind that is not ours to stop.
    ERL_FLAGS='-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false')
}

configure_rabbitmq() {
  local home=$run/rabbitmq
  rabbit_environment
  (umask 077 && mkdir -p "$home/home" "$home/data" "$home/generated")
  [ -s "$home/home/.erlang.cookie" ] || new_password | write_private "$home/home/.erlang.cookie"
  chmod 400 "$home/home/.erlang.cookie"
  echo '[].' >"$home/enabled_plugins"
  # The default user is made with the data, in place of guest.
  write_private "$home/rabbitmq.conf" <<CONF
listeners.tcp.local = 127.0.0.1:$AMQP_PORT
default_user = zonekeeper
default_pass = $AMQP_PASSWORD
default_user_tags.administrator = true
disk_free_limit.absolute = 50MB
CONF
  {
    echo '#!/usr/bin/env bash'
    printf 'exec'
    printf ' %q' "${rabbit_env[@]}" "$rabbit_bin/rabbitmqctl"
    echo ' "$@"'
  } | write_private "$run/rabbitmqctl"
  chmod 700 "$run/rabbitmqctl"
}

start_rabbitmq() {
  rabbit_environment
  if ! running epmd; then
    local epmd
    epmd=$(command -v epmd || newest /usr/lib/erlang/erts-*/bin/epmd)
    spawn epmd "$epmd" -address 127.0.0.1 -port "$EPMD_PORT"
    until port_busy "$EPMD_PORT"; do
      running epmd || return 1
      sleep 0.02
    done
  fi
  # ALLOW_INPUT makes the script become the Erlang VM instead of watching over it, so that the pid is the VM's.
  spawn rabbitmq "${rabbit_env[@]}" RABBITMQ_ALLOW_INPUT=1 RABBITMQ_SERVER_START_ARGS='-noinput +B i' "$rabbit_bin/rabbitmq-server"
}

# The broker answers the protocol header with a method frame; an open port alone would also do for a paused broker.
healthy_rabbitmq() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$AMQP_PORT"
    printf 'AMQP\0\0\11\1' >&3
    [ "$(timeout 3 head -c 1 <&3 | od -An -tx1)" = " 01" ]
  ) 2>/dev/null && timeout 40 "$run/rabbitmqctl" -q await_startup --timeout 30 >/dev/null 2>&1
}

# --- Redis ----------------------------------------------------------------------------------------------------------------

configure_redis() {
  (umask 077 && mkdir -p "$run/redis")
  write_private "$run/redis/redis.conf" <<CONF
bind 127.0.0.1
port $REDIS_PORT
requirepass $REDIS_PASSWORD
dir "$run/redis"
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
CONF
  printf '#!/usr/bin/env bash\nREDISCLI_AUTH=%q exec %q -h 127.0.0.1 -p %q -n 1 "$@"\n' "$REDIS_PASSWORD" "$redis_cli" "$REDIS_PORT" |
    write_private "$run/redis-cli"
  chmod 700 "$run/redis-cli"
}

start_redis() { spawn redis "$redis_bin" "$run/redis/redis.conf"; }

healthy_redis() { [ "$(timeout 3 "$run/redis-cli" ping 2>/dev/null)" = PONG ]; }

# --- PostgreSQL -----------------------------------------------------------------------------------------------------------

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  else
    "$@"
  fi
}

configure_postgres() {
  if [ -z "$data" ] || [ ! -d "$data" ]; then
    data=$run/postgres
    mkdir -p "$data"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$data"
    if ! as_postgres test -x "$data"; then
      rmdir "$data"
      data=$(mktemp -d /var/tmp/zonekeeper-postgres.XXXXXX)
      chown postgres:postgres "$data"
      say "PostgreSQL's user cannot enter $run: its data is in $data"
    fi
    chmod 700 "$data"
    save_instance
  fi
  if ! as_postgres test -e "$data/main/PG_VERSION"; then
    # Made under another name and moved: an interrupted initdb leaves nothing that looks like a database.
    rm -rf "$data/new" "$run/postgres-prepared"
    write_private "$data/admin-password" <<<"$ADMIN_PASSWORD"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$data/admin-password"
    (cd / && as_postgres "$postgres_bin/initdb" -D "$data/new" --no-sync --no-instructions --username=postgres \
      --auth=scram-sha-256 --pwfile="$data/admin-password" --encoding=UTF8 --locale=C.UTF-8) \
      >>"$log/postgres.log" 2>&1 || return 1
    rm -f "$data/admin-password"
    mv "$data/new" "$data/main"
  fi
  # Beside initdb's own settings, which fit the machine (a container without /dev/shm, for one).
  grep -qx "include 'zonekeeper.conf'" "$data/main/postgresql.conf" ||
    echo "include 'zonekeeper.conf'" >>"$data/main/postgresql.conf"
  # No Unix socket: its path is limited to 107 bytes, a clone's is not.
  cat >"$data/main/zonekeeper.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $DATABASE_PORT
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = 256MB
fsync = on
synchronous_commit = on
timezone = 'UTC'
CONF
  chmod 644 "$data/main/zonekeeper.conf"
  printf '#!/usr/bin/env bash\nPGPASSWORD=%q exec %q -h 127.0.0.1 -p %q -U zonekeeper -d zonekeeper "$@"\n' \
    "$DATABASE_PASSWORD" "$postgres_bin/psql" "$DATABASE_PORT" | write_private "$run/psql"
  chmod 700 "$run/psql"
}

# A killed server whose parent has not collected it yet still counts as running for the next one. The file stays, with a
# number above any pid: it also leads to the shared memory by which PostgreSQL notices surviving backends.
forget_dead_postmaster() {
  local pid state
  { read -r pid <"$data/main/postmaster.pid"; } 2>/dev/null || return 0
  state=$(process_stat "$pid") || return 0
  [[ $state != Z* ]] || sed -i '1s/.*/4194305/' "$data/main/postmaster.pid"
}

start_postgres() {
  local user=()
  forget_dead_postmaster
  if [ "$(id -u)" = 0 ]; then user=(setpriv --reuid=postgres --regid=postgres --init-groups); fi
  spawn postgres ${user[@]+"${user[@]}"} "$postgres_bin/postgres" -D "$data/main"
}

healthy_postgres() {
  "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$DATABASE_PORT" -t 2 || return 1
  if [ ! -e "$run/postgres-prepared" ]; then
    prepare_postgres >>"$log/postgres.log" 2>&1 || return 1
    touch "$run/postgres-prepared"
  fi
  [ "$(PGCONNECT_TIMEOUT=3 timeout 5 "$run/psql" -Atqc 'SELECT 1' 2>/dev/null)" = 1 ]
}

# pg_signal_backend: a test drops its database with force, and autovacuum may be in it.
prepare_postgres() {
  local admin=("$postgres_bin/psql" -X -q -h 127.0.0.1 -p "$DATABASE_PORT" -U postgres -d postgres -v ON_ERROR_STOP=1)
  PGPASSWORD=$ADMIN_PASSWORD PGCONNECT_TIMEOUT=3 "${admin[@]}" <<SQL
SELECT 'CREATE ROLE zonekeeper LOGIN CREATEDB IN ROLE pg_signal_backend' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zonekeeper') \gexec
ALTER ROLE zonekeeper PASSWORD '$DATABASE_PASSWORD';
SELECT 'CREATE DATABASE zonekeeper OWNER zonekeeper' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'zonekeeper') \gexec
SQL
}

# --- any service ------------------------------------------------------------------------------------------------------------

# start_service SERVICE: starts it on the recorded ports and data and returns when it is ready.
# 0 ready (also when it was before), 1 not ready in time or ended (its last log lines are printed, what was started is stopped).
start_service() {
  local service=$1 was_running=no deadline=$((SECONDS + READY_SECONDS))
  if [ "$mode" = docker ]; then
    compose up -d --wait --wait-timeout "$READY_SECONDS" "$service" >"$log/$service.log" 2>&1 || report_failure "$service"
    return
  fi
  if running "$service"; then
    was_running=yes
    resume_service "$service" || true
  elif ! "configure_$service" || ! "start_$service"; then
    report_failure "$service"
    return
  fi
  until "healthy_$service"; do
    if ! running "$service" || [ $SECONDS -ge $deadline ]; then
      if [ "$service" = postgres ] && [ $SECONDS -lt $deadline ] && tail -n 3 "$log/postgres.log" | grep -q 'still in use'; then
        # Backends of a killed server have not noticed yet.
        sleep 0.2
        start_postgres
        continue
      fi
      [ $was_running = yes ] || stop_service "$service"
      report_failure "$service"
      return
    fi
    sleep 0.1
  done
}

report_failure() {
  say "$1 did not become ready. The last lines of $log/$1.log:"
  tail -n 15 "$log/$1.log" >&2 || true
  return 1
}

# stop_service SERVICE: asks it to end, and ends it after 20 s. Always 0, also when it was not running.
stop_service() {
  local service=$1 pid signal=TERM
  if [ "$mode" = docker ]; then
    compose stop "$service" >>"$log/$service.log" 2>&1
    return
  fi
  if pid=$(pid_of "$service"); then
    # PostgreSQL's "fast": does not wait for clients to leave.
    [ "$service" != postgres ] || signal=INT
    resume_service "$service" || true
    kill -s $signal "$pid" 2>/dev/null || true
    if ! wait_gone "$service" "$STOP_SECONDS"; then
      say "$service has not stopped in $STOP_SECONDS s: ending it."
      kill_service "$service"
    fi
  fi
  rm -f "$run/pid/$service"
  [ "$service" != rabbitmq ] || stop_service epmd
}

wait_gone() {
  local deadline=$((SECONDS + $2))
  while running "$1"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.05
  done
}

# signal_service SIGNAL SERVICE: to all its processes. 3 if it is not running.
signal_service() {
  local pid
  pid=$(pid_of "$2") || return 3
  # The main process first: it must not start others, or mourn them, meanwhile.
  # shellcheck disable=SC2046
  kill -s "$1" "$pid" $(descendants "$pid") 2>/dev/null || true
}

# kill_service SERVICE: as a power cut would. pause_service, resume_service: SIGSTOP, SIGCONT. All: 0, or 3 if not running.
kill_service() {
  if [ "$mode" = docker ]; then
    compose kill -s KILL "$1" >>"$log/$1.log" 2>&1
  else
    signal_service KILL "$1" && wait_gone "$1" 10
  fi
}

pause_service() {
  if [ "$mode" = docker ]; then compose pause "$1" >>"$log/$1.log" 2>&1; else signal_service STOP "$1"; fi
}

resume_service() {
  if [ "$mode" = docker ]; then compose unpause "$1" >>"$log/$1.log" 2>&1; else signal_service CONT "$1"; fi
}

# pid_service SERVICE: prints the pid of the main process, 3 if it is not running.
pid_service() {
  local pid
  if [ "$mode" = docker ]; then
    pid=$(docker inspect -f '{{.State.Pid}}' "$(compose ps -q "$1")" 2>/dev/null) && [ "$pid" != 0 ] && echo "$pid" || return 3
  else
    pid_of "$1" || return 3
  fi
}

#!/usr/bin/env bash
# Gives a command a virtual display, a keychain, a D-Bus, folders of its own and WebDriver, all of which end with it.
#
#   bash scripts/display.sh COMMAND…
#
# The command finds the data folder in LINTEL_DATA, the driver's port in DRIVER_PORT, and in LINTEL and LINTEL_DESKTOP the programs: those
# of a debug build, where nothing else is said.
source "$(dirname "$0")/lib.sh"
driver=target/tools/bin/tauri-driver
[ -x "$driver" ] || cargo install tauri-driver --version 2.1.0 --locked --root target/tools ||
  fail "tauri-driver could not be installed." "Check the network and start again."

home=$(mktemp -d)
started=()
finish() { for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$home"; }
trap finish EXIT
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# Between two starts nothing holds the tenant's port and the provider's. Nobody else asks for these: they are above those from which
# Lintel begins to look, and below those that systems hand out.
own_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

mkdir -m 700 "$home/run"
# What the system opens in a browser signs in by itself.
mkdir "$home/bin"
printf '#!/bin/sh\nexec node "%s/tests/tour/browser.mjs" "$1"\n' "$PWD" >"$home/bin/xdg-open"
chmod +x "$home/bin/xdg-open"
# The private window is looked at on a folder of its own.
for folder in "$home/lintel" "$home/lintel-private"; do
  mkdir -m 700 "$folder"
  own_port >"$folder/tenant.port"
  own_port >"$folder/practice.port"
done
exec {display_pipe}<> <(:)
Xvfb -displayfd "$display_pipe" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
started+=($!)
read -r -t 20 -u "$display_pipe" number || fail "The virtual display did not start." "Is the package xvfb installed?"
port=$(free_port) native=$(free_port)
HOME="$home" PATH="$home/bin:$PATH" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" \
DISPLAY=":$number" LINTEL_DATA="$home/lintel" WEBKIT_DISABLE_DMABUF_RENDERER=1 WEBKIT_DISABLE_COMPOSITING_MODE=1 NO_AT_BRIDGE=1 \
LINTEL="${LINTEL:-$PWD/target/debug/lintel}" LINTEL_DESKTOP="${LINTEL_DESKTOP:-$PWD/target/debug/lintel-desktop}" \
DRIVER="$PWD/$driver" DRIVER_PORT="$port" NATIVE_PORT="$native" DRIVER_LOG="$PWD/target/driver.log" \
dbus-run-session -- bash -c '
  printf "\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  "$DRIVER" --port "$DRIVER_PORT" --native-port "$NATIVE_PORT" >"$DRIVER_LOG" 2>&1 &
  driver=$!
  trap "kill $driver" EXIT
  "$@"' display "$@"

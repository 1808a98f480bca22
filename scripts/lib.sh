# Shared by the scripts: steps that say what failed and what to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step() { printf '\n== %s\n' "$*"; }
fail() { printf '\nFailed: %s\n%s\n' "$1" "$2" >&2; exit 1; }

at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# Debian 13 has it; Debian 12 and Ubuntu 24.04 have an older one.
where_node_is() {
  local packaged
  packaged=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: *//p' || true)
  if at_least 20.19 "${packaged:-0}"; then echo "Run: sudo apt-get install nodejs npm"; else echo "Get Node.js 20.19 or newer from https://nodejs.org"; fi
}

need_tools() {
  step "Rust 1.95 and Node.js 20.19 or newer"
  command -v cargo >/dev/null || fail "cargo is not installed." "Get Rust from https://rustup.rs, then start again."
  command -v npm >/dev/null || fail "npm is not installed." "$(where_node_is), then start again."
  local rust node
  rust=$(rustc --version | cut -d' ' -f2) node=$(node --version | tr -d v)
  at_least 1.95.0 "$rust" || fail "Rust $rust is too old." "Run: rustup update stable"
  at_least 20.19.0 "$node" || fail "Node.js $node is too old." "$(where_node_is)."
}

BUILD_PACKAGES=(build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev)
HEADLESS_PACKAGES=(webkit2gtk-driver xvfb xauth dbus gnome-keyring imagemagick)
# What runs the requests that are shown, beside Node, Python and curl.
LANGUAGE_PACKAGES=(curl php-cli php-curl ruby golang-go default-jdk-headless mono-mcs clang)

need_packages() {
  step "System packages"
  command -v dpkg-query >/dev/null || { echo "Not Debian or Ubuntu: install the equivalents of $* yourself."; return; }
  local missing=() sudo=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || { echo "All there."; return; }
  echo "Installing: ${missing[*]}"
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  { "${sudo[@]}" apt-get update -qq && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}"; } ||
    fail "The packages could not be installed." "Install them by hand: ${missing[*]}"
}

npm_packages() {
  [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
  npm --prefix "$1" ci --no-audit --no-fund || fail "The npm packages of $1 could not be installed." "Check the network and start again."
}

# Python programs of PyPI, in an environment of their own; Debian's python3 comes without what makes one.
python_packages() {
  local wanted=$1/requirements.txt older=$1/requirements-auth0-4.txt home=target/peers-python
  # Its programs name the folder that they were installed in: elsewhere they do not start.
  [ "$home/installed" -nt "$wanted" ] && [ "$home/installed" -nt "$older" ] && "$home/bin/pip" --version >/dev/null 2>&1 && return
  python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3 python3-venv
  { rm -rf "$home" && python3 -m venv "$home" && "$home/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$wanted" &&
      "$home/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$home/auth0-4" -r "$older"; } ||
    fail "The Python packages of $1 could not be installed." "Check the network, and that python3 is 3.11 or newer: python3 --version"
  touch "$home/installed"
}

build_ui() {
  step "The pages"
  npm_packages ui
  if [ ! -f ui/dist/index.html ] || [ -n "$(find ui/src ui/index.html ui/package-lock.json ui/vite.config.ts -newer ui/dist/index.html -print -quit)" ]; then
    npm --prefix ui run build || fail "The pages could not be built." "Run: npm --prefix ui run check"
  fi
}

# One package set everywhere: another one resolves other features and rebuilds most dependencies.
build_program() {
  step "The program"
  cargo build --workspace --locked || fail "The program could not be built." "Read the first error above."
}

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

#!/usr/bin/env bash
# How fast the program is, beside others that do the same. Arguments go to tests/bench/scim.mjs.
source "$(dirname "$0")/lib.sh"
need_tools
step "The program, as it is released"
cargo build --release --locked -p lintel-cli || fail "The program could not be built." "Read the first error above."
npm_packages tests/peers
step "PyPI's scim2-server"
venv=target/bench-venv
if [ ! -x "$venv/bin/scim2-server" ]; then
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet scim2-server==0.8.3 ||
    fail "scim2-server could not be installed." "It needs Python 3.11 with venv, and the network."
fi
step "SCIM"
LINTEL=$PWD/target/release/lintel SCIM2_SERVER=$PWD/$venv/bin/scim2-server node tests/bench/scim.mjs "$@"

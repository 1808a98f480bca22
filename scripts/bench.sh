#!/usr/bin/env bash
# How fast the program is, beside others that do the same. Arguments go to tests/bench/scim.mjs.
source "$(dirname "$0")/lib.sh"
need_tools
step "The program, as it is released"
cargo build --release --locked -p lintel-cli || fail "The program could not be built." "Read the first error above."
npm_packages tests/peers
python_packages tests/peers
step "SCIM"
LINTEL=$PWD/target/release/lintel SCIM2_SERVER=$PWD/target/peers-python/bin/scim2-server node tests/bench/scim.mjs "$@"

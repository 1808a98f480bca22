#!/usr/bin/env bash
# How fast the program is, beside others that do the same. Arguments go to tests/bench/bench.mjs.
source "$(dirname "$0")/lib.sh"
need_tools
need_packages "${BUILD_PACKAGES[@]}" "${HEADLESS_PACKAGES[@]}"
# A part leaves out what it would compare with, where there is none.
if apt-cache show libapache2-mod-auth-openidc >/dev/null 2>&1; then need_packages apache2-bin libapache2-mod-auth-openidc; fi
build_ui
step "The program, as it is released"
cargo build --release --workspace --locked || fail "The program could not be built." "Read the first error above."
npm_packages tests/peers
npm_packages tests/tour
python_packages tests/peers
LINTEL=$PWD/target/release/lintel LINTEL_DESKTOP=$PWD/target/release/lintel-desktop BENCH_PROFILE=release \
SCIM2_SERVER=$PWD/target/peers-python/bin/scim2-server bash scripts/display.sh node tests/bench/bench.mjs "$@"

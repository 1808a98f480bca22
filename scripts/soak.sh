#!/usr/bin/env bash
# Whether the program stays as small as it is through ten minutes of work. Arguments go to tests/bench/soak.mjs.
source "$(dirname "$0")/lib.sh"
need_tools
need_packages "${BUILD_PACKAGES[@]}" "${HEADLESS_PACKAGES[@]}"
build_ui
step "The program, as it is released"
cargo build --release --workspace --locked || fail "The program could not be built." "Read the first error above."
npm_packages tests/peers
npm_packages tests/tour
step "The soak"
LINTEL=$PWD/target/release/lintel LINTEL_DESKTOP=$PWD/target/release/lintel-desktop bash scripts/display.sh node tests/bench/soak.mjs "$@" ||
  fail "Something grows." "The samples are in target/bench/soak.json."

#!/usr/bin/env bash
# Everything, from a clean clone.
source "$(dirname "$0")/lib.sh"
need_tools
need_packages "${BUILD_PACKAGES[@]}" "${HEADLESS_PACKAGES[@]}"
build_ui
step "Tests of the pages"
npm --prefix ui test || fail "A test of the pages failed." "Run it alone: npm --prefix ui test"
build_program
step "Rust tests"
cargo test --workspace --locked || fail "A Rust test failed." "Run it alone: cargo test --workspace NAME"
step "Peers"
(need_packages "${LANGUAGE_PACKAGES[@]}") || echo "What is lacking is skipped, by name."
npm_packages tests/peers
python_packages tests/peers
npm --prefix tests/peers test || fail "The program does not get on with its peers." "Run it alone: npm --prefix tests/peers test"
step "The bench, in small"
npm_packages tests/tour
SCIM2_SERVER=$PWD/target/peers-python/bin/scim2-server bash scripts/display.sh node tests/bench/bench.mjs --small ||
  fail "A part of the bench does not work any more." "Run it alone: bash scripts/display.sh node tests/bench/bench.mjs --small PART"
step "The soak, in small"
bash scripts/display.sh node tests/bench/soak.mjs --minutes 0.1 --small || fail "The soak does not run any more." "Run it alone: bash scripts/display.sh node tests/bench/soak.mjs --minutes 0.1 --small"
bash scripts/tour.sh

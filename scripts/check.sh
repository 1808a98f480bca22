#!/usr/bin/env bash
# Format, lints and layers.
source "$(dirname "$0")/lib.sh"
build_ui
step "Format"
cargo fmt --all --check || fail "The Rust code is not formatted." "Run: cargo fmt --all"
step "Layers"
node scripts/layers.mjs || fail "A layer is broken." "Read the rules named above; ARCHITECTURE.md draws them."
step "Lints"
cargo clippy --workspace --all-targets --locked -- -D warnings || fail "A lint fired." "Read the first one above."
npm --prefix ui run check || fail "A lint of the pages fired." "Read the first one above."

#!/usr/bin/env bash
# Format, layers, dependencies and lints.
source "$(dirname "$0")/lib.sh"
build_ui
step "Format"
cargo fmt --all --check || fail "The Rust code is not formatted." "Run: cargo fmt --all"
step "Layers"
node scripts/layers.mjs || fail "A layer is broken." "Read the rules named above; ARCHITECTURE.md draws them."
node scripts/circles.mjs || fail "Files need each other." "Move what both need below both, as named above."
step "Dependencies"
if command -v cargo-deny >/dev/null; then
  cargo deny --log-level error check licenses bans sources || fail "A dependency may not be there." "deny.toml says why."
else
  echo "cargo-deny is not there, so the workflow will ask. To ask here: cargo install --locked cargo-deny"
fi
step "Lints"
cargo clippy --workspace --all-targets --locked -- -D warnings || fail "A lint fired." "Read the first one above."
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet || fail "The documentation names what is not there." "Read the first one above."
npm --prefix ui run check || fail "A lint of the pages fired." "Read the first one above."

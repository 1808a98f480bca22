#!/usr/bin/env bash
# The .deb and the .rpm, with the command line program in them.
source "$(dirname "$0")/lib.sh"
need_tools
need_packages "${BUILD_PACKAGES[@]}"
build_ui
step "The command line"
cargo build --release --locked --package lintel-cli || fail "lintel could not be built." "Read the first error above."
step "The packages"
ui/node_modules/.bin/tauri build --ci --bundles deb,rpm -- --locked || fail "The packages could not be built." "Read the first error above."
ls -l target/release/bundle/*/*.{deb,rpm}

#!/usr/bin/env bash
# Each property test of the workspace for a minute, on inputs of the kinds that `make test` tries.
source "$(dirname "$0")/lib.sh"
need_tools
need_packages "${BUILD_PACKAGES[@]}"
build_ui
export LINTEL_FUZZ_SECONDS=${LINTEL_FUZZ_SECONDS:-60}
step "Property tests, $LINTEL_FUZZ_SECONDS s each"
cargo test --workspace --locked properties:: || fail "A property does not hold." "The smallest input that breaks it stands above."

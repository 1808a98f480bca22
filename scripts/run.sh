#!/usr/bin/env bash
# Builds what is needed and opens the window; without a display, takes the tour on a virtual one.
source "$(dirname "$0")/lib.sh"
need_tools
if has_display; then need_packages "${BUILD_PACKAGES[@]}"; else need_packages "${BUILD_PACKAGES[@]}" "${HEADLESS_PACKAGES[@]}"; fi
build_ui
build_program
if has_display; then exec target/debug/lintel-desktop; fi
echo "No display here: taking the tour on a virtual one. Pictures go to target/tour/."
exec bash scripts/tour.sh

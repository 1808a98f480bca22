#!/usr/bin/env bash
# The .deb and the .rpm, with the command line program in them: what `make bench` measures, as it is.
source "$(dirname "$0")/lib.sh"
need_tools
need_packages "${BUILD_PACKAGES[@]}"
build_ui
step "The program, as it is released"
cargo build --release --workspace --locked || fail "The program could not be built." "Read the first error above."
step "The packages"
rm -rf target/release/bundle
ui/node_modules/.bin/tauri bundle --ci --bundles deb,rpm || fail "The packages could not be built." "Read the first error above."
# The bundler knows gzip alone for a .deb; what is in it stays as it is.
for deb in target/release/bundle/deb/*.deb; do
  unpacked=$(mktemp -d)
  chmod 755 "$unpacked"
  dpkg-deb --raw-extract "$deb" "$unpacked" && dpkg-deb --root-owner-group -Zxz -z9 --build "$unpacked" "$deb" >/dev/null ||
    fail "$deb could not be packed." "Is there room in ${TMPDIR:-/tmp}?"
  rm -rf "$unpacked"
done
ls -l target/release/bundle/*/*.{deb,rpm}
node tests/bench/bench.mjs size

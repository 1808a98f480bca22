#!/usr/bin/env bash
# Every size of the icon, from icons/lintel.svg.
source "$(dirname "$0")/lib.sh"
need_packages librsvg2-bin imagemagick icnsutils

sizes=$(mktemp -d)
trap 'rm -rf "$sizes"' EXIT
drawn() { echo "$sizes/$1.png"; }

step "The icon"
for size in 16 24 32 48 64 128 256 512 1024; do
  rsvg-convert --width "$size" --height "$size" icons/lintel.svg --output "$(drawn "$size")"
done
cp "$(drawn 32)" icons/32x32.png
cp "$(drawn 128)" icons/128x128.png
cp "$(drawn 256)" icons/128x128@2x.png
cp "$(drawn 512)" icons/icon.png
convert "$(drawn 16)" "$(drawn 24)" "$(drawn 32)" "$(drawn 48)" "$(drawn 64)" "$(drawn 256)" icons/icon.ico
png2icns icons/icon.icns "$(drawn 16)" "$(drawn 32)" "$(drawn 128)" "$(drawn 256)" "$(drawn 512)" "$(drawn 1024)" >/dev/null
ls -l icons

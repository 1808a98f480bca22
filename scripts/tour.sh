#!/usr/bin/env bash
# The tour: the real window under WebDriver on a virtual display.
source "$(dirname "$0")/lib.sh"
step "The tour"
npm_packages tests/tour
npm_packages tests/peers
npm_packages ui
mkdir -p target/tour
TOUR_PICTURES="$PWD/target/tour" bash scripts/display.sh bash -c '
  for part in ${TOUR_PARTS:-tour private settings history asCode drafts experience scim organizations people tenants promote desk keyboard many results pages preflight practise ways accessibility}; do node "tests/tour/$part.mjs" || exit 1; done' || fail "The tour did not reach its end." "See target/tour/failure.png and target/driver.log."

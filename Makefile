.PHONY: run test fuzz soak bench check package
run:     ; @bash scripts/run.sh
test:    ; @bash scripts/test.sh
fuzz:    ; @bash scripts/fuzz.sh
soak:    ; @bash scripts/soak.sh
bench:   ; @bash scripts/bench.sh
check:   ; @bash scripts/check.sh
package: ; @bash scripts/package.sh

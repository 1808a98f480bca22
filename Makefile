.PHONY: run test fuzz check package
run:     ; @bash scripts/run.sh
test:    ; @bash scripts/test.sh
fuzz:    ; @bash scripts/fuzz.sh
check:   ; @bash scripts/check.sh
package: ; @bash scripts/package.sh

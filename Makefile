.PHONY: run test check package
run:     ; @bash scripts/run.sh
test:    ; @bash scripts/test.sh
check:   ; @bash scripts/check.sh
package: ; @bash scripts/package.sh

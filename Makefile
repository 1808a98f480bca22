.PHONY: run test check
run:   ; @bash scripts/run.sh
test:  ; @bash scripts/test.sh
check: ; @bash scripts/check.sh

#!/bin/sh
# SPDX-License-Identifier: ISC
# The figures of loans against Python's fractions, and their bounds against every haircut.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/risk_oracle.py" \
    "$COLLTOP_BUILD/tests/unit/risk_oracle"

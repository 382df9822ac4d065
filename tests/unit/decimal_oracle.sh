#!/bin/sh
# SPDX-License-Identifier: ISC
# base/decimal against Python's integers: the one asks, the other answers.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/decimal_oracle.py" \
    "$COLLTOP_BUILD/tests/unit/decimal_oracle"

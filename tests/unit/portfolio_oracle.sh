#!/bin/sh
# SPDX-License-Identifier: ISC
# The view-model against Python's integers and fractions.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/portfolio_oracle.py" \
    "$COLLTOP_BUILD/tests/unit/portfolio_oracle"

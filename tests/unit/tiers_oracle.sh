#!/bin/sh
# SPDX-License-Identifier: ISC
# What tables of discount rates count of an amount against Python's fractions.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/tiers_oracle.py" \
    "$COLLTOP_BUILD/tests/unit/tiers_oracle"

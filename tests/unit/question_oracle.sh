#!/bin/sh
# SPDX-License-Identifier: ISC
# What loans answer to what-if questions against Python's fractions.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/question_oracle.py" \
    "$COLLTOP_BUILD/tests/unit/question_oracle"

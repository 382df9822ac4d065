#!/bin/sh
# SPDX-License-Identifier: ISC
# Manual pages, help and the sample configuration against the program's tables.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/words.py"

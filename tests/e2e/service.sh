#!/bin/sh
# SPDX-License-Identifier: ISC
# The samples for systemd: they are what systemd understands, and what they start works.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/e2e/service.py" "${COLLTOP_BUILD:-.}/colltop-sim"

#!/bin/sh
# SPDX-License-Identifier: ISC
# The simulator against a client that was written from the exchange's documentation alone.
exec "${PYTHON3:-python3}" "$COLLTOP_TESTS/unit/sim_protocol.py" "$COLLTOP_BUILD/colltop-sim"

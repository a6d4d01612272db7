# SPDX-License-Identifier: GPL-2.0
"""Phases of the tests: which there are, which run, two at a time; see scripts/test.

cli starts, phase knows the files, changed what a change needs, kernels makes what they
need, lanes runs them, progress tells meanwhile, times remembers how long it took.
"""

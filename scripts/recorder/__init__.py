# SPDX-License-Identifier: GPL-2.0
"""Records the steps of a real kernel's memory manager, as scripts/record tells."""


class RecordError(Exception):
    """No recording is possible: the text tells a person why."""

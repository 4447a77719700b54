# SPDX-License-Identifier: MIT
"""Opening, making and recovering records."""

# SPDX-License-Identifier: MIT
"""What a person at the desk can ask for: one public method is one intention."""

# SPDX-License-Identifier: MIT
"""What the office knows and may do: pure values and rules, without windows, files, SQL or a clock."""

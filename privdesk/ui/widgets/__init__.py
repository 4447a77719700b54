# SPDX-License-Identifier: MIT
"""The controls of the desk: each paints itself from the theme's tokens and names itself to a screen reader."""

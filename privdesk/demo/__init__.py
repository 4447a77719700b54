# SPDX-License-Identifier: MIT
"""Example records with invented people, the main job run on them, and the pictures of every screen."""

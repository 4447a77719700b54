# SPDX-License-Identifier: MIT
"""Making the program ready to be handed out, and proving what was made."""

# SPDX-License-Identifier: MIT
"""The only room that knows every layer: joins adapters, services and windows."""

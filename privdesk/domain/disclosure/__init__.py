# SPDX-License-Identifier: MIT
"""What we tell a person about their data: the report as a document, before it becomes paper."""

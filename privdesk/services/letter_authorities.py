# SPDX-License-Identifier: MIT
"""Which supervisory authority a letter names."""

from collections.abc import Mapping

from privdesk.domain.catalogue import Authority, Catalogue
from privdesk.domain.letters import Value


def authority_for(regime: str, residence: str, catalogue: Catalogue) -> Authority | None:
    """The authority to name: that of the person's `residence` (ISO 3166-1) where the law has one there.

    Else that of the office's country, else the one that serves every country.

    Law: GDPR Art. 15(1)(f): a complaint to an authority; the person may turn to the one where they live.
    """
    return catalogue.authority(regime, residence)


def authority_values(authority: Authority | None, language: str) -> Mapping[str, Value]:
    """The facts of a letter that name the authority; none where no authority is known."""
    if authority is None:
        return {}
    return {
        "authority_name": authority.name.get(language) or authority.name["en"],
        "authority_address": authority.address,
        "authority_website": authority.website,
    }

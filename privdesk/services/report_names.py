# SPDX-License-Identifier: MIT
"""What the parts of an access report are called on screen."""

from privdesk.domain.catalogue import DataGroup
from privdesk.domain.forms import text_in
from privdesk.i18n import _, desk_language


def group_name(group: DataGroup) -> str:
    """A data group in the language of the desk."""
    return text_in(group.title, desk_language())


def element_name(key: str) -> str:
    """What the law asks for, in a few words."""
    return {
        "confirmation": _("Whether we use data of the person"),
        "controller": _("Who we are and how to reach us"),
        "data": _("The data themselves"),
        "purposes": _("Purposes"),
        "categories": _("Categories of data"),
        "recipients": _("Recipients by name"),
        "period": _("How long data are kept"),
        "rights": _("Rights of the person"),
        "authority": _("Authority to complain to"),
        "source": _("Where the data come from"),
        "automated": _("Automated decisions"),
        "safeguards": _("Safeguards abroad"),
        "first_copy": _("The first copy is free"),
        "channel": _("The way of the answer"),
        "others": _("Other people’s data"),
        "refusal": _("Refusal with its reasons"),
    }[key]


def law_name(regime: str) -> str:
    """The article by which a report is judged."""
    names = {"gdpr": "GDPR Art. 15", "uk-gdpr": "UK GDPR Art. 15", "ch-fadp": "FADP Art. 25"}
    return names.get(regime) or _("the content of GDPR Art. 15")

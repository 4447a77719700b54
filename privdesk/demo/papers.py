# SPDX-License-Identifier: MIT
"""What lies in the invented office's post: filled PDFs, scans of paper forms, mails, and one file nobody can read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from privdesk.demo.invented import InventedPerson
from privdesk.documents.examples import fill_form, make_mail, scan_form
from privdesk.documents.form_pages import make_form
from privdesk.domain.forms import TICKED, FormSender, FormTemplate
from privdesk.domain.incoming import Attachment
from privdesk.services.default_forms import default_template

STAMPS = {"fr": "REÇU", "de": "EINGEGANGEN", "it": "RICEVUTO", "en": "RECEIVED"}
CIVILITY = {
    "Frau": "ms",
    "Herr": "mr",
    "Madame": "ms",
    "Monsieur": "mr",
    "Signora": "ms",
    "Signor": "mr",
    "Ms": "ms",
    "Mr": "mr",
}
ASKS = {
    "fr": (
        "Mes données",
        (
            "Bonjour,\n\nje souhaite recevoir une copie de toutes les données que vous avez sur moi. Ensuite, veuillez effacer "
            "mon adresse e-mail et ne plus m’envoyer de publicité.\n\nMeilleures salutations\n{name}"
        ),
    ),
    "de": (
        "Auskunft nach Datenschutzgesetz",
        "Guten Tag\n\nBitte senden Sie mir Auskunft über alle Daten, die Sie über mich gespeichert haben.\n\nFreundliche Grüsse\n{name}",
    ),
    "it": (
        "Cancellazione",
        "Buongiorno,\n\nvi chiedo di cancellare i miei dati e revoco il mio consenso.\n\nCordiali saluti\n{name}",
    ),
    "en": (
        "My data",
        "Hello,\n\nplease send me a copy of the personal data you hold about me.\n\nKind regards\n{name}",
    ),
}


class Papers:
    """Makes the files; the same for the same people."""

    def __init__(self, sender: FormSender, today: date) -> None:
        self._sender = sender
        self._today = today

    def registration(self, person: InventedPerson, **more: str) -> dict[str, str]:
        """Values of a registration form as this person would write them."""
        values = {
            "civility": CIVILITY.get(person.civility, "none"),
            "last_name": person.last_name,
            "first_name": person.first_name,
            "street": person.street,
            "number": person.number,
            "postcode": person.postcode,
            "town": person.town,
            "country": "CH",
            "email": person.email,
            "phone_mobile": _local(person.phone_mobile),
            "language": person.language,
            "agency": person.agency.name if person.agency else "",
            "badge": person.badge,
            "start": f"{self._today + timedelta(days=9):%d.%m.%Y}",
            "wants_service_notices": TICKED,
            "signed_at": person.town,
            "signed_on": f"{self._today - timedelta(days=1):%d.%m.%Y}",
        }
        return {**values, **more}

    def filled(self, template_id: str, language: str, values: Mapping[str, str]) -> bytes:
        """A fillable PDF, filled in."""
        template = _template(template_id)
        return fill_form(template, make_form(template, language, self._sender), values)

    def scanned(
        self, template_id: str, language: str, values: Mapping[str, str], media_type: str, seed: int
    ) -> bytes:
        """A paper form, filled in by hand and scanned with the office's stamp."""
        stamp = f"{STAMPS[language]} {self._today:%d.%m.%Y}"
        template = _template(template_id)
        return scan_form(
            template, language, self._sender, values, media_type=media_type, seed=seed, stamp=stamp
        )

    def mail(
        self,
        person: InventedPerson,
        sent_at: datetime,
        subject: str,
        text: str,
        files: Sequence[Attachment] = (),
    ) -> bytes:
        """A mail from this person to the office."""
        sender = f'"{person.first_name} {person.last_name}" <{person.email}>'
        marker = f"<{person.user_number}.{int(sent_at.timestamp())}@example.org>"
        return make_mail(
            sender, self._sender.contact or "office@example.org", subject, text, files, sent_at, marker
        )

    def request_mail(self, person: InventedPerson, sent_at: datetime) -> bytes:
        """A mail that asks for one or several rights in the person's own words."""
        subject, text = ASKS[person.language]
        return self.mail(
            person, sent_at, subject, text.format(name=f"{person.first_name} {person.last_name}")
        )


def _template(template_id: str) -> FormTemplate:
    template = default_template(template_id)
    assert template is not None, template_id
    return template


def _local(phone: str) -> str:
    """+41795550147 as people write it: 079 555 01 47."""
    digits = "0" + phone.removeprefix("+41")
    return f"{digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}" if phone else ""

# SPDX-License-Identifier: MIT
"""What things are called on screen: channels, states, fields, rights, sources."""

from privdesk.domain.audit import Purpose
from privdesk.domain.cases import Right, Step
from privdesk.domain.forms import FormTemplate
from privdesk.domain.inbox import ItemState
from privdesk.domain.people import Channel, OriginKind, PersonField, Source
from privdesk.domain.staff import Role
from privdesk.i18n import _, desk_language


def channel_name(channel: Channel) -> str:
    """The way it came, in a word or two."""
    return {
        Channel.POST: _("Post"),
        Channel.EMAIL: _("E-mail"),
        Channel.WEB: _("Web"),
        Channel.PHONE: _("Phone"),
        Channel.COUNTER: _("Counter"),
    }[channel]


def channel_icon(channel: Channel) -> str:
    """The Lucide icon of a channel."""
    return {
        Channel.POST: "mailbox",
        Channel.EMAIL: "mail",
        Channel.WEB: "globe",
        Channel.PHONE: "phone",
        Channel.COUNTER: "store",
    }[channel]


def item_state_name(state: ItemState) -> str:
    """Where an item of the Inbox stands."""
    return {
        ItemState.READING: _("Reading"),
        ItemState.READY: _("Ready"),
        ItemState.LOOK: _("Please look"),
        ItemState.REQUEST: _("Request?"),
        ItemState.NOT_READ: _("Could not be read"),
        ItemState.INCOMPLETE: _("Incomplete"),
        ItemState.ENTERED: _("Entered"),
        ItemState.SET_ASIDE: _("Set aside"),
        ItemState.SERVICE_REFUSED: _("Service refused"),
        ItemState.CASE_OPENED: _("Request opened"),
    }[state]


def field_name(field: PersonField) -> str:
    """The name of a fact on file."""
    return {
        PersonField.CIVILITY: _("Title"),
        PersonField.LAST_NAME: _("Last name"),
        PersonField.FIRST_NAME: _("First name"),
        PersonField.STREET: _("Street"),
        PersonField.NUMBER: _("House number"),
        PersonField.POSTCODE: _("Postcode"),
        PersonField.TOWN: _("Town"),
        PersonField.COUNTRY: _("Country"),
        PersonField.EMAIL: _("E-mail"),
        PersonField.PHONE_LANDLINE: _("Phone, landline"),
        PersonField.PHONE_MOBILE: _("Mobile phone"),
        PersonField.LANGUAGE: _("Language"),
        PersonField.DATE_OF_BIRTH: _("Date of birth"),
        PersonField.IBAN: _("IBAN"),
        PersonField.ACCOUNT_HOLDER: _("Account holder"),
    }[field]


def right_name(right: Right) -> str:
    """A right as the desk calls it."""
    return {
        Right.ACCESS: _("Access"),
        Right.RECTIFICATION: _("Rectification"),
        Right.ERASURE: _("Erasure"),
        Right.RESTRICTION: _("Restriction"),
        Right.PORTABILITY: _("Portability"),
        Right.OBJECTION: _("Objection"),
        Right.WITHDRAWAL: _("Consent withdrawn"),
    }[right]


def right_icon(right: Right) -> str:
    """The Lucide icon of a right."""
    return {
        Right.ACCESS: "file-check",
        Right.RECTIFICATION: "pencil-line",
        Right.ERASURE: "eraser",
        Right.RESTRICTION: "lock",
        Right.PORTABILITY: "file-output",
        Right.OBJECTION: "ban",
        Right.WITHDRAWAL: "toggle-left",
    }[right]


def step_name(step: Step) -> str:
    """The step of a request that is next or running."""
    return {
        Step.RECEIVED: _("Received"),
        Step.IDENTITY: _("Identity"),
        Step.DECISION: _("Decision"),
        Step.FULFILLED: _("Fulfilled"),
        Step.ANSWERED: _("Answered"),
    }[step]


def source_name(source: Source) -> str:
    """Who gave a value."""
    return {
        Source.PERSON: _("the person"),
        Source.AGENCY: _("the agency"),
        Source.OFFICE: _("the office"),
    }[source]


def origin_name(kind: OriginKind) -> str:
    """What brought a value in."""
    return {
        OriginKind.FORM: _("Form"),
        OriginKind.IMPORT: _("Import"),
        OriginKind.REQUEST: _("Request"),
        OriginKind.STAFF: _("Correction at the desk"),
    }[kind]


def role_name(role: Role) -> str:
    """A role as the Staff page calls it."""
    return {
        Role.CLERK: _("clerk"),
        Role.AGENCY_CLERK: _("agency clerk"),
        Role.PRIVACY_OFFICER: _("privacy officer"),
        Role.ADMINISTRATOR: _("administrator"),
    }[role]


def language_name(language: str) -> str:
    """A language of correspondence."""
    known = {"de": _("German"), "fr": _("French"), "it": _("Italian"), "en": _("English")}
    return known.get(language, language)


def purpose_name(purpose: Purpose) -> str:
    """Why a person's record is opened."""
    return {
        Purpose.ENTER_FORM: _("Entering a form"),
        Purpose.ANSWER_CALL: _("Answering a call"),
        Purpose.RIGHTS_REQUEST: _("Working on a request"),
        Purpose.CORRESPONDENCE: _("Writing to the person"),
        Purpose.CONTRACT: _("Contract and use of the service"),
        Purpose.REFUND: _("Paying back credit"),
        Purpose.QUALITY: _("Checking that data are right"),
    }[purpose]


def form_name(template: FormTemplate) -> str:
    """A form as the desk calls it, shorter than the title on paper; forms of the office's own keep their title."""
    known = {
        "registration": _("Registration form"),
        "change-of-details": _("Change of details"),
        "end-of-contract": _("End of contract, refund"),
        "consent": _("Consent form"),
        "survey": _("Survey"),
    }
    return known.get(template.id) or template.title(desk_language())


def machine_use_name(code: str) -> str:
    """What was done at a machine of this kind: `Washing`; a kind we do not know as it was recorded."""
    known = {
        "washer": _("Washing"),
        "washing_machine": _("Washing"),
        "dryer": _("Drying"),
        "tumble_dryer": _("Drying"),
        "drying_room": _("Drying room"),
    }
    return known.get("_".join(code.casefold().split()), code) or _("Machine used")


def payment_name(code: str) -> str:
    """A way of paying in: `bank transfer`; one we do not know as it was recorded."""
    known = {
        "credit_card": _("credit card"),
        "debit_card": _("debit card"),
        "bank_transfer": _("bank transfer"),
        "direct_debit": _("direct debit"),
        "twint": "TWINT",
    }
    return known.get("_".join(code.casefold().split()), code)

# SPDX-License-Identifier: MIT
"""Invented people with everything the records can hold, for the tests of the access report."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from privdesk.domain.activity import Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId, Undertaking
from privdesk.domain.audit import Purpose
from privdesk.domain.cases import (
    CallId,
    CallSheet,
    Case,
    CaseId,
    CaseLetter,
    CaseRight,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Right,
)
from privdesk.domain.catalogue import Catalogue, Office, OfficeEntries, Recipient, RecipientKind
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.deadlines import Deadline
from privdesk.domain.disclosure.dossier import Dossier, LookUp, Occasion
from privdesk.domain.forms import TemplateId, TemplateRef
from privdesk.domain.inbox import Document, DocumentId, DocumentRole, InboxItem, ItemId, ItemState, MailFacts
from privdesk.domain.people import (
    Channel,
    Contract,
    ContractId,
    FactVersion,
    Origin,
    OriginKind,
    Person,
    PersonField,
    PersonId,
    Source,
)
from privdesk.domain.regimes import RegimeId
from privdesk.domain.submissions import FormEntry, Submission, SubmissionId, SubmissionState
from privdesk.domain.vault import StaffId
from privdesk.services.catalogue import default_catalogue, merged, recipient_kind_titles
from privdesk.services.clock import OfficeClock
from privdesk.services.default_forms import default_templates
from privdesk.services.report_wording import law_elements, report_wording
from privdesk.services.wording import phone

STAFF = StaffId("5" * 32)
STAFF_NAME = "Annabarbara Kuster-Wyler"
TODAY = date(2026, 3, 24)
ME = PersonId(4711)
AGENCY = AgencyId(3)
CLOCK = OfficeClock("Europe/Zurich")

OFFICE = Office(
    name="Lavarelle SA",
    street="Chemin des Tilleuls 12",
    postcode="1006",
    town="Lausanne",
    phone="021 555 04 00",
    email="donnees@lavarelle.example",
    privacy_contact="Florence Aubert-Métraux, donnees@lavarelle.example",
)


def moment(text: str) -> datetime:
    """`2026-03-24 08:30`, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def origin(
    day: str, kind: OriginKind = OriginKind.FORM, reference: str = "F-19-00812", **more: object
) -> Origin:
    base = Origin(
        kind, reference, Channel.POST, Source.PERSON, date.fromisoformat(day), moment(f"{day} 09:00"), STAFF
    )
    return replace(base, **more)  # type: ignore[arg-type]


FACTS: dict[PersonField, str] = {
    PersonField.CIVILITY: "ms",
    PersonField.LAST_NAME: "Delacrétaz-von Hohenstein",
    PersonField.FIRST_NAME: "Zoë Marie-Antoinette",
    PersonField.STREET: "Chemin de la Colline-aux-Peupliers",
    PersonField.NUMBER: "14bis",
    PersonField.POSTCODE: "1003",
    PersonField.TOWN: "Lausanne",
    PersonField.COUNTRY: "CH",
    PersonField.EMAIL: "zoe.delacretaz-von-hohenstein@example.ch",
    PersonField.PHONE_MOBILE: "+41795550147",
    PersonField.LANGUAGE: "fr",
    PersonField.IBAN: "CH9300762011623852957",
    PersonField.ACCOUNT_HOLDER: "Zoë Delacrétaz-von Hohenstein",
}


def person(language: str = "fr", **facts: str) -> Person:
    changed = {PersonField(name): value for name, value in facts.items()}
    return Person(ME, {**FACTS, PersonField.LANGUAGE: language, **changed}, moment("2019-04-29 08:12"))


def history(facts: dict[PersonField, str]) -> tuple[FactVersion, ...]:
    versions = [FactVersion(name, value, origin("2019-04-29")) for name, value in facts.items()]
    phone_origin = origin("2026-02-11", OriginKind.REQUEST, "R-2026-0012", channel=Channel.PHONE)
    agency_origin = origin(
        "2025-05-09", OriginKind.IMPORT, "clairval-2025-05.csv", source=Source.AGENCY, agency_id=AGENCY
    )
    changes = {PersonField.PHONE_MOBILE: phone_origin, PersonField.STREET: agency_origin}
    versions = [replace(each, origin=changes.get(each.field, each.origin)) for each in versions]
    old = origin("2019-04-29")
    return (
        *versions,
        FactVersion(PersonField.STREET, "Rue du Petit-Chêne", old, moment("2025-05-09 10:00")),
        FactVersion(PersonField.PHONE_MOBILE, "+41795550100", old, moment("2026-02-11 13:05")),
    )


def usages(count: int) -> tuple[Usage, ...]:
    start = moment("2024-04-02 17:40")
    return tuple(
        Usage(ME, start + timedelta(hours=17 * index), "T-0417", ("washer", "dryer")[index % 2], str(1 + index % 4),
              40 + index % 35, 180 + 10 * (index % 9), "CHF", 2340 - 7 * (index % 200))
        for index in range(count)
    )  # fmt: skip


def topups(count: int) -> tuple[TopUp, ...]:
    start = moment("2024-04-01 19:02")
    return tuple(
        TopUp(ME, start + timedelta(days=19 * index), ("twint", "card", "invoice", "Kiosk")[index % 4], 2000, "CHF",
              2000 + 31 * index if index % 5 else None)
        for index in range(count)
    )  # fmt: skip


def connections(count: int) -> tuple[Connection, ...]:
    start = moment("2025-04-03 20:15")
    return tuple(
        Connection(ME, start + timedelta(days=6 * index), "Firefox 148", ("fr-CH", "de", "xx")[index % 3], "Windows 11",
                   ("192.0.2.17", "2001:db8:85a3:8d3:1319:8a2e:370:7348")[index % 2])
        for index in range(count)
    )  # fmt: skip


def survey() -> SurveyAnswer:
    answers = (
        ("Are you content with the drying room?", "Mostly, but it is damp in winter."),
        ("Would you use an app?", "No"),
    )
    return SurveyAnswer(ME, moment("2025-11-03 18:22"), "Washing 2025", answers)


def consents() -> tuple[ConsentEntry, ...]:
    def entry(state: ConsentState, day: str, purpose: str) -> ConsentEntry:
        words = "Informations sur nos services, quatre fois par an au plus, par e-mail ou par poste"
        on = date.fromisoformat(day)
        return ConsentEntry(
            ME, purpose, state, on, "F-19-00812", words, "2023-08-04", moment(f"{day} 09:00"), STAFF
        )

    return (
        entry(ConsentState.WITHDRAWN, "2025-12-01", "information"),
        entry(ConsentState.GIVEN, "2024-04-29", "information"),
        entry(ConsentState.GIVEN, "2024-04-29", "surveys"),
    )


def submission() -> Submission:
    values = {
        "last_name": "Delacrétaz-von Hohenstein", "first_name": "Zoë Marie-Antoinette", "civility": "ms",
        "street": "Rue du Petit-Chêne", "number": "14bis", "postcode": "1003", "town": "Lausanne",
        "email": FACTS[PersonField.EMAIL], "language": "fr", "wants_surveys": "yes", "remark": "Badge remis en mains propres",
    }  # fmt: skip
    entry = FormEntry(ItemId(9), TemplateRef(TemplateId("registration"), 3, "fr"), values, Channel.POST,
                      date(2019, 4, 29), Source.AGENCY, AGENCY, "2023-08-04", "Box 17")  # fmt: skip
    return Submission(
        SubmissionId(5), "F-19-00812", SubmissionState.SAVED, entry, ME, moment("2019-04-29 08:12"), STAFF
    )


def case(channel: Channel = Channel.EMAIL, regime: str = "ch-fadp", *, identity: bool = True) -> Case:
    check = IdentityCheck(IdentityMethod.QUESTIONS, passed=True, at=moment("2026-02-25 09:12"), by=STAFF,
                          questions=("last_top_up", "contract_month", "second_last_machine"), right=3, needed=3)  # fmt: skip
    due = Deadline(date(2026, 3, 26), date(2026, 3, 26), date(2026, 3, 26), None, None, (), RegimeId(regime))
    letters = (
        CaseLetter(
            moment("2026-02-24 07:55"), LetterDirection.IN, channel, "Demande d’accès", "Quelles données ?"
        ),
        CaseLetter(moment("2026-02-24 10:01"), LetterDirection.OUT, Channel.EMAIL, "Accusé de réception"),
    )
    return Case(
        CaseId(38), "R-2026-0038", ME, "Zoë Delacrétaz", channel, date(2026, 2, 24), moment("2026-02-24 09:00"), "fr", regime,
        "2026-1", "CH-VD", "digest", due, (CaseRight(Right.ACCESS, wish="Toutes mes données, s’il vous plaît"),),
        (check,) if identity else (), letters,
    )  # fmt: skip


def call() -> CallSheet:
    return CallSheet(CallId(2), moment("2026-02-11 12:58"), STAFF, ME, {"last_top_up": True, "credit_left": False},
                     wishes=frozenset({Right.RECTIFICATION}), changes={PersonField.PHONE_MOBILE: "+41795550147"},
                     notes="Nouveau numéro depuis février.", ended_at=moment("2026-02-11 13:06"))  # fmt: skip


def document(
    name: str = "scan-0812.pdf", role: DocumentRole = DocumentRole.ORIGINAL, pages: int = 2
) -> Document:
    return Document(DocumentId(name.replace(".", "-")), role, name, "application/pdf", 184_000, "a" * 64, b"k", pages,
                    moment("2019-04-29 08:00"))  # fmt: skip


def items() -> dict[ItemId, InboxItem]:
    mail = MailFacts("zoe.delacretaz-von-hohenstein@example.ch", "donnees@lavarelle.example", "Mes données <b>toutes</b>",
                     moment("2026-02-24 07:55"),
                     "Bonjour,\n\nquelles données tenez-vous sur moi & depuis quand ?\nMerci\n\nZoë", "<1@example.ch>")  # fmt: skip
    form = InboxItem(ItemId(9), "F-19-00812", ItemState.ENTERED, Channel.POST, "scan-0812.pdf", date(2019, 4, 29),
                     moment("2019-04-29 08:00"), (document(),))  # fmt: skip
    letter = InboxItem(ItemId(10), "F-26-00310", ItemState.CASE_OPENED, Channel.EMAIL, "Mes données", date(2026, 2, 24),
                       moment("2026-02-24 07:55"), (document("mes-donnees.eml", pages=0),), mail=mail)  # fmt: skip
    return {form.id: form, letter.id: letter}


def dossier(language: str = "fr", rows: int = 60) -> Dossier:
    """Something in every group; `rows` uses of a machine."""
    me = person(language)
    kept = (document(), document("mes-donnees.eml", pages=0), document("rapport-2025.pdf", DocumentRole.REPORT, 9),
            document("bienvenue.pdf", DocumentRole.LETTER, 1))  # fmt: skip
    clairval = Agency(AGENCY, "A-100", "Régie Clairval SA", "Rue des Fontaines 4", "1003", "Lausanne", "CH",
                      contact="Jean-Contact Secret", undertaking=Undertaking(date(2023, 1, 5), "U-7", None))  # fmt: skip
    building = Building(
        BuildingId(8), AGENCY, "B-20", "Chemin de la Colline-aux-Peupliers 14", "1003", "Lausanne"
    )
    contract = Contract(
        ContractId(1), ME, "1048 8273", date(2019, 5, 1), None, AGENCY, building.id, "B-20 077", "T-0417"
    )
    return Dossier(
        me, history({**FACTS, PersonField.LANGUAGE: language}), (contract,), {AGENCY: clairval}, {building.id: building},
        connections(min(rows, 61)), topups(min(rows, 38)), usages(rows), (survey(),), consents(), (submission(),),
        {each.id: each for each in default_templates()}, (case(),), (call(),), items(), kept,
        (LookUp(moment("2026-02-24 09:03"), Purpose.RIGHTS_REQUEST), LookUp(moment("2026-02-11 12:59"), Purpose.ANSWER_CALL)), 1,
    )  # fmt: skip


def recipients() -> tuple[Recipient, ...]:
    return (
        Recipient("pay", "Sonnblick Payments AG", RecipientKind.PAYMENT, "Zürich", "CH", own_notice=True,
                  notice_at="sonnblick.example/privacy"),
        Recipient("print", "Postlink Druck GmbH", RecipientKind.PRINT, "Berne", "CH", undertaking_signed=date(2023, 2, 1)),
        Recipient("host", "Nebelmeer Hosting Inc.", RecipientKind.HOSTING, "Portland", "US",
                  dict.fromkeys(("de", "fr", "it", "en"), "Standard clauses of 4 June 2021")),
    )  # fmt: skip


def catalogue(country: str = "CH") -> Catalogue:
    return merged(default_catalogue(country), OfficeEntries(recipients=recipients()), country)


def occasion(
    language: str = "fr",
    asked: Case | None = None,
    office: Office = OFFICE,
    change: Callable[[Occasion], Occasion] = lambda each: each,
) -> Occasion:
    regime = asked.regime if asked else office.regime
    return change(
        Occasion(
            report_wording(language, regime, office.country), office, catalogue(office.country), recipient_kind_titles(), TODAY,
            asked.number if asked else "A-4711-260324", "3f9ac1d2b4e57788" + "0" * 48, CLOCK.local, phone, law_elements(), asked,
        )
    )  # fmt: skip

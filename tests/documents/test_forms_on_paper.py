# SPDX-License-Identifier: MIT
"""Every default form can be printed and filled in, and is read back exactly."""

from io import BytesIO

import pypdf
import pytest

from privdesk.documents.examples import fill_form
from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.form_pages import make_form
from privdesk.domain.form_layout import BOTTOM, LEFT, TEXT_WIDTH, lay_out
from privdesk.domain.forms import (
    FORM_LANGUAGES,
    Certainty,
    FieldKind,
    FormSender,
    FormTemplate,
    ReadingOrigin,
    TemplateRef,
)
from privdesk.domain.incoming import IncomingKind
from privdesk.services.default_forms import default_template, default_templates
from tests.documents.paper_kit import ink, values_for

every_template = pytest.mark.parametrize("template", default_templates(), ids=lambda each: each.id)
every_language = pytest.mark.parametrize("language", FORM_LANGUAGES)


@every_language
@every_template
@pytest.mark.parametrize("turn", [0, 1])
def test_a_filled_form_is_read_exactly(
    files: ForeignFiles, sender: FormSender, template: FormTemplate, language: str, turn: int
) -> None:
    values = values_for(template, turn)
    found = files.read("form.pdf", fill_form(template, make_form(template, language, sender), values))
    assert found.kind is IncomingKind.FILLED_FORM
    assert found.template == TemplateRef(template.id, template.version, language)
    assert {key: reading.value for key, reading in found.values.items()} == values
    assert {reading.certainty for reading in found.values.values()} == {Certainty.SURE}
    assert {reading.origin for reading in found.values.values()} == {ReadingOrigin.FILLED_PDF}


def test_two_forms_in_one_file_never_become_one_person(files: ForeignFiles, sender: FormSender) -> None:
    template = default_template("registration")
    assert template is not None
    blank = make_form(template, "fr", sender)
    one = {**values_for(template), "last_name": "Rochat", "wants_information": "yes"}
    other = {"last_name": "Bianchi", "badge": "B-99", "wants_information": "no"}
    one.pop("badge", None)
    bound, target = pypdf.PdfWriter(), BytesIO()
    for values in (one, other):
        bound.append(BytesIO(fill_form(template, blank, values)))
    bound.write(target)
    found = files.read("both.pdf", target.getvalue())
    for key in ("last_name", "wants_information", "badge"):
        reading = found.values[key]
        assert (reading.value, reading.certainty) == (one.get(key, ""), Certainty.LOOK)
        assert reading.note == "form_twice"


@every_template
def test_an_untouched_form_proposes_nothing_but_empty_squares(
    files: ForeignFiles, sender: FormSender, template: FormTemplate
) -> None:
    found = files.read("form.pdf", make_form(template, "de", sender))
    ticks = {each.key: "no" for each in template.fields() if each.kind is FieldKind.TICK}
    assert {key: reading.value for key, reading in found.values.items()} == ticks


@every_language
@every_template
def test_values_entered_beforehand_can_be_read_and_seen(
    files: ForeignFiles, sender: FormSender, template: FormTemplate, language: str
) -> None:
    values = {**values_for(template), "last_name": "Żółć-Ďurčanská"}
    pdf = make_form(template, language, sender, values)
    found = files.read("form.pdf", pdf)
    assert {key: reading.value for key, reading in found.values.items()} == values
    empty = files.render(make_form(template, language, sender), found.media_type, 0, 900)
    drawn = files.render(pdf, found.media_type, 0, 900)
    layout = lay_out(template)
    for key in values:
        region = layout.region(key)
        assert region is not None
        assert ink(drawn, region) > ink(empty, region) + 8, key


def test_values_typed_by_a_person_are_drawn(files: ForeignFiles, sender: FormSender) -> None:
    template = default_template("registration")
    assert template is not None
    blank = make_form(template, "fr", sender)
    filled = fill_form(template, blank, values_for(template))
    empty, drawn = (files.render(pdf, "application/pdf", 0, 900) for pdf in (blank, filled))
    for key in ("last_name", "postcode", "language", "wants_information"):
        region = lay_out(template).region(key)
        assert region is not None
        assert ink(drawn, region) > ink(empty, region) + 8, key


def test_the_template_is_known_even_without_its_hidden_field(files: ForeignFiles, sender: FormSender) -> None:
    template = default_template("survey")
    assert template is not None
    pdf = make_form(template, "it", sender, fillable=False)
    found = files.read("form.pdf", pdf)
    assert found.template == TemplateRef(template.id, template.version, "it")
    assert not found.values


@every_language
@every_template
def test_the_page_says_its_title_and_every_label(
    sender: FormSender, template: FormTemplate, language: str
) -> None:
    reader = pypdf.PdfReader(BytesIO(make_form(template, language, sender, fillable=False)))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for words in (template.title(language), *(each.label(language) for each in template.fields())):
        assert "".join(words.split()) in text


@every_template
def test_every_text_exists_in_all_languages(template: FormTemplate) -> None:
    texts = [template.titles, template.subtitles, template.closings]
    texts += [section.titles for section in template.sections]
    texts += [section.notes for section in template.sections if section.notes]
    for field in template.fields():
        texts += [
            field.labels,
            *([field.helps] if field.helps else []),
            *(each.labels for each in field.choices),
        ]
    for each in texts:
        assert set(each) == set(FORM_LANGUAGES)
        assert all(words.strip() for words in each.values())


@every_template
def test_fields_lie_on_the_page_and_never_on_one_another(template: FormTemplate) -> None:
    layout = lay_out(template)
    spots = layout.fields
    assert [spot.field for spot in spots] == list(template.fields())
    for index, spot in enumerate(spots):
        area = spot.area
        assert area.x >= LEFT - 0.1
        assert area.x + area.w <= LEFT + TEXT_WIDTH + 0.1
        assert area.y + area.h <= BOTTOM
        for other in spots[:index]:
            apart = (
                other.page != spot.page
                or area.y >= other.area.y + other.area.h
                or area.x >= other.area.x + other.area.w
            )
            assert apart, (spot.field.key, other.field.key)


def test_typefaces_are_embedded(sender: FormSender) -> None:
    template = default_templates()[0]
    reader = pypdf.PdfReader(BytesIO(make_form(template, "de", sender, fillable=False)))
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    descriptors = [font.get_object().get("/FontDescriptor") for font in fonts.values()]
    assert descriptors
    assert all(each is not None and "/FontFile2" in each.get_object() for each in descriptors)

"""Markup: what isn't HTML already is escaped, in content and in attributes."""

from jenjang.web.markup import Markup, element, join


def test_text_is_escaped_and_elements_are_not() -> None:
    assert element("p", "1 < 2 & ", element("b", '"')) == "<p>1 &lt; 2 &amp; <b>&quot;</b></p>"


def test_an_attribute_can_not_end_early() -> None:
    assert element("a", href='" onclick="x') == '<a href="&quot; onclick=&quot;x"></a>'


def test_words_of_python_and_dashes_are_spelt_as_in_html() -> None:
    assert element("p", class_="lead", aria_label="x") == '<p class="lead" aria-label="x"></p>'


def test_true_stands_alone_and_false_is_left_out() -> None:
    assert element("option", selected=True) == "<option selected></option>"
    assert element("option", selected=False) == "<option></option>"


def test_void_elements_have_no_end() -> None:
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'


def test_joined_parts_are_escaped_unless_they_are_markup() -> None:
    assert join("<", Markup("<br>")) == "&lt;<br>"

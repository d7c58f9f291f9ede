"""The command that keeps the translation catalogues in line with the code, on a small tree of its own."""

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jejaring.config import catalogues

CODE = '''
from django.utils.translation import gettext as _, ngettext, pgettext
def f(n): return _("Open"), ngettext("%(n)s case", "%(n)s cases", n) % {"n": n}, pgettext("letter", "Open"), _(f"no {n}")
'''
PAGE = """{% load i18n %}{% translate "Send" %}
    {% blocktranslate trimmed with who=x %}
      Sent to {{ who }}
  {% endblocktranslate %}{% act label=_("Close") %}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two apps: one with code and a page, one that says nothing."""
    for name in ("one", "silent"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "one/views.py").write_text(CODE)
    (tmp_path / "one/templates/one").mkdir(parents=True)
    (tmp_path / "one/templates/one/page.html").write_text(PAGE)
    return tmp_path


def messages(root: Path, *names: str, check: bool = False) -> str:
    out = io.StringIO()
    call_command("messages", *names, root=root, check=check, stdout=out)
    return out.getvalue()


def complaints(root: Path) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError, match="not complete"):
        call_command("messages", root=root, check=True, stdout=out)
    return out.getvalue()


def po(root: Path, language: str = "id", app: str = "one") -> Path:
    return root / app / "locale" / language / "LC_MESSAGES/django.po"


def translate(root: Path, app: str = "one", **words: str) -> None:
    """Fill in Indonesian words as a person would, by editing the file."""
    catalogue = catalogues.read(catalogues.App(root / app), "id")
    text = po(root, app=app).read_text()
    for message in list(catalogue)[1:]:
        singular = message.id if isinstance(message.id, str) else message.id[0]
        slot = 'msgstr ""' if isinstance(message.id, str) else 'msgstr[0] ""'
        head, found, rest = text.partition(f'msgid "{singular}"\n')
        text = head + found + rest.replace(slot, slot[:-2] + f'"{words.get(singular, "x " + singular)}"', 1)
    po(root, app=app).write_text(text)


def complete(root: Path) -> None:
    messages(root)
    translate(root)
    messages(root)


def test_texts_of_code_and_pages_are_found_with_plural_and_context(root: Path) -> None:
    assert catalogues.texts_of(catalogues.App(root / "one")) == {
        ("", "%(n)s case"): ("%(n)s case", "%(n)s cases"),
        ("", "Close"): "Close",
        ("", "Open"): "Open",
        ("", "Send"): "Send",
        ("", "Sent to %(who)s"): "Sent to %(who)s",
        ("letter", "Open"): "Open",
    }


def test_english_answers_itself_and_indonesian_waits_for_a_person(root: Path) -> None:
    said = messages(root)

    assert 'msgid "Send"\nmsgstr "Send"' in po(root, "en").read_text()
    assert 'msgid "Send"\nmsgstr ""' in po(root, "id").read_text()
    assert "6 texts in 2 apps, 6 left to do" in said


def test_a_complete_tree_passes_the_check_and_a_second_run_changes_no_byte(root: Path) -> None:
    complete(root)
    before = {path: path.read_bytes() for path in root.rglob("django.*o")}

    assert "0 left to do" in messages(root, check=True)
    messages(root)

    assert len(before) == 4
    assert {path: path.read_bytes() for path in root.rglob("django.*o")} == before


def test_the_compiled_catalogue_answers_with_the_right_plural(root: Path) -> None:
    messages(root)
    translate(root, Send="Kirim", **{"%(n)s case": "%(n)s kasus"})
    messages(root)

    with po(root).with_suffix(".mo").open("rb") as stream:
        indonesian = gettext.GNUTranslations(stream)
    assert indonesian.gettext("Send") == "Kirim"
    assert indonesian.ngettext("%(n)s case", "%(n)s cases", 5) == "%(n)s kasus"


def test_a_new_text_is_missing_until_the_command_ran_and_kept_words_stay(root: Path) -> None:
    complete(root)
    (root / "one/rules.py").write_text('_("Late")\n')

    assert 'one id: missing: "Late"' in complaints(root)
    messages(root)

    assert 'msgid "Send"\nmsgstr "x Send"' in po(root).read_text()
    assert 'one id: empty: "Late"' in complaints(root)


def test_a_text_that_nobody_says_any_more_is_obsolete_and_dropped(root: Path) -> None:
    complete(root)
    (root / "one/templates/one/page.html").write_text("")

    assert 'one id: obsolete: "Send"' in complaints(root)
    messages(root)

    assert "Send" not in po(root).read_text()


def test_other_placeholders_are_a_fault(root: Path) -> None:
    messages(root)
    translate(root, **{"Sent to %(who)s": "Terkirim ke %(siapa)s"})
    messages(root)

    assert 'one id: other placeholders: "Sent to %(who)s"' in complaints(root)


def test_a_fuzzy_entry_is_a_fault_and_is_emptied_by_the_command(root: Path) -> None:
    complete(root)
    po(root).write_text(po(root).read_text().replace('msgid "Send"', '#, fuzzy\nmsgid "Send"'))

    assert 'one id: fuzzy: "Send"' in complaints(root)
    messages(root)

    assert 'msgid "Send"\nmsgstr ""' in po(root).read_text()


def test_an_edited_catalogue_that_was_not_compiled_is_stale(root: Path) -> None:
    complete(root)
    po(root).write_text(po(root).read_text().replace("x Send", "Kirim"))

    assert "one id: stale" in complaints(root)


def test_a_text_that_another_app_answered_is_filled_in_from_there(root: Path) -> None:
    complete(root)
    (root / "silent/views.py").write_text('_("Send"), ngettext("%(n)s case", "%(n)s cases", 2)\n')

    messages(root, "silent")

    assert 'msgid "Send"\nmsgstr "x Send"' in po(root, app="silent").read_text()
    assert "0 left to do" in messages(root, check=True)


def test_two_translations_of_one_text_are_a_fault_because_only_one_would_be_shown(root: Path) -> None:
    complete(root)
    (root / "silent/views.py").write_text('_("Send")\n')
    messages(root)
    po(root, app="silent").write_text(po(root, app="silent").read_text().replace("x Send", "Kirim"))
    messages(root)

    assert 'silent id: another app says "x Send": "Send"' in complaints(root)


def test_only_the_named_apps_are_touched(root: Path) -> None:
    (root / "silent/views.py").write_text('_("Send")\n')

    messages(root, "silent")

    assert po(root, app="silent").exists()
    assert not po(root).exists()


def test_an_unknown_app_is_refused(root: Path) -> None:
    with pytest.raises(CommandError, match="No such app: none"):
        messages(root, "none")


def test_an_app_that_says_nothing_has_no_catalogue(root: Path) -> None:
    messages(root)

    assert not (root / "silent/locale").exists()

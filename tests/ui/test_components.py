"""The components as a page gets them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.kernel.labels import Labelled
from jejaring.kernel.moments import Moment
from jejaring.kernel.verdict import YES, Verdict
from jejaring.ui import labels
from jejaring.ui.icons import ICONS

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=WIB)


def draw(source: str, language: str = "id", **context: Any) -> str:
    with override(language):
        return " ".join(Template(source).render(Context({"now": NOW, **context})).split())


class Answer(Labelled):
    """An enum whose label is in the catalogue."""

    KNOWN = "known", "Victim"


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be reached."""

    channels: tuple[str, ...] = ()
    window: Any = None
    never: tuple[str, ...] = ()
    note: str = ""
    watched: bool = False
    number: str = "+628127400"


@dataclass(frozen=True)
class Row:
    """A row of a long list."""

    title: str
    about: str
    url: str
    due_at: datetime | None


def test_the_rows_of_a_long_list_are_those_of_single_promises() -> None:
    found = [Row("<b>Anak, 9", "Kota & desa", '/x/"', NOW + timedelta(minutes=25)), Row("Lapor", "", "/y/", None), Row("A", "B", "z", NOW)]
    single = '{% for row in rows %}{% promise row.title row.due_at who=row.about url=row.url act="Buka" %}{% endfor %}'
    assert draw('{% promise_rows rows act="Buka" %}', rows=found) == draw(single, rows=found)
    assert draw('{% promise_rows rows act="Buka" %}', rows=found).count("<li") == 3


class TestPromise:
    source = '{% promise "Lapor" due_at who="Anak, 9" act="Buat" url="/x/" primary=first verdict=verdict window=window %}'

    def test_says_time_first_then_what_for_whom_and_the_act(self) -> None:
        drawn = draw(self.source, due_at=NOW + timedelta(minutes=25), first=True)
        parts = ["25 menit lagi", "09.39", "Lapor", "Anak, 9", 'class="btn primary" href="/x/"']
        assert [drawn.index(p) for p in parts] == sorted(drawn.index(p) for p in parts)
        assert 'class="promise soon"' in drawn

    def test_of_contact_names_the_safe_hours(self) -> None:
        drawn = draw(self.source, due_at=NOW + timedelta(hours=9), window=(time(13), time(15)))
        assert "mulai 13.00" in drawn
        assert "jam aman 13–15" in drawn

    def test_that_may_not_be_kept_now_shows_why_and_leads_nowhere(self) -> None:
        drawn = draw(self.source, due_at=NOW, verdict=Verdict(False, "The receiving desk has not answered yet."))
        assert 'aria-disabled="true"' in drawn
        assert "<small>Meja penerima belum menjawab.</small>" in drawn
        assert 'href="/x/"' not in drawn

    def test_escapes_what_people_wrote(self) -> None:
        assert "&lt;b&gt;" in draw("{% promise what due_at %}", what="<b>", due_at=NOW)


class TestSafeContact:
    def test_names_channel_hours_and_what_never_to_do(self) -> None:
        drawn = draw("{% safe wish %}", wish=Wish(("WhatsApp",), Window(time(13), time(15)), ("telepon",), "Panggil Bu Guru"))
        for words in ("Hanya lewat WhatsApp", "13.00–15.00", "Jangan:", "telepon", "Panggil Bu Guru"):
            assert words in drawn

    @pytest.mark.parametrize("wish", [None, Wish(), {}])
    def test_without_a_word_of_it_says_ask_first_and_until_then_nothing(self, wish: Any) -> None:
        drawn = draw("{% safe wish %}", wish=wish)
        for words in ("Belum ditanyakan. Tanyakan dahulu", "jangan datang", "jangan bicara dengan orang lain"):
            assert words in drawn

    def test_warns_of_others_who_read_along(self) -> None:
        assert "dibaca orang lain" in draw("{% safe wish %}", wish=Wish(("SMS",), watched=True))

    def test_shows_a_number_only_where_the_page_names_it(self) -> None:
        wish = Wish(("SMS",))
        assert wish.number not in draw("{% safe wish %}", wish=wish)
        assert wish.number in draw("{% safe wish number=wish.number %}", wish=wish)

    def test_can_be_put_together_from_its_parts(self) -> None:
        assert 'Hanya lewat SMS, <span class="nobr">malam</span>' in draw('{% safe channels=ways window="malam" %}', ways=["SMS"])


class TestAct:
    def test_posts_with_the_token_and_its_fields(self) -> None:
        drawn = draw('{% act "Terima" "/y/" verdict=yes fields=fields primary=True %}', yes=YES, fields={"version": 3}, csrf_token="tok")
        assert '<form class="acting" method="post" action="/y/" data-once>' in drawn
        assert 'value="tok"' in drawn
        assert '<input type="hidden" name="version" value="3">' in drawn

    def test_that_is_refused_has_no_form(self) -> None:
        drawn = draw('{% act "Terima" "/y/" verdict=no %}', no=Verdict(False, "Not found"))
        assert "<form" not in drawn
        assert "Tidak ditemukan" in drawn


def test_a_timeline_says_when_what_by_whom_and_how_it_stands() -> None:
    moments = [Moment(NOW - timedelta(days=1), "sent", "Rujukan", "Paket", by="UPTD", due_at=NOW + timedelta(minutes=25))]
    drawn = draw("{% timeline moments %}", moments=moments)
    for words in ('<li class="sent">', "kemarin 09.14", "UPTD", "Rujukan", "25 menit lagi", "Paket"):
        assert words in drawn


def test_facts_say_what_is_not_known() -> None:
    rows = """{% fact "Umur" 0 %}{% fact "NIK" "" empty="belum ditanya" %}{% factblock "Nama" %}<b>x</b>{% endfactblock %}"""
    drawn = draw("{% facts %}" + rows + "{% endfacts %}")
    assert '<dd class="known">0</dd>' in drawn
    assert '<dd class="unknown">belum ditanya</dd>' in drawn
    assert "<dd><b>x</b></dd>" in drawn


def test_a_masked_value_names_what_it_would_show_and_says_that_asking_is_logged() -> None:
    hidden, shown = draw('{% masked "/r/" what="nama korban" %}', value=None), draw('{% masked "/r/" shown="Melati" %}')
    assert 'tampilkan<span class="sr"> nama korban</span>' in hidden
    nothing = draw('{% masked "/r/" what="nama korban" stored=False %}', value=None)
    assert ("belum dicatat" in nothing, "/r/" in nothing) == (True, False), "what was never written down is not offered"
    assert "Melati" in shown
    assert "tercatat" in shown


def test_the_head_keeps_its_acts_as_markup_and_escapes_its_title() -> None:
    drawn = draw('{% head title lead="x" %}{% button "Cetak" "/p/" %}{% endhead %}', title="<i>")
    assert "<h1>&lt;i&gt;</h1>" in drawn
    assert '<a class="btn" href="/p/">Cetak</a>' in drawn


@pytest.mark.parametrize(("title", "said"), [("", "Jejaring"), ("{{ t }}", "a &amp; b · Jejaring")])
def test_a_page_that_names_nothing_is_titled_with_our_name_alone(title: str, said: str) -> None:
    assert draw("{% pagetitle %} " + title + " {% endpagetitle %}", t="a & b") == said


class TestBar:
    def test_shows_one_late_promise_among_thousands(self) -> None:
        drawn = draw("{% bar kept=5000 open=0 late=1 %}")
        assert 'aria-label="ditepati 5.000, terbuka 0, lewat waktu 1"' in drawn
        assert 'class="l" x="98.52" width="1.48"' in drawn

    def test_of_nothing_is_empty(self) -> None:
        assert "<rect" not in draw("{% bar %}")


class TestWords:
    @pytest.mark.parametrize(
        ("source", "indonesian", "english"),
        [
            ("{{ n|angka }}", "1.234.567,5", "1,234,567.5"),
            ("{{ 0.944|persen:1 }}", "94,4\u00a0%", "94.4%"),
            ("{{ now|wib }}", "24 Nov 2026 09.14", "24 Nov 2026 09:14"),
            ('{{ now|hari:"long" }}', "Selasa, 24 November 2026", "Tuesday, 24 November 2026"),
            ("{{ now|jam }}", "09.14", "09:14"),
            ("{{ a|label }}", "Korban", "Victim"),
            ("{{ none|label }}{{ none|wib }}{{ none|angka }}{{ none|hari }}", "", ""),
        ],
    )
    def test_follow_the_language(self, source: str, indonesian: str, english: str) -> None:
        context = {"n": Decimal("1234567.5"), "a": Answer.KNOWN, "none": None}
        with override("id"):
            assert Template(source).render(Context({"now": NOW, **context})) == indonesian
        with override("en"):
            assert Template(source).render(Context({"now": NOW, **context})) == english

    def test_a_code_is_looked_up_in_its_registered_list(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(labels, "_lists", {})
        labels.register("colours", {"red": "merah"}.__getitem__)
        assert draw('{{ "red"|label:"colours" }}') == "merah"

    def test_a_code_without_a_list_is_shown_as_it_is(self) -> None:
        assert draw('{{ "red"|label:"nowhere" }}') == "red"


def test_an_unknown_icon_draws_a_dot_instead_of_failing() -> None:
    assert ICONS["dot"] in draw('{% icon "nowhere" %}')


def test_a_table_has_a_caption_and_can_be_scrolled_with_the_keyboard() -> None:
    drawn = draw('{% table "Janji" %}<tbody></tbody>{% endtable %}')
    assert '<caption class="sr">Janji</caption>' in drawn
    assert 'role="group" tabindex="0" aria-label="Janji"' in drawn


@pytest.mark.parametrize(("next_url", "parts"), [("", []), ("?after=1", ["Berikutnya"])])
def test_a_pager_offers_only_what_there_is(next_url: str, parts: list[str]) -> None:
    drawn = draw("{% pager next_url=n %}", n=next_url)
    assert all(p in drawn for p in parts)
    assert bool(drawn) == bool(parts)

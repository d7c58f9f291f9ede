"""How Indonesian names sound: spellings of one name meet, other names do not. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jejaring.kernel.names import FATHER, name_keys, name_words, spoken

ALIKE = [
    ("Soetjipto", "Sucipto"),
    ("Djoko Soesilo", "JOKO SUSILO"),
    ("Tjahaja", "Cahaya"),
    ("Noerdjanah", "Nurjannah"),
    ("Sjarifah", "Syarifa"),
    ("Moh. Rizqy", "Muhammad Riski"),
    ("M. Rizki", "Rizky"),
    ("Mochammad Soeparman", "Suparman bin Karta"),
    ("Achmad Fachri", "Ahmad Fakhry"),
    ("St. Aisyah", "Sitti Aisjah"),
    ("Abd. Rahman", "Abdurrahman"),
    ("Abdurahman", "Abdul Rachman"),
    ("Siti Fatimah binti Ahmad", "Siti Patimah"),
    ("Hj. Nur Hayati, S.Pd", "Nurhayati"),
    ("Zaenal Arifin", "Zainal Aripin"),
    ("Yusuf", "Joesoef"),
    ("Ma'ruf", "Maruf"),
    ("Ny. Sri Wahjoeni", "Sri Wahyuni"),
    ("Dewi Ratih", "Ratih Dewi"),
    ("Dzulkifli", "Zulkiffli"),
    ("Dr. drg. Poetri", "Putri"),
    ("Rina alias Mawar", "Mawar"),
    ("سيتي", "سيتي"),
]
DIFFERENT = [
    ("Rina", "Rini"),
    ("Budi", "Dudi"),
    ("Siti Aminah", "Siti Maryam"),
    ("Ahmad", "Muhammad"),
    ("Agus", "Bagus"),
    ("Dewi", "Dwi"),
    ("سارة", "سيتي"),
    ("Abdullah", "Abdul"),
    ("", "Siti"),
]
MARKS = FATHER | {"als", "alias", "aka"}  # after these begins another name
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9).filter(lambda word: word not in MARKS)
names = st.lists(letters, min_size=1, max_size=4)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_do_not_meet(one: str, other: str) -> None:
    assert not set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize("word", ["Muhammad", "H.", "Bin", "Ibu", "An"])
def test_a_name_of_which_nothing_would_be_left_stays(word: str) -> None:
    assert name_keys(word)


def test_what_somebody_is_called_as_well_is_a_name_of_its_own() -> None:
    assert set(name_keys("Bunga Melati", "Mawar; Teh Rina")) >= set(name_keys("Mawar")) | set(name_keys("Teh Rina"))
    assert name_words("Rina alias Mawar") == name_words("Rina")


def test_nothing_is_known_of_an_empty_name() -> None:
    assert (name_keys("", ""), name_keys(" , "), name_words("")) == ((), (), ())


@given(names, st.randoms(use_true_random=False))
def test_neither_order_nor_capitals_nor_repetition_matter(words: list[str], chance: st.DataObject) -> None:
    shuffled = [*words]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert name_words(" ".join(words)) == name_words("  ".join(shuffled + shuffled[:1]).upper())


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_the_spelling_before_1972_of_what_is_written_today_sounds_the_same(word: str) -> None:
    old = word.replace("u", "oe").replace("c", "tj") if "ch" not in word and "tc" not in word else word

    assert spoken(old) == spoken(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_doubled_letter_is_not_heard(word: str) -> None:
    assert not any(a == b for a, b in zip(spoken(word), spoken(word)[1:], strict=False))


@given(st.text(max_size=40))
def test_whatever_is_typed_has_a_key_or_none_and_never_fails(text: str) -> None:
    assert all(key.strip() for key in name_keys(text, text))

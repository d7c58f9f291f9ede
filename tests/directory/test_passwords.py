"""Which passwords are taken: any composition, none that others try first."""

import subprocess
import sys

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.config.place import BASE
from jejaring.directory import actions, rules
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.screens import signed_in

PRESENT = "kalimat yang sekarang"
GUESSED = ["jejaring-jejaring", "Duty12345678", "duty-duty-duty", "Indonesia123", "katasandi1234", "aaaaaaaaaaaa", "BISMILLAH786"]
GOOD = ["hujan turun di Mendalo", "8392746501829", "#$%&/()=?*+~", "qwerty lupa payung merah", "乗り越える道がある限り歩く"]


@pytest.fixture
def cast(cast: Cast) -> Cast:
    with acting_as(VISITOR, "test"):
        user = User.objects.get(username="duty")
        user.set_password(PRESENT)
        user.save()
    return cast


@pytest.mark.parametrize("password", GUESSED)
def test_what_everybody_tries_first_is_refused_beside_its_field(cast: Cast, password: str) -> None:
    typed = {"current_password": PRESENT, "new_password": password, "new_password_again": password}
    answer = signed_in(cast.duty).post(reverse("directory:password"), typed, headers={"accept-language": "en"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Others would guess this first." in page.partition('id="id_new_password_error"')[2]
    assert User.objects.get(username="duty").check_password(PRESENT)


@pytest.mark.parametrize("password", ["1q2w3e4r5t6y", "TinkerBell", "manchester"])
def test_what_leaked_often_is_refused_wherever_a_password_is_set(cast: Cast, password: str) -> None:
    with acting_as(cast.duty, "test"), pytest.raises(Refused, match="list of those"):
        actions.change_password(by=cast.duty, current=PRESENT, new=password)
    with acting_as(cast.admin, Purpose.ADMINISTRATION), pytest.raises(Refused, match="list of those") as refused:
        actions.set_password(by=cast.admin, user_id=cast.duty.id, password=password)
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", GOOD)
def test_any_composition_is_taken(cast: Cast, password: str) -> None:
    with acting_as(cast.duty, "test"):
        actions.change_password(by=cast.duty, current=PRESENT, new=password)

    assert User.objects.get(username="duty").check_password(password)


@given(st.sampled_from(["duty", "jejaring", "rahasia"]), st.text(st.sampled_from("0123456789!"), max_size=4))
def test_a_word_that_is_tried_first_with_a_few_signs_is_always_refused(word: str, signs: str) -> None:
    assert not rules.password_reads(word + signs, "duty")
    assert not rules.password_reads(signs + word.upper() + word, "duty")


@given(st.text(min_size=rules.PASSWORD_MINIMUM, max_size=30, alphabet="bcfghklmnpqrtvwxz").filter(lambda text: len(set(text)) >= 5))
def test_letters_at_random_are_always_taken(password: str) -> None:
    assert rules.password_reads(password, "sri.rejeki")


def test_an_installation_hashes_with_scrypt_at_the_cost_that_django_sets() -> None:
    """In the process of the tests it is made cheap; here it is asked of a process as an installation starts it."""
    asked = "import django; django.setup(); from django.contrib.auth.hashers import make_password; print(make_password('x'))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=BASE, capture_output=True, text=True, check=True)
    algorithm, cost, *_rest = done.stdout.split("$")
    assert (algorithm, int(cost) >= 2**14) == ("scrypt", True)


def test_a_one_time_password_passes_its_own_rule() -> None:
    assert all(rules.password_reads(rules.one_time_password(), "duty") for _n in range(50))


def test_a_password_that_was_hashed_more_cheaply_is_confirmed_and_stays_as_it_is(cast: Cast) -> None:
    """A stronger hash would end the session of whoever confirms an act with it."""
    password = "gerbong-hujan-4417"
    with acting_as(cast.manager, Purpose.ACCOUNT):
        stored = ScryptPasswordHasher().encode(password, "garam", n=4)
        User.objects.filter(pk=cast.manager.id).update(password=stored)
        actions.confirm_password(by=cast.manager, password=password)
        kept = User.objects.values_list("password", flat=True).get(pk=cast.manager.id)

    assert ScryptPasswordHasher().must_update(stored), "the hasher would write it anew"
    assert kept == stored

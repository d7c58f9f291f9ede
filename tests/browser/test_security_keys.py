"""A security key as a browser asks for it, with Chromium's own authenticator in the place of the one at the USB port."""

from typing import Any

import pytest
from playwright.sync_api import expect

from jejaring.access.actor import VISITOR
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast
from tests.live import Live

PASSWORD = "kata sandi yang panjang"
pytestmark = pytest.mark.usefixtures("live")


def plug_in(person: Person) -> Any:
    """A key that is touched as soon as it is asked for; the session of the tools, which pulls it out again when it is detached."""
    tools = person.context.new_cdp_session(person.page)
    tools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": kind | {"automaticPresenceSimulation": True}})
    return tools


def comes_with_password(duty: Person, here: str) -> Person:
    """By user name and password, under a name: keys are bound to names."""
    return duty.opens(f"{here}/sign-in/").writes("username", "duty").writes("password", PASSWORD).presses("Masuk")


def test_a_key_is_added_asked_for_and_removed(at: At, live: Live, cast: Cast) -> None:
    with acting_as(VISITOR, "test"):
        user = User.objects.get(pk=cast.duty.id)
        user.set_password(PASSWORD)
        user.save()
    duty, here = at(), live.url.replace("127.0.0.1", "localhost")
    plug_in(duty)

    comes_with_password(duty, here)
    duty.opens(f"{here}/account/").follows("Tambah kunci keamanan")
    duty.writes("name", "Kunci biru").writes("password", PASSWORD).presses("Lanjutkan")
    expect(duty.page.get_by_role("button", name="Minta kunci")).to_be_focused()
    duty.presses("Minta kunci").sees("Kode pemulihan")
    expect(duty.page.locator("main .points li")).to_have_count(10)
    duty.follows("Sudah saya simpan").sees("Kunci biru", "Tersisa 10 kode pemulihan.")

    duty.page.locator("details.menu summary").click()
    duty.presses("Keluar")
    comes_with_password(duty, here).sees("Kata sandi benar.")
    duty.page.evaluate("(navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')), 1)")
    duty.page.get_by_role("button", name="Pakai kunci keamanan").click()
    expect(duty.page.get_by_role("status").filter(has_text="Tidak ada kunci yang menjawab")).to_be_visible()
    duty.opens(f"{here}/sign-in/key/").presses("Pakai kunci keamanan")
    duty.opens(f"{here}/account/").sees("terakhir dipakai")
    duty.follows("Hapus kunci Kunci biru").writes("password", PASSWORD).presses("Hapus kunci")
    duty.sees("Kunci keamanan dihapus.")

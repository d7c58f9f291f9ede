"""The screens of a report."""

import pytest

from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from tests.cast import Cast
from tests.intake.conftest import receive, signed_in, typed

pytestmark = pytest.mark.django_db


def test_smoke(cast: Cast) -> None:
    client = signed_in("duty")
    assert client.get("/reports/").status_code == 200
    page = client.get("/reports/new/")
    assert page.status_code == 200
    answer = client.post("/reports/new/", typed())
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"])
    assert page.status_code == 200
    print(page.content.decode())
    assert client.get(answer["Location"] + "complete/").status_code == 200
    assert client.get(answer["Location"] + "respond/").status_code == 200
    assert client.get("/reports/").status_code == 200

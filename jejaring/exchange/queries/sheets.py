"""The entry sheet for the national register (SIMFONI PPA) as long tables: the register keeps one row for each form and each service.

Names of sheets and columns are the ministry's words and are never translated; values are its labels, by the roll-up of our code lists.
What the ministry's format does not have stands beside it in our own words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import override

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import Case, Participant
from jejaring.directory.models import Organisation
from jejaring.exchange.queries.dossiers import Dossier, disabilities, dossiers, of_person
from jejaring.exchange.queries.register import Asked, victims
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.tables import Cell, Table
from jejaring.people.rules import is_child
from jejaring.reference import queries as reference
from jejaring.reference.rules import age_band, respondent_age_band
from jejaring.ui.labels import label
from jejaring.vault import actions as vault

MOST_VICTIMS = 2_000
IDENTITY = ("name", "nik", "birth_date", "address", "domicile", "phone")
IDENTITY_HEADS = ("nama", "nik", "tanggal_lahir", "alamat_ktp", "alamat_domisili", "telepon")
CASE = (
    "no_registrasi", "nomor_simfoni_kasus", "instansi_penginput", "tahun_input", "tanggal_pelaporan", "tanggal_registrasi",
    "tanggal_kejadian", "ketepatan_tanggal", "tempat_kejadian", "tempat_kejadian_rinci", "provinsi", "kabupaten_kota", "kecamatan",
    "kelurahan", "kode_wilayah", "jenis_kasus", "kategori", "tppo", "sumber_laporan", "status_kasus",
)  # fmt: skip
TRAITS = ("jenis_kelamin", "usia", "kelompok_usia", "anak_dewasa", "pendidikan", "pekerjaan", "status_perkawinan")
VICTIM = ("no_registrasi", "id_korban", *TRAITS, "difabel", "jenis_difabel", "kdrt", "nomor_simfoni", "status_entri", "tanggal_entri")
RESPONDENT = ("no_registrasi", "id_pelaku", *TRAITS, "hubungan_dengan_korban", "hubungan_rinci")
VIOLENCE = ("no_registrasi", "id_korban", "bentuk_kekerasan", "bentuk_rinci")
SERVICES = ("no_registrasi", "id_korban", "jenis_layanan", "layanan_rinci", "instansi_pemberi", "tanggal_layanan")
LAW = ("no_registrasi", "id_pelaku", "proses_hukum", "tahap_rinci", "instansi", "tanggal")
YES, NO = "ya", "tidak"
PRECISIONS = {"day": "tanggal", "month": "bulan", "year": "tahun", "unknown": "tidak diketahui"}
NOTES = (
    ("satuan", "Satu baris kasus untuk satu registrasi; satu baris korban atau pelaku untuk satu orang dalam satu kasus."),
    ("korban_kekerasan", "Satu baris untuk satu bentuk bagi satu korban: korban dengan tiga bentuk tetap satu korban."),
    ("korban_layanan", "Satu baris untuk satu layanan yang diberikan kepada satu korban pada satu tanggal."),
    ("pelaku", "Terlapor sebagaimana dilaporkan, bukan putusan. Lembar ini memakai istilah format kementerian."),
    ("pelaku_proses_hukum", "Satu baris untuk satu tahap per terlapor. Tahap tanpa padanan kementerian hanya diisi rinciannya."),
    ("bentuk_kekerasan", "Bentuk dicatat pada kejadian, sehingga berlaku bagi setiap korban dalam kasus itu."),
    ("tanggal", "Semua tanggal menurut Waktu Indonesia Barat."),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a sheet is made of: some victims, one case, or a month of registration."""

    victims: tuple[UUID, ...] = ()
    case_id: UUID | None = None
    month: datetime | None = None  # any moment in it


def _cases(actor: Actor, chosen: Chosen) -> tuple[list[Dossier], set[UUID]]:
    """The dossiers, and which of their victims are wanted."""
    rows = victims(actor, Asked())
    if chosen.month:
        first = chosen.month.astimezone(WIB).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        last = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        rows = rows.filter(registered__gte=first, registered__lt=last)
    elif chosen.case_id:
        rows = rows.filter(case_id=chosen.case_id)
    else:
        rows = rows.filter(pk__in=chosen.victims)
    pairs = list(rows.order_by("registered", "pk").values_list("case_id", "pk")[:MOST_VICTIMS])
    order = {case_id: place for place, (case_id, _pk) in enumerate(reversed(pairs))}
    found = sorted(Case.objects.filter(pk__in=order), key=lambda c: -order[c.pk])
    return dossiers(found), {pk for _case, pk in pairs}


def count(actor: Actor, chosen: Chosen) -> tuple[int, int]:
    """How many cases and victims a sheet would hold, of those that the actor sees."""
    found, wanted = _cases(actor, chosen)
    return len(found), len(wanted)


def entry_sheet(actor: Actor, chosen: Chosen, *, identity: bool) -> tuple[list[Table], int]:
    """The tables of the entry sheet, and how many victims they hold. With `identity` the people's sealed fields are opened and each
    opening is in the read log. The victims and respondents whose keys the actor's organisation does not hold stay unnamed."""
    found, wanted = _cases(actor, chosen)
    with override("id"):  # values in words are the ministry's language, whatever the screen's
        return list(_tables(found, wanted, identity)), len(wanted)


def _tables(found: list[Dossier], wanted: set[UUID], identity: bool) -> Iterator[Table]:
    organisations = dict(Organisation.objects.filter(pk__in={d.case.organisation for d in found}).values_list("pk", "name"))
    pairs = [(d, v) for d in found for v in d.victims if v.pk in wanted]
    if identity:
        vault.preload(p.person.domain for d in found for p in (*d.victims, *d.respondents) if p.person)
    more = IDENTITY_HEADS if identity else ()
    yield Table("kasus", CASE, [_case(d, organisations) for d in found])
    yield Table("korban", VICTIM + more, [_victim(d, v) + _identity(d, v, identity) for d, v in pairs])
    yield Table("pelaku", RESPONDENT + more, [_respondent(d, r) + _identity(d, r, identity) for d in found for r in d.respondents])
    yield Table("korban_kekerasan", VIOLENCE, [row for d, v in pairs for row in _violence(d, v)])
    yield Table("korban_layanan", SERVICES, [row for d, v in pairs for row in _given(d, v)])
    yield Table("pelaku_proses_hukum", LAW, [row for d in found for row in _law(d)])
    yield Table("keterangan", ("hal", "penjelasan"), [*NOTES, ("dibuat", f"{now().astimezone(WIB):%Y-%m-%d %H:%M} WIB")])


def _rolled(list_name: str, code: str) -> str:
    return reference.simfoni(list_name, code) if code else ""


def _area(codes: Sequence[str]) -> list[Cell]:
    """Province, regency or city, district, village and code of the finest place that is known."""
    code = max(codes, key=len, default="")
    parts = code.split(".") if code else []
    names: list[Cell] = [reference.area_name(".".join(parts[:n])) if len(parts) >= n else "" for n in (1, 2, 3, 4)]
    return [*names, code]


def _case(d: Dossier, organisations: dict[UUID, str]) -> list[Cell]:
    c, first = d.case, next(iter(d.incidents), None)
    registered = c.registered_at.astimezone(WIB)
    happened = [first.happened_on, PRECISIONS[first.precision]] if first else [None, PRECISIONS["unknown"]]
    place = [_rolled("place", first.place), reference.label("place", first.place)] if first else ["", ""]
    kinds = "; ".join(reference.labels("category", tuple(c.categories)))
    trafficking = YES if "trafficking" in (c.kind, *c.categories) else NO
    return [
        c.reference, c.simfoni_number, organisations.get(c.organisation, ""), registered.year, c.reported_at.astimezone(WIB).date(),
        registered.date(), *happened, *place, *_area([a for a in (*(i.area for i in d.incidents), c.area) if a]),
        reference.label("category", c.kind), kinds, trafficking, reference.label("channel", c.channel) if c.channel else "", label(c.state),
    ]  # fmt: skip


def _traits(p: Participant, band: str) -> list[Cell]:
    grown = "" if p.age is None and p.minor is None else "anak" if is_child(p.age, p.minor) else "dewasa"
    codes = [_rolled(name, of_person(p, name)) for name in ("education", "occupation", "marital_status")]
    return [_rolled("sex", p.sex), p.age, "" if p.age is None else band, grown, *codes]


def _victim(d: Dossier, v: Participant) -> list[Cell]:
    found, entry = disabilities(v), d.entries.get(v.pk)
    disabled = _rolled("disability", found[0]) if found else ""
    kinds = "; ".join(reference.label("disability", code) for code in found if code not in ("none", "unknown"))
    home = YES if "domestic_violence" in (d.case.kind, *d.case.categories) else NO
    entered = [v.simfoni_number, label(d.state_of(v)), entry.entered_on if entry else None]
    return [d.case.reference, d.number_of(v), *_traits(v, age_band(v.age)), disabled, kinds, home, *entered]


def _respondent(d: Dossier, r: Participant) -> list[Cell]:
    ties = {v.pk: d.relations[v.pk, r.pk].relation for v in d.victims if (v.pk, r.pk) in d.relations}
    rolled, fine = {_rolled("relation", code) for code in ties.values()}, set(ties.values())
    if len(rolled) > 1:  # one word for each victim
        said = "; ".join(f"{d.number_of(v)}: {_rolled('relation', ties[v.pk])}" for v in d.victims if v.pk in ties)
    else:
        said = next(iter(rolled), "")
    words = "; ".join(sorted(reference.label("relation", code) for code in fine))
    return [d.case.reference, d.number_of(r), *_traits(r, respondent_age_band(r.age)), said, words]


def _identity(d: Dossier, p: Participant, wanted: bool) -> list[Cell]:
    if not wanted:
        return []
    opened = {name: _open(p.person, name) for name in IDENTITY} if p.person else dict.fromkeys(IDENTITY, "")
    if p.person_id and any(opened.values()):
        audit.record("read", "person", p.person_id, case_id=d.case.pk, fields=[name for name, text in opened.items() if text])
    return list(opened.values())


def _open(person: Any, name: str) -> str:
    try:
        return vault.read(person, name)
    except vault.KeyMissing:
        return ""


def _violence(d: Dossier, v: Participant) -> Iterator[list[Cell]]:
    for form, sub in dict.fromkeys((f.form, f.sub_form) for f in d.forms):
        rolled = _rolled("sub_form", sub) or _rolled("form", form)
        yield [d.case.reference, d.number_of(v), rolled, reference.label("sub_form", sub) if sub else reference.label("form", form)]


def _given(d: Dossier, v: Participant) -> Iterator[list[Cell]]:
    for s in d.services_of(v):
        by = s.by_desk.organisation.name if s.by_desk else ""
        told = [_rolled("service", s.service), reference.label("service", s.service)]
        yield [d.case.reference, d.number_of(v), *told, by, s.happened_on]


def _law(d: Dossier) -> Iterator[list[Cell]]:
    numbers: dict[UUID | None, str] = {r.pk: d.number_of(r) for r in d.respondents}
    for step in d.steps:
        name = "legal_exit" if reference.label("legal_exit", step.stage) != step.stage else "legal_stage"
        told = [_rolled(name, step.stage), reference.label(name, step.stage)]
        yield [d.case.reference, numbers.get(step.track.respondent_id, ""), *told, step.office, step.happened_on]

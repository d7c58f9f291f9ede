"""The offices of the demo city: organisations and desks of Kota Jambi, never a living official, and telephone numbers that ring nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.config.demo.offers import describe
from jejaring.directory import actions as directory
from jejaring.directory import queries
from jejaring.directory.models import Desk, User
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.context import acting_as
from jejaring.referrals import actions as referrals

PASSWORD = queries.DEMO_PASSWORD
FOUNDED = date(2024, 1, 1)
OFFICE_HOURS = "Senin–Jumat 07.30–16.00"
ALWAYS = "24 jam"

K, D = OrganisationKind, DeskKind


@dataclass(frozen=True, slots=True)
class Office:
    """One organisation with the desk that answers for it."""

    key: str
    name: str
    short: str
    desk: str
    kind: OrganisationKind
    partner: str
    services: tuple[str, ...] = ()
    hours: str = OFFICE_HOURS
    vertical: bool = False
    uses_system: bool = True
    desk_kind: DeskKind = D.PARTNER
    region: str = "15.71"


OFFICES = (
    Office(
        "unit", "UPTD Perlindungan Perempuan dan Anak Kota Jambi", "UPTD PPA Kota Jambi", "UPTD PPA Kota Jambi", K.PROTECTION_UNIT,
        "protection_unit", ("complaint", "outreach", "case_management", "psychological", "law_enforcement", "mediation"), ALWAYS,
        desk_kind=D.PROTECTION,
    ),
    Office(
        "police", "Kepolisian Resor Kota Jambi", "Polresta Jambi", "Unit PPA", K.POLICE, "police", ("law_enforcement", "outreach"), ALWAYS,
        vertical=True,
    ),
    Office(
        "hospital", "RSUD Kota Jambi", "RSUD Kota Jambi", "Pusat Krisis Terpadu", K.HEALTH, "hospital",
        ("health", "medical_treatment", "forensic_examination", "psychiatric_examination"), ALWAYS,
    ),
    Office(
        "police_hospital", "RS Bhayangkara Jambi", "RS Bhayangkara Jambi", "Pusat Pelayanan Terpadu", K.HEALTH, "hospital",
        ("health", "medical_treatment", "forensic_examination"), ALWAYS, vertical=True,
    ),
    Office(
        "health_centre", "Puskesmas Simpang IV Sipin", "Puskesmas Simpang IV Sipin", "Poli KtPA", K.HEALTH, "health_centre",
        ("health", "medical_treatment"), "Senin–Sabtu 07.30–14.00",
    ),
    Office(
        "health_centre_east", "Puskesmas Talang Banjar", "Puskesmas Talang Banjar", "Poli KtPA", K.HEALTH, "health_centre",
        ("health", "medical_treatment"), "Senin–Sabtu 07.30–14.00",
    ),
    Office(
        "social", "Dinas Sosial Kota Jambi", "Dinas Sosial Kota Jambi", "Bidang Rehabilitasi Sosial", K.SOCIAL, "social_affairs",
        ("social_rehabilitation", "social_assistance", "return", "reintegration"),
    ),
    Office("shelter", "Rumah Aman Kota Jambi", "Rumah Aman Kota Jambi", "Penerimaan", K.SHELTER, "shelter", ("shelter",), ALWAYS),
    Office(
        "legal_aid", "Lembaga Bantuan Hukum mitra UPTD PPA", "LBH Mitra", "Layanan Perempuan dan Anak", K.LEGAL_AID, "legal_aid",
        ("legal_aid", "restitution"),
    ),
    Office(
        "psychologist", "Layanan Psikolog Klinis mitra UPTD PPA", "Psikolog Mitra", "Layanan Anak dan Keluarga", K.HEALTH, "psychologist",
        ("psychological",), "Senin–Sabtu 09.00–17.00",
    ),
    Office("education", "Dinas Pendidikan Kota Jambi", "Dinas Pendidikan", "Bidang Pembinaan SMP", K.EDUCATION, "education_office", ("education",)),
    Office(
        "labour", "Dinas Tenaga Kerja Kota Jambi", "Dinas Tenaga Kerja", "Bidang Penempatan", K.LABOUR, "labour_office", ("livelihood",),
    ),
    Office(
        "migrants", "Balai Pelayanan Pelindungan Pekerja Migran Indonesia Jambi", "BP3MI Jambi", "Pos Pelindungan", K.LABOUR,
        "migrant_worker_protection", ("return", "reintegration"), vertical=True,
    ),
    Office(
        "immigration", "Kantor Imigrasi Kelas I Jambi", "Kantor Imigrasi Jambi", "Seksi Pengawasan", K.LABOUR, "immigration",
        ("civil_documents",), vertical=True, uses_system=False,
    ),
    Office(
        "prosecutor", "Kejaksaan Negeri Jambi", "Kejari Jambi", "Seksi Tindak Pidana Umum", K.PROSECUTOR, "prosecutor", ("restitution",),
        vertical=True, uses_system=False,
    ),
    Office(
        "religious_court", "Pengadilan Agama Jambi", "PA Jambi", "Pelayanan Terpadu Satu Pintu", K.COURT, "religious_court", (),
        vertical=True, uses_system=False,
    ),
    Office(
        "civil_registry", "Dinas Kependudukan dan Pencatatan Sipil Kota Jambi", "Disdukcapil", "Pelayanan Kelompok Rentan", K.CIVIL,
        "civil_registry", ("civil_documents",),
    ),
    Office(
        "municipal_police", "Satuan Polisi Pamong Praja Kota Jambi", "Satpol PP", "Bidang Ketertiban Umum", K.CIVIL, "municipal_police",
        ("outreach",), ALWAYS,
    ),
    Office(
        "religious_office", "Kantor Kementerian Agama Kota Jambi", "Kemenag Kota Jambi", "Bimbingan Masyarakat Islam dan KUA", K.RELIGIOUS,
        "religious_affairs_office", ("religious_support",), vertical=True,
    ),
    Office(
        "alyatama", "Sentra Alyatama Jambi", "Sentra Alyatama", "Layanan Anak", K.SOCIAL, "social_rehabilitation_centre",
        ("social_rehabilitation", "shelter", "reintegration"), vertical=True,
    ),
    Office(
        "family_centre", "Pusat Pembelajaran Keluarga Kota Jambi", "PUSPAGA", "Konseling Keluarga", K.COMMUNITY, "family_learning_centre",
        ("psychological",),
    ),
    Office(
        "child_community", "Perlindungan Anak Terpadu Berbasis Masyarakat Kota Jambi", "PATBM", "Sekretariat", K.COMMUNITY,
        "child_protection_community", ("outreach",), "Hubungi dahulu", uses_system=False,
    ),
    Office(
        "family_welfare", "Tim Penggerak PKK Kota Jambi", "TP PKK", "Pokja I", K.COMMUNITY, "family_welfare_movement", ("outreach",),
        uses_system=False,
    ),
    Office(
        "province", "UPTD Perlindungan Perempuan dan Anak Provinsi Jambi", "UPTD PPA Provinsi Jambi", "UPTD PPA Provinsi Jambi",
        K.PROTECTION_UNIT, "provincial_protection_unit", ("case_management", "psychological"), desk_kind=D.PROTECTION, region="15",
    ),
    Office(
        "muaro_jambi", "UPTD Perlindungan Perempuan dan Anak Kabupaten Muaro Jambi", "UPTD PPA Kabupaten Muaro Jambi",
        "UPTD PPA Kabupaten Muaro Jambi", K.PROTECTION_UNIT, "protection_unit_of_the_regency", ("case_management",), uses_system=False,
        desk_kind=D.PROTECTION, region="15.05",
    ),
    Office(
        "witness_protection", "Lembaga Perlindungan Saksi dan Korban", "LPSK", "Penelaahan Permohonan", K.OTHER, "witness_protection",
        ("witness_protection", "restitution"), vertical=True, uses_system=False, region="",
    ),
    Office(
        "foreign_affairs", "Kementerian Luar Negeri", "Kemlu", "Pelindungan WNI", K.OTHER, "foreign_affairs", ("return",), vertical=True,
        uses_system=False, region="",
    ),
    Office("probation", "Balai Pemasyarakatan Jambi", "Bapas Jambi", "Bimbingan Klien Anak", K.OTHER, "probation", (), vertical=True, uses_system=False),
    Office(
        "secretariat", "Gugus Tugas PP TPPO Kota Jambi", "Gugus Tugas TPPO", "Sekretariat Gugus Tugas TPPO", K.TASK_FORCE, "",
        desk_kind=D.SECRETARIAT,
    ),
    Office("statistics", "DPMPPA Kota Jambi", "DPMPPA", "Data dan Informasi Gender", K.OTHER, "", desk_kind=D.STATISTICS),
    Office("privacy", "Pelindungan Data Pribadi Kota Jambi", "Pelindungan Data", "Pejabat Pelindungan Data", K.OTHER, "", desk_kind=D.PRIVACY),
    Office("administration", "Dinas Komunikasi dan Informatika Kota Jambi", "Diskominfo", "Administrator Jejaring", K.OTHER, "communications_office",
           desk_kind=D.ADMINISTRATION),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """Who works at a desk, by the office held. The twelve with a password are those of the sign-in page."""

    username: str
    office: str
    role: Role
    name: str
    signs_in: bool = True


ACCOUNTS = (
    Account("duty", "unit", Role.DUTY, "Petugas piket UPTD PPA"),
    Account("manager", "unit", Role.MANAGER, "Manajer kasus UPTD PPA"),
    Account("companion", "unit", Role.COMPANION, "Pendamping UPTD PPA"),
    Account("supervisor", "unit", Role.SUPERVISOR, "Kepala UPTD PPA"),
    Account("police", "police", Role.PARTNER, "Petugas Unit PPA Polresta"),
    Account("hospital", "hospital", Role.PARTNER, "Petugas pusat krisis RSUD"),
    Account("social", "social", Role.PARTNER, "Petugas Dinas Sosial"),
    Account("secretary", "secretariat", Role.SECRETARY, "Sekretaris gugus tugas"),
    Account("chair", "secretariat", Role.CHAIR, "Ketua gugus tugas"),
    Account("statistician", "statistics", Role.STATISTICIAN, "Pengelola data DPMPPA"),
    Account("privacy", "privacy", Role.PRIVACY, "Pejabat pelindungan data"),
    Account("admin", "administration", Role.ADMIN, "Administrator Jejaring"),
    Account("duty_night", "unit", Role.DUTY, "Petugas piket malam UPTD PPA", False),
    Account("manager_children", "unit", Role.MANAGER, "Manajer kasus anak UPTD PPA", False),
    Account("manager_women", "unit", Role.MANAGER, "Manajer kasus perempuan UPTD PPA", False),
    Account("manager_2024", "unit", Role.MANAGER, "Manajer kasus UPTD PPA (periode 2024)", False),
    Account("manager_2025", "unit", Role.MANAGER, "Manajer kasus UPTD PPA (periode 2025)", False),
    Account("manager_2024_children", "unit", Role.MANAGER, "Manajer kasus anak UPTD PPA (periode 2024)", False),
    Account("manager_2025_children", "unit", Role.MANAGER, "Manajer kasus anak UPTD PPA (periode 2025)", False),
    Account("companion_children", "unit", Role.COMPANION, "Pendamping anak UPTD PPA", False),
    Account("police_hospital", "police_hospital", Role.PARTNER, "Petugas PPT RS Bhayangkara", False),
    Account("health_centre", "health_centre", Role.PARTNER, "Petugas Puskesmas Simpang IV Sipin", False),
    Account("health_centre_east", "health_centre_east", Role.PARTNER, "Petugas Puskesmas Talang Banjar", False),
    Account("shelter", "shelter", Role.SHELTER, "Petugas Rumah Aman", False),
    Account("legal_aid", "legal_aid", Role.LEGAL, "Petugas LBH Mitra", False),
    Account("psychologist", "psychologist", Role.PSYCHOLOGIST, "Psikolog mitra", False),
    Account("education", "education", Role.PARTNER, "Petugas Dinas Pendidikan", False),
    Account("labour", "labour", Role.PARTNER, "Petugas Dinas Tenaga Kerja", False),
    Account("migrants", "migrants", Role.PARTNER, "Petugas BP3MI", False),
    Account("civil_registry", "civil_registry", Role.PARTNER, "Petugas Disdukcapil", False),
    Account("municipal_police", "municipal_police", Role.PARTNER, "Petugas Satpol PP", False),
    Account("religious_office", "religious_office", Role.PARTNER, "Petugas Kemenag", False),
    Account("alyatama", "alyatama", Role.PARTNER, "Petugas Sentra Alyatama", False),
    Account("family_centre", "family_centre", Role.PARTNER, "Konselor PUSPAGA", False),
    Account("province", "province", Role.MANAGER, "Manajer kasus UPTD PPA Provinsi", False),
)


@dataclass(slots=True)
class Town:
    """The desks by key of their office, and the actors by username."""

    desks: dict[str, Desk] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


# Whoever looks around the demo city can be at these desks too: the account changes the desk.
ALSO = {
    "social": (("shelter", Role.SHELTER),),
    "hospital": (("psychologist", Role.PSYCHOLOGIST),),
    "police": (("police", Role.HEAD),),  # who reviews what the unit opened in an emergency
    "companion": (("family_centre", Role.PARTNER),),
}
BEDS = 12


def found() -> Town:
    """Register every office, desk and account with the real actions. The password is hashed once and shared by the twelve."""
    town = Town()
    with acting_as(VISITOR, Purpose.DEMO):
        for number, office in enumerate(OFFICES, 1):
            town.desks[office.key] = _open(office, number)
        describe(town.desks)
        hashed = make_password(PASSWORD)
        for account in ACCOUNTS:
            user = directory.add_user(by=VISITOR, username=account.username, display_name=account.name, password=None)
            directory.add_membership(by=VISITOR, user=user, desk=town.desks[account.office], role=account.role, valid_from=FOUNDED)
            for place, role in ALSO.get(account.username, ()):
                directory.add_membership(by=VISITOR, user=user, desk=town.desks[place], role=role, valid_from=FOUNDED)
        User.objects.filter(username__in=[a.username for a in ACCOUNTS if a.signs_in]).update(password=hashed)
        town.actors = _actors(town.desks)
    with acting_as(town.actors["shelter"], Purpose.DEMO):
        referrals.set_beds(by=town.actors["shelter"], beds=BEDS, address="Alamat rekaan rumah aman, Kota Jambi")
    return town


def _open(office: Office, number: int) -> Desk:
    organisation = directory.add_organisation(
        by=VISITOR, name=office.name, short_name=office.short, kind=office.kind, partner_code=office.partner, vertical=office.vertical,
        region=office.region,
    )  # fmt: skip
    return directory.add_desk(
        by=VISITOR, organisation=organisation, name=office.desk, kind=office.desk_kind, services=office.services,
        phone=f"0741-555-{number:02d}", hours=office.hours, uses_system=office.uses_system,
    )  # fmt: skip


def found_again() -> Town:
    """The same town, read from a database in which it stands already."""
    with acting_as(VISITOR, Purpose.DEMO):
        by_place = {(d.organisation.short_name, d.name): d for d in Desk.objects.select_related("organisation")}
        desks = {o.key: by_place[o.short, o.desk] for o in OFFICES}
        return Town(desks, _actors(desks))


def _actors(desks: Mapping[str, Desk]) -> dict[str, Actor]:
    """Everybody at the desk of their office, wherever else they may work."""
    ids = dict(User.objects.values_list("username", "pk"))
    return {account.username: queries.actor_for(ids[account.username], str(desks[account.office].pk)) for account in ACCOUNTS}

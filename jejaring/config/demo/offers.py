"""What the desks of the demo city ask of somebody: for whom, what to bring, how long one waits. Invented, like everything here.

Some entries stay incomplete on purpose, so that an administrator sees what an incomplete one looks like.
"""

from collections.abc import Mapping
from typing import Any

from jejaring.access.actor import VISITOR
from jejaring.directory import actions as directory
from jejaring.directory.models import Desk, Organisation
from jejaring.kernel.clock import today

# office: street (invented), village, accessible, languages with an interpreter
PLACES: Mapping[str, tuple[str, str, str, str]] = {
    "unit": ("Jalan Contoh Melati 1", "15.71.01.1004", "yes", "isyarat (SIBI), Inggris"),
    "police": ("Jalan Contoh Bhayangkara 2", "15.71.04.1004", "yes", ""),
    "hospital": ("Jalan Contoh Sehat 3", "15.71.07.1002", "yes", "isyarat (SIBI)"),
    "police_hospital": ("Jalan Contoh Sehat 4", "15.71.02.1006", "yes", ""),
    "health_centre": ("Jalan Contoh Sehat 5", "15.71.01.1001", "yes", ""),
    "health_centre_east": ("Jalan Contoh Sehat 6", "15.71.03.1003", "no", ""),
    "social": ("Jalan Contoh Sosial 7", "15.71.07.1001", "yes", ""),
    "shelter": ("Alamat dirahasiakan", "", "yes", ""),
    "legal_aid": ("Jalan Contoh Hukum 9", "15.71.08.1005", "no", ""),
    "psychologist": ("Jalan Contoh Tenang 10", "15.71.08.1003", "yes", "Inggris"),
    "education": ("Jalan Contoh Ilmu 11", "15.71.09.1002", "yes", ""),
    "labour": ("Jalan Contoh Kerja 12", "15.71.09.1003", "unknown", ""),
    "migrants": ("Jalan Contoh Kerja 13", "15.71.09.1004", "yes", "Inggris, Arab"),
    "civil_registry": ("Jalan Contoh Warga 17", "15.71.07.1004", "yes", ""),
    "religious_office": ("Jalan Contoh Warga 19", "15.71.10.1004", "unknown", ""),
    "alyatama": ("Jalan Contoh Sosial 20", "15.71.11.1003", "yes", "isyarat (SIBI)"),
    "family_centre": ("Jalan Contoh Tenang 21", "15.71.10.1005", "yes", ""),
}
SERVES: Mapping[str, tuple[str, ...]] = {
    "health_centre": ("15.71.01", "15.71.10"), "health_centre_east": ("15.71.03", "15.71.11"),
}  # fmt: skip
OFFERS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("hospital", "forensic_examination"): {"documents": "Surat permintaan visum dari polisi; dapat menyusul", "wait_days": 0},
    ("hospital", "psychiatric_examination"): {"documents": "Surat permintaan visum dari polisi", "wait_days": 3},
    ("hospital", "medical_treatment"): {"eligibility": "Tanpa biaya bagi korban", "wait_days": 0},
    ("hospital", "health"): {"eligibility": "Tanpa biaya bagi korban", "wait_days": 0},
    ("police_hospital", "forensic_examination"): {"documents": "Surat permintaan visum dari polisi", "wait_days": 0},
    ("shelter", "shelter"): {"eligibility": "Perempuan, dan anak sampai 17 tahun bersama ibunya", "sex": "female", "wait_days": 0, "capacity": 12},
    ("alyatama", "shelter"): {"maximum_age": 17, "documents": "Laporan sosial dari Dinas Sosial", "wait_days": 2, "capacity": 20},
    ("alyatama", "social_rehabilitation"): {"maximum_age": 17, "documents": "Laporan sosial dari Dinas Sosial", "wait_days": 2},
    ("alyatama", "reintegration"): {"maximum_age": 17, "wait_days": 7},
    ("psychologist", "psychological"): {"eligibility": "Rujukan dari UPTD PPA", "wait_days": 2, "capacity": 6},
    ("family_centre", "psychological"): {"eligibility": "Keluarga dan anak; bukan keadaan genting", "wait_days": 5},
    ("legal_aid", "legal_aid"): {"documents": "Kartu identitas bila ada; surat tidak mampu dapat menyusul", "wait_days": 1},
    ("legal_aid", "restitution"): {"documents": "Bukti kerugian sejauh ada", "wait_days": 3},
    ("education", "education"): {"minimum_age": 6, "maximum_age": 18, "documents": "Rapor terakhir bila ada", "wait_days": 5},
    ("labour", "livelihood"): {"minimum_age": 18, "documents": "Kartu identitas", "wait_days": 14, "capacity": 25},
    ("civil_registry", "civil_documents"): {"eligibility": "Juga tanpa kartu keluarga, dengan surat UPTD PPA", "wait_days": 3},
    ("migrants", "return"): {"eligibility": "Pekerja migran dan keluarganya", "wait_days": 7},
}  # fmt: skip


def describe(desks: Mapping[str, Desk]) -> None:
    """Fill in the entries of the directory with the real actions, as the set-up, once the offices stand."""
    for key, (street, area, accessible, interpreter) in PLACES.items():
        desk = desks[key]
        services = list(desk.services.values_list("service", flat=True))
        facts = {"area": area, "accessible": accessible, "interpreter": interpreter, "serves": list(SERVES.get(key, ()))}
        directory.correct_desk(by=VISITOR, desk_id=desk.pk, services=services, verified_on=today(), **facts)
        Organisation.objects.filter(pk=desk.organisation_id).update(address=street)
    for (key, service), asks in OFFERS.items():
        directory.describe_service(by=VISITOR, desk_id=desks[key].pk, service=service, **asks)

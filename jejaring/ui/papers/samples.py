"""One paper of each kind about invented people: to show a city what its templates give, and to try them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from jejaring.ui.papers import printing
from jejaring.ui.papers.kinds import (
    KINDS,
    Admission,
    Assignment,
    Closure,
    Consent,
    Data,
    HandOver,
    Head,
    Letterhead,
    Promises,
    Referral,
    Reminder,
    Signer,
)
from jejaring.ui.papers.printing import Problem

LETTERHEAD = Letterhead(
    "UPTD Perlindungan Perempuan dan Anak Kota Contoh", "Pemerintah Kota Contoh", "Jalan Contoh Nomor 1, Kota Contoh",
    "Telepon 0700-000-129 (contoh)",
)  # fmt: skip
SIGNER = Signer("Kepala UPTD PPA Kota Contoh")
HEAD = Head(LETTERHEAD, SIGNER, "Kota Contoh", "3 Maret 2026")
PERSON = (("Nama", "Bunga Rekaan"), ("Umur", "Anak perempuan, 17 tahun"), ("Domisili", "Kota Contoh"))
SAFE = (
    ("Saluran", "WhatsApp"),
    ("Nomor", "0700-0000-0001 (contoh)"),
    ("Waktu", "13.00–15.00"),
    ("Jangan pernah", "telepon, surat ke rumah"),
)
MOMENT = "Selasa, 3 Maret 2026, pukul 09.15 WIB"
THINGS = (("Tas pakaian", "1 buah"), ("Telepon genggam", "1 buah, layar retak"), ("Fotokopi kartu keluarga", "1 lembar"))


def _head(number: str = "", *to: str, enclosed: str = "") -> Head:
    return Head(LETTERHEAD, SIGNER, HEAD.place, HEAD.date, number, to, enclosed)


def _referral(*to: str, number: str) -> Referral:
    return Referral(
        _head(number, *to),
        reference="R-26-0042-K",
        purpose="Rehabilitasi sosial",
        services="Rehabilitasi sosial, Rumah aman",
        request="Mohon dapat diterima mulai hari ini. Yang bersangkutan belum dapat pulang karena keluarganya belum aman baginya.",
        safe_contact=SAFE,
        fields=(
            *PERSON, ("Jenis kasus", "Perdagangan orang; kekerasan seksual"), ("Risiko", "risiko tinggi"),
            ("Tanda bahaya", "terlapor masih dapat menjangkau korban"), ("Keadaan", "Luka telah diobati. Sulit tidur.\nMakan dengan baik."),
            ("Harapan", "Ingin tetap bersekolah dan bertemu ibunya."),
            ("Layanan yang sudah diberikan", "Kesehatan (2 Mar 2026, RSUD Contoh)"),
            ("Manajer kasus", "Petugas Rekaan"),
        ),
        basis="Kepentingan vital",
        basis_reason="Perekrut mengetahui alamat rumahnya.",
        until="1 Juni 2026",
        answer_by="4 Maret 2026 pukul 09.15 WIB",
        telephone="0700-000-129 (contoh)",
        non_punishment=True,
    )  # fmt: skip


def _consent() -> Consent:
    return Consent(
        _head(), PERSON, "RSUD Contoh, Pelayanan Terpadu", "Kesehatan",
        ("Nama", "Umur", "Cara aman menghubungi", "Keadaan", "Layanan yang sudah diberikan"), "1 Juni 2026",
        guardian=(("Nama", "Ibu Rekaan"), ("Hubungan", "ibu"), ("Domisili", "Kota Contoh")),
        excluded=("Laki-laki, 45 (terlapor)",), is_child=True, may_report_anyway=True,
    )  # fmt: skip


def _assignment() -> Assignment:
    return Assignment(
        _head("S-26-0007-B"), (("Nama", "Petugas Rekaan"), ("Jabatan", "Pendamping"), ("Kantor", "UPTD PPA Kota Contoh")), "K-26-0417-X",
        ("Mendampingi pemeriksaan di kepolisian dan menyampaikan hak-hak korban.",), "Polresta Contoh, Unit PPA", "3 sampai 5 Maret 2026",
        ("Permen PPPA 2/2022 tentang standar layanan perlindungan perempuan dan anak", "Perpres 55/2024 tentang UPTD PPA"),
    )  # fmt: skip


def _hand_over() -> HandOver:
    return HandOver(
        _head("S-26-0008-D"), MOMENT, "Kantor UPTD PPA Kota Contoh", PERSON,
        (("Nama", "Petugas Rekaan"), ("Jabatan", "Manajer kasus, UPTD PPA Kota Contoh")),
        (("Nama", "Petugas Lain Rekaan"), ("Jabatan", "Pekerja sosial, Dinas Sosial Contoh"), ("Nomor identitas", "telah diperlihatkan")),
        "Sehat, tenang, tidak ada luka baru. Obat malam sudah diminum.", THINGS,
        "Kontrol dokter pada 10 Maret 2026. Jangan diantar lewat rumah.",
        "Setuju, dan ingin menelepon ibunya sore ini.", non_punishment=True,
    )  # fmt: skip


def _admission() -> Admission:
    return Admission(
        _head("S-26-0009-F"), MOMENT, PERSON, "Rumah Aman Contoh", (("Nama", "Petugas Rekaan"), ("Kantor", "UPTD PPA Kota Contoh")),
        "Lelah, lapar, tidak terluka.", "Penerjemah bahasa isyarat.", SAFE, THINGS,
        ("Tinggal di sini atas kemauan sendiri dan boleh pergi setelah berbicara dengan petugas.", "Telepon genggam dipakai tanpa lokasi.",
         "Keluhan dapat disampaikan kepada kepala unit kapan saja."),
    )  # fmt: skip


def _closure() -> Closure:
    return Closure(
        _head("S-26-0010-H"), PERSON, (("Nomor register", "K-26-0417-X"), ("Dibuka", "2 Januari 2026"), ("Ditutup", "3 Maret 2026")),
        "Tujuan rencana tercapai", "Aman dan pulih",
        "Kembali bersekolah dan tinggal bersama neneknya. Keluarga telah dikunjungi tiga kali.",
        (("Kesehatan", "RSUD Contoh", "diberikan"), ("Psikologis", "UPTD PPA Kota Contoh", "diberikan"),
         ("Bantuan hukum", "LBH Contoh", "ditolak oleh yang bersangkutan")),
        "Yang bersangkutan setuju dihubungi tiga bulan lagi melalui cara aman.", "Petugas Rekaan", law_watched=True,
    )  # fmt: skip


def _promises() -> Promises:
    return Promises(
        _head(), "1 Januari 2026 – 3 Maret 2026",
        ("Dari 412 janji, 91 % ditepati tepat waktu.", "7 janji lewat waktu sekarang, 3 di antaranya di Polresta Contoh."),
        (("Polresta Contoh, Unit PPA", "12", "3", "41", "5 jam", "26 jam", "2 hari"),
         ("UPTD PPA Kota Contoh", "31", "2", "240", "18 menit", "3 jam", "4 jam")),
        (("triwulan 4 2025", "180 dari 201", "90 % (85–93 %)"), ("triwulan 1 2026", "195 dari 211", "92 % (88–95 %)")),
        (("Perdagangan orang", "96 dari 110", "87 % (80–92 %)"),), ("Tanpa nama dan nomor kasus.",),
    )  # fmt: skip


SAMPLES: Mapping[str, Data] = {
    "consent": _consent(),
    "referral": _referral("Kepala Dinas Sosial Kota Contoh", "di Kota Contoh", number="S-26-0005-A"),
    "desk_letter": _referral("Kepala UPTD PPA Kabupaten Rekaan", "di Kabupaten Rekaan", number="S-26-0006-C"),
    "assignment": _assignment(),
    "hand_over": _hand_over(),
    "admission": _admission(),
    "closure": _closure(),
    "promises": _promises(),
    "reminder": Reminder(
        _head("S-26-0009-E", "Kepala Kepolisian Resor Kota Contoh", "c.q. Unit PPA", "di Kota Contoh"), "Polresta Contoh, Unit PPA",
        (("Jawaban atas rujukan", "2", "1 Maret 2026 pukul 09.15 WIB"), ("Kabar tentang layanan", "1", "27 Februari 2026 pukul 16.00 WIB")),
        "0700-000-129 (contoh)",
    ),
}


def print_all(target: Path) -> Iterator[Path]:
    """Write a sample of each kind into a folder, as `<kind>.pdf`."""
    target.mkdir(parents=True, exist_ok=True)
    for code in KINDS:
        file = target / f"{code}.pdf"
        file.write_bytes(printing.render(code, SAMPLES[code]).pdf)
        yield file


def problem_of(code: str) -> str:
    """Why the city's template of one kind cannot be used; empty where it works or the city has none."""
    return printing.render(code, SAMPLES[code]).problem if printing.of_the_city() else ""


def problems() -> list[Problem]:
    """What of the city's templates cannot be used, in words; nothing where all of them work or there are none."""
    found: dict[str, Problem] = {}
    for code, kind in KINDS.items():
        try:
            said = printing.render(code, SAMPLES[code]).problem
        except RuntimeError as error:  # the built-in one: a fault of ours
            said = str(error)
        if said:
            found.setdefault(said, Problem(kind.template, said))
    return list(found.values())

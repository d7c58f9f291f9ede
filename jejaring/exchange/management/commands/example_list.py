"""`./run manage example_list docs/examples`: a list of open cases as a city keeps it, with its dirt, to try taking a list in.

Every person in it is invented, and says so: the second name is Rekaan (invented) or Contoh (example).
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.management.base import BaseCommand, CommandParser

from jejaring.kernel.tables import Table, to_csv

TITLE = "DATA KASUS BERJALAN UPTD PPA (CONTOH, SEMUA ORANG REKAAN)"
HEADS = (
    "No", "No. Registrasi", "Tgl. Lapor", "Tgl Kejadian", "Nama Korban", "L/P", "Usia", "NIK", "Alamat", "Kec.", "Kelurahan", "Jenis Kasus",
    "Tempat Kejadian", "Pelaku", "Hubungan dgn Pelaku", "Pendidikan", "Petugas", "Status", "Keterangan",
)  # fmt: skip
DAY = date(2026, 3, 9)  # a true date in the workbook, a text in the CSV
ROWS: tuple[tuple[Any, ...], ...] = (
    (1, "001/PPA/I/2026", "5 Januari 2026", "3 Januari 2026", "Melati Rekaan", "P", 34, "", "Jl. Contoh 1", "Kota Baru", "Paal Lima",
     "KDRT", "rumah", "Suami (Badu Rekaan)", "suami", "SMA", "", "proses", "visum sudah, menunggu pendampingan"),
    (2, "002/PPA/I/2026", "07/01/26", "07/01/26", "Anggrek Rekaan", "Perempuan", "15 th", "", "", "Kec. Jelutung", "Handil Jaya",
     "Pencabulan", "Rumah pelaku", "", "tetangga", "SMP", "", "proses", ""),
    (3, "003/PPA/I/2026", "2026-01-12", "", "Banyu Contoh", "L", "9", "", "", "JELUTUNG", "", "Kekerasan fisik", "sekolah", "", "guru",
     "SD", "", "proses", "orang tua minta mediasi"),
    (4, "004/PPA/I/2026", "Senin, 19 Januari 2026", "Desember 2025", "Kenanga Contoh", "pr", "±30", "", "", "Telanai Pura", "",
     "kekerasan psikis dan penelantaran", "", "", "mantan suami", "S1", "", "pendampingan", ""),
    (5, "005/PPA/I/2026", "21/1/2026", "20/1/2026", "Seruni Rekaan", "P", "16", "", "", "Danau Sipin", "Legok", "TPPO", "hotel", "", "",
     "SMK", "", "proses", "kenal lewat medsos, dijanjikan kerja di kafe"),
    (6, "005/PPA/I/2026", "21/1/2026", "20/1/2026", "Dahlia Rekaan", "P", "17", "", "", "Danau Sipin", "Legok", "TPPO", "hotel", "", "",
     "SMK", "", "proses", "bersama Seruni"),
    (7, "006/PPA/II/2026", "02/02/26", "1/2/2026", "Teratai Contoh", "P", "28 tahun", "", "", "Paal Merah", "Eka Jaya", "kdrt", "Rumah",
     "", "istri/suami", "SLTA", "", "proses", ""),
    (8, "007/PPA/II/2026", "2/14/2026", "", "Cempaka Rekaan", "P", "22", "", "", "Pasar Jambi", "", "kekersan seksual", "kos", "", "pacar",
     "", "", "proses", "tanggal tertukar"),
    (9, "008/PPA/II/2026", "16 Februari 2026", "", "Mawar Contoh", "P", "belasan", "", "", "Palmerah", "", "Pelecehan", "media sosial", "",
     "kenalan medsos", "", "", "proses", ""),
    (10, "009/PPA/II/2026", "", "", "Kemuning Rekaan", "P", "40", "", "", "Alam Barajo", "Kenali Besar", "KDRT", "", "", "suami", "SD", "",
     "proses", "tanggal lapor belum diisi"),
    (11, "010/PPA/II/2026", "20-02-2026", "18-02-2026", "Bayu Rekaan", "Laki-laki", "8 bln", "", "", "Kota Baru", "", "Penelantaran anak",
     "rumah", "", "ibu kandung", "", "", "proses", ""),
    (12, "011/PPA/II/2026", "23/02/2026", "", "Flamboyan Contoh", "P", "33,0", "12345", "", "Danau Teluk", "", "KDRT", "", "", "suami",
     "SMP", "", "proses", "NIK tidak lengkap"),
    (13, "012/PPA/III/2026", DAY, DAY, "Asoka Rekaan", "P", 19, "", "", "Jambi Timur", "Tanjung Pinang", "perkosaan", "kebun", "", "otk",
     "SMA", "", "proses", "rujuk RS"),
    (14, "012/PPA/III/2026", DAY, DAY, "ASOKA  rekaan", "P", 19, "", "", "Jambi Timur", "Tanjung Pinang", "perkosaan", "kebun", "", "otk",
     "SMA", "", "proses", "tercatat dua kali"),
    (15, "013/PPA/III/2026", "12 Maret 2026", "15 Maret 2026", "Lili Contoh", "P", "27", "", "", "Pelayangan", "", "KDRT", "rumah", "",
     "suami", "", "", "proses", "kejadian sesudah laporan?"),
    (16, "014/PPA/III/2026", "16 Maret 2026", "", "Sakura Rekaan", "P", "36", "", "", "Jambi Selatan", "", "hak asuh anak", "", "",
     "mantan suami", "", "", "proses", "belum jelas jenisnya"),
    (17, "015/PPA/III/2026", "18 Maret 2026", "", "Nusa Indah Contoh", "P", "29", "", "", "Jelutng", "", "KDRT", "", "", "suami", "", "",
     "selesai", "sudah rujuk"),
    (18, "016/PPA/III/2026", "20 Maret 2026", "", "Wijaya Contoh", "L", "12", "", "", "Kota Baru", "Simpang III Sipin", "bullying",
     "Sekolah", "", "teman", "SD", "", "proses", "=HYPERLINK(\"http://contoh.invalid\")"),
    (19, "017/PPA/III/2026", "24 Maret 2026", "", "", "P", "", "", "", "Telanaipura", "", "KDRT", "", "", "", "", "", "proses",
     "identitas belum ada"),
    (20, "018/PPA/III/2026", "25 Maret 2027", "", "Tulip Rekaan", "P", "45", "", "", "Paal Merah", "", "KDRT", "", "", "suami", "", "",
     "proses", "salah tahun"),
)  # fmt: skip


def _csv() -> str:
    """As Excel in Indonesia saves it: semicolons, true dates as 09/03/2026."""
    rows = [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell) for cell in row] for row in ROWS]
    return to_csv(Table("", HEADS, rows), separator=";")


def _xlsx(path: Path) -> None:
    """Two lines of title above the heads, a merged number for two victims, a sum, and an old sheet that is hidden."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        sheet, day, old = book.add_worksheet("Kasus 2026"), book.add_format({"num_format": "dd/mm/yyyy"}), book.add_worksheet("2019 lama")
        old.hide()
        old.write(0, 0, "lembar lama")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, TITLE)
        sheet.write_row(2, 0, HEADS)
        for number, row in enumerate(ROWS, 3):
            for place, cell in enumerate(row):
                sheet.write_datetime(number, place, cell, day) if isinstance(cell, date) else sheet.write(number, place, cell)
        sheet.merge_range(7, 1, 8, 1, ROWS[4][1])
        sheet.write_formula(5, 6, "=8+1", value=9)


class Command(BaseCommand):
    """Write the example as CSV and as XLSX."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Two files."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "kasus-berjalan.csv").write_text(_csv(), encoding="utf-8-sig", newline="")
        _xlsx(folder / "kasus-berjalan.xlsx")

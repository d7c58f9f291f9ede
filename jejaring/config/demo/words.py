"""The sentences that people of the demo city write: short, plain, without a name."""

from jejaring.config.demo.tales import Tale

RESPONSES = {
    True: (
        "Patroli diminta dan sudah sampai di lokasi.",
        "Pendamping berangkat bersama petugas, korban dibawa ke tempat aman.",
        "Korban diantar ke rumah sakit dan ditemani.",
        "Korban sudah berada di ruang unit, tidak ditinggal sendiri.",
    ),
    False: (
        "Diberi penjelasan tentang layanan dan langkah berikutnya.",
        "Dijelaskan hak-hak korban dan cara menghubungi kembali dengan aman.",
        "Disepakati waktu pertemuan di kantor unit.",
    ),
}
EMERGENCY = "Korban datang sendiri, terlapor menyusul sampai ke depan kantor."
JUDGED = "Bahayanya nyata saat itu dan yang dibaca hanya yang diperlukan."
SEALED = {  # what is sealed, and what the team reads instead
    "note": (
        "Anak diangkat sejak bayi dengan penetapan pengadilan dan belum diberi tahu. Orang tuanya ingin menyampaikannya bersama psikolog.",
        "Diminta keluarga. Tidak diperlukan untuk pendampingan sehari-hari.",
    ),
    "document": ("Salinan diserahkan keluarga, aslinya tetap di rumah.", "Satu berkas dengan catatan yang disegel pada hari yang sama."),
}
UNSEALED = "Sekolah menanyakan wali yang sah untuk pendaftaran. Keluarga setuju dan ikut hadir."
PAPER = ("SALINAN REKAAN", "Penetapan pengadilan tentang pengangkatan anak.", "Dibuat untuk kota contoh Jejaring; tidak ada orangnya.")
CONDITIONS = (
    "Korban tenang saat bercerita dan didampingi orang yang dipercaya. Tidur masih terganggu.",
    "Keadaan fisik baik. Korban cemas bila mendengar suara kendaraan terlapor.",
    "Korban berada di rumah kerabat. Kebutuhan sehari-hari terpenuhi untuk dua minggu.",
    "Anak mau bermain dan menggambar, belum mau membicarakan kejadian.",
    "Korban masih bekerja dan ingin tetap bekerja. Dukungan keluarga ada.",
    "Korban belum punya tempat tinggal tetap. Ada adik yang ikut ditanggung.",
)
WISHES = (
    "Ingin aman lebih dahulu, keputusan lain menyusul.",
    "Ingin kembali bersekolah tanpa ditanya-tanya.",
    "Ingin didampingi saat memberi keterangan.",
    "Tidak ingin tetangga tahu.",
    "Ingin bertemu psikolog, lebih suka sore hari.",
)
GOALS = (
    "Keadaan aman dan ada orang yang dapat dihubungi kapan pun.",
    "Pulih dan dapat beraktivitas seperti biasa.",
    "Memahami pilihan hukum dan memilih sendiri.",
    "Kembali belajar dengan tenang.",
)
REQUESTS = (
    "Mohon layanan sesuai kebutuhan pada ringkasan. Korban tidak perlu mengulang cerita.",
    "Mohon jadwal terdekat. Pendamping unit akan ikut hadir.",
    "Mohon tindak lanjut dan kabar balik lewat Jejaring.",
    "Mohon penanganan dengan petugas perempuan bila tersedia.",
)
DECLINED = (
    "Tempat penuh sampai akhir minggu.",
    "Alamat berada di luar wilayah layanan kami.",
    "Mohon lengkapi persetujuan wali lebih dahulu.",
)
DECLINED_FOR = ("no_capacity", "outside_area", "incomplete_information")  # the codes of the sentences above
BASES = {
    "legal_duty": "Kekerasan seksual wajib dilaporkan kepada kepolisian.",
    "vital_interest": "Ada tanda bahaya, keselamatan korban didahulukan.",
    "public_task": "Tugas layanan pemerintah kota bagi anak.",
    "consent": "Disetujui setelah dijelaskan apa yang dikirim dan untuk apa.",
}
TAKEN_BACK = "Belum dijawab meskipun sudah ditanyakan. Kebutuhan ini dibicarakan dengan meja lain."
UNAVAILABLE = ("Tenaga sedang bertugas di luar kota.", "Layanan ini belum tersedia bulan ini.")
FEEDBACK = (
    "Layanan sudah diberikan. Dijadwalkan satu kali kunjungan lagi.",
    "Sudah ditangani, hasil diserahkan kepada pendamping.",
    "Korban hadir bersama pendamping dan merasa terbantu.",
    "Bantuan sudah diterima, tidak ada kendala.",
)
NOTES = (
    "Kunjungan rumah. Keadaan tenang, terlapor tidak datang lagi.",
    "Telepon dengan wali sesuai jam yang diminta. Semua baik.",
    "Pertemuan dengan sekolah. Guru menjaga kerahasiaan.",
    "Korban datang ke kantor, menyampaikan ingin jadwal yang lebih pagi.",
    "Pendamping menemani pemeriksaan. Berjalan baik.",
)
REVIEWS = (
    "Rencana berjalan. Risiko tidak berubah, layanan berikutnya sudah dijadwalkan.",
    "Dua layanan selesai, satu masih menunggu. Rencana aman ditinjau bersama korban.",
    "Keadaan membaik. Diusulkan menutup bila satu bulan lagi tetap aman.",
    "Terlapor pernah menghubungi. Cara aman menghubungi diperbarui bersama korban.",
)
CLOSURES = {
    "goals_met": ("Tujuan rencana tercapai. Korban aman dan tahu ke mana menghubungi.", "Korban pulih dan kembali beraktivitas."),
    "legal_watch": ("Layanan selesai. Perkara sudah di tangan penegak hukum dan terus dipantau.",),
    "survivor_withdrew": ("Korban memilih menyelesaikan sendiri dan tahu dapat kembali kapan pun.",),
    "moved_away": ("Korban pindah ke luar kota bersama keluarga.",),
    "not_found": ("Sudah tiga kali dihubungi dengan cara aman tanpa jawaban.",),
}
SAFETY = {
    "threats": "Terlapor tahu jam pulang kerja dan pernah menunggu di depan gang.",
    "safe_places": "Rumah kakak, dua gang dari kantor kelurahan.",
    "trusted": "Ketua RT dan seorang rekan kerja, keduanya tahu kata sandi.",
    "signals": "Pesan berisi satu kata yang disepakati berarti jemput sekarang.",
    "to_take": "Tas kecil berisi dokumen, obat, dan pakaian anak, dititipkan di rumah kakak.",
    "children": "Anak tahu harus ke rumah tetangga dan tidak membuka pintu.",
    "devices": "Lokasi ponsel dimatikan, kata sandi diganti di ponsel rekan.",
    "at_night": "Pintu belakang tidak dikunci dari dalam, lampu teras menyala.",
}
FOLLOW_UP = "Dihubungi sesuai kesepakatan. Keadaan baik, tidak ada kejadian baru."
UNTOLD = "Korban dewasa, belum siap, dan tidak dalam bahaya. Pilihan melapor tetap terbuka, ditinjau setiap dua minggu bersama pendamping."
CONTACT = "Dihubungi pada jam aman. Diberi tahu langkah berikutnya."
LETTER_ROOMS = {"muaro_jambi": "UPTD PPA Kabupaten Muaro Jambi, petugas piket", "foreign_affairs": "Kemlu, Pelindungan WNI"}
ANSWER = "Diterima, dijadwalkan segera."


def reason(tale: Tale) -> str:
    """Why a report is decided as it is."""
    if tale.outcome == "advise":
        return "Permintaan informasi, dijawab seluruhnya."
    if tale.outcome == "transfer":
        return "Kejadian dan tempat tinggal di daerah lain, diserahkan segera."
    return "Tanda bahaya memerlukan tindakan segera." if tale.risk == "high" else "Sesuai kewenangan unit dan memerlukan pendampingan."

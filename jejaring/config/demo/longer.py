"""Scenes of longer work: the law, people found together, a mother at the shelter, somebody who came before, an origin that is sealed.

A scene must have begun within ninety days, so that a later telling goes on with it; only what has ended may lie longer back.
"""

from jejaring.config.demo.scene import DAY, HOUR, Scene

LONGER = (
    Scene(
        "in_court", 86 * DAY, "girl_in_lodging", 16, "police", "professional",
        "Polisi menyerahkan anak yang ditemukan di penginapan bersama orang yang mengatur akunnya. Anak ingin menelepon ibunya.",
        ((20, "respond"), (50, "triage"), (70, "send", "shelter", "shelter"), (90, "accept", "shelter", ""), (3 * HOUR, "admit", "shelter", ""),
         (4 * HOUR, "law", "", "police_report"), (6 * HOUR, "screen"), (20 * HOUR, "assess"), (22 * HOUR, "safety"), (26 * HOUR, "examination"),
         (28 * HOUR, "rights"), (2 * DAY, "plan"), (50 * HOUR, "paper"), (52 * HOUR, "send", "psychologist", "psychological"),
         (60 * HOUR, "accept", "psychologist", ""), (4 * DAY, "serve", "psychologist", "psychological"), (3 * DAY, "give", "", "health"),
         (6 * DAY, "give", "", "law_enforcement"),
         (5 * DAY, "law", "", "investigation"), (10 * DAY, "report_back", "psychologist", ""), (12 * DAY, "law", "", "notice_to_prosecutor"),
         (6 * DAY, "report_back", "shelter", ""), (6 * DAY + HOUR, "review"), (13 * DAY, "review"), (20 * DAY, "review"), (18 * DAY, "entered"),
         (19 * DAY, "law", "", "suspect_named"), (27 * DAY, "review"), (29 * DAY, "progress"), (34 * DAY, "review"), (30 * DAY, "claim", "", "requested"),
         (38 * DAY, "law", "", "file_to_prosecutor"), (41 * DAY, "review"), (46 * DAY, "law", "", "file_returned"), (48 * DAY, "review"),
         (55 * DAY, "review"), (57 * DAY, "law", "", "file_to_prosecutor"), (58 * DAY, "progress"), (60 * DAY, "claim", "", "lpsk_assessed"),
         (62 * DAY, "review"), (66 * DAY, "law", "", "file_complete"), (69 * DAY, "review"), (71 * DAY, "law", "", "handed_over"),
         (76 * DAY, "review"), (79 * DAY, "law", "", "prosecution"), (83 * DAY, "review"), (84 * DAY, "law", "", "trial"),
         *((day * DAY, "safety") for day in range(7, 86, 6))),
        signs=("captivity", "recruiter_near"), relation="recruiter", area="15.71.04.1003", awareness="knows",
    ),
    Scene(
        "found_together", 30 * HOUR, "boy_begging", 13, "raid", "professional",
        "Satpol PP menemukan tiga anak yang bekerja di persimpangan sampai malam. Mereka sudah makan dan menunggu di ruang unit.",
        ((10, "respond"), (40, "triage"), (70, "send", "alyatama", "social_rehabilitation"), (3 * HOUR, "accept", "alyatama", ""),
         (90, "send", "social", "return"), (5 * HOUR, "accept", "social", ""), (20 * HOUR, "assess"), (21 * HOUR, "screen")),
        signs=("recruiter_near",), relation="recruiter", area="15.71.05.1004", awareness="knows",
        others=(("male", 11), ("female", 9)),
    ),
    Scene(
        "at_the_shelter", 8 * DAY, "wife_beaten", 33, "walk_in", "victim",
        "Korban datang bersama dua anaknya dan ingin tinggal di tempat aman sampai keadaan tenang.",
        ((30, "respond"), (HOUR, "triage"), (70, "send", "shelter", "shelter"), (90, "accept", "shelter", ""), (4 * HOUR, "admit", "shelter", ""),
         (20 * HOUR, "assess"), (21 * HOUR, "safety"), (23 * HOUR, "rights"), (2 * DAY, "plan"), (50 * HOUR, "court", "", "divorce"),
         (52 * HOUR, "send", "legal_aid", "legal_aid"), (70 * HOUR, "accept", "legal_aid", ""), (6 * DAY, "serve", "legal_aid", "legal_aid"),
         (7 * DAY, "safety"), (7 * DAY + HOUR, "review")),
        signs=("threat_to_kill", "separation", "young_children"), relation="spouse", area="15.71.07.1004", others=(("female", 8), ("male", 5)),
    ),
    Scene(
        "came_last_year", 370 * DAY, "wife_beaten", 37, "walk_in", "victim", "Suami memukul saat pulang malam. Korban ingin tahu pilihannya.",
        ((HOUR, "respond"), (3 * HOUR, "triage"), (2 * DAY, "assess"), (60 * DAY, "close", "", "goals_met")),
        signs=("substance_use",), relation="spouse", area="15.71.08.1005", same_as="Melati",
    ),
    Scene(
        "came_again", 9 * DAY, "wife_unsupported", 38, "walk_in", "victim",
        "Nafkah tidak diberikan sejak awal tahun dan rumah akan dijual. Korban bercerita pernah dibantu unit ini.",
        ((HOUR, "respond"), (3 * HOUR, "triage"), (5 * HOUR, "link"), (2 * DAY, "assess"), (50 * HOUR, "safety"), (3 * DAY, "court", "", "maintenance"),
         (4 * DAY, "plan"), (76 * HOUR, "send", "legal_aid", "legal_aid"), (4 * DAY + HOUR, "accept", "legal_aid", "")),
        signs=("separation",), relation="spouse", area="15.71.08.1005", same_as="Melati",
    ),
    Scene(
        "kept_apart", 18 * DAY, "girl_beaten_at_home", 8, "school", "professional",
        "Guru menyampaikan siswinya dimarahi hampir setiap sore dan takut pulang. Keluarga mau dibantu dan anak tetap bersekolah.",
        ((2 * HOUR, "respond"), (3 * HOUR, "triage"), (2 * DAY, "assess"), (3 * DAY, "plan"), (4 * DAY, "seal", "", "note"),
         (97 * HOUR, "seal", "", "document"), (50 * HOUR, "send", "psychologist", "psychological"), (60 * HOUR, "accept", "psychologist", ""),
         (5 * DAY, "serve", "psychologist", "psychological"), (10 * DAY, "report_back", "psychologist", ""), (13 * DAY, "review"),
         (-5 * DAY, "unseal", "", "note"), (-5 * DAY + 40, "note")),
        signs=("escalating",), relation="parent", area="15.71.03.1003", awareness="knows",
    ),
    Scene(
        "sent_by_hospital", 50, "man_hurt_at_home", 61, "hospital", "professional",
        "Pasien laki-laki lanjut usia dirawat karena memar. Ia mengaku dipukul anaknya dan ragu untuk pulang.",
        signs=("lives_with_respondent",), relation="child", area="15.71.07.1002", awareness="knows", sent_by="hospital",
    ),
)  # fmt: skip

"""The last days before the telling as scenes placed around the present hour, so that every desk is alive whenever the city is built.

The first ten retell in our own words the kinds of reports that a unit must master: a neighbour at night, a girl who may not be called, a
boy and his teacher, a returned worker, a caller who may be the respondent, a man abroad, a girl and a photograph, a wife who came before, an
emergency room, a wedding in the next regency. The rest fill the desks: something due soon, something late, something just kept.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from jejaring.config.demo import names, words
from jejaring.config.demo.longer import LONGER
from jejaring.config.demo.patterns import PATTERNS
from jejaring.config.demo.scene import DAY, HOUR, Act, Scene
from jejaring.config.demo.scripts import at_work
from jejaring.config.demo.stream import RECRUITERS, Villages, person
from jejaring.config.demo.tales import Somebody, Step, Tale, Wish
from jejaring.config.demo.telling import Teller
from jejaring.kernel.deadlines import Window, next_window

DISCREET = Wish(("whatsapp",), ("phone", "visit"), (time(13), time(15)), True, "0899-0000-7217", "Anggap pesan dibaca orang lain.")
BREAK_TIME = Wish(
    ("through_other",), ("phone", "whatsapp"), (time(10), time(12)), False, "", "Lewat guru BK, anak belum siap memberi tahu orang tua."
)
BY_MESSAGE = Wish(("whatsapp",), ("phone",), None, True, "0899-0000-6127")


TODAY = (
    Scene(
        "night", 26 * HOUR, "wife_beaten", None, "hotline", "other",
        "Penelepon mendengar tetangganya di Simpang IV Sipin berteriak minta tolong. Suaminya mabuk dan membawa parang, ada dua anak di "
        "rumah. Penelepon takut dan minta namanya tidak disebut.",
        ((10, "respond"), (40, "triage"), (55, "send", "police", "law_enforcement"), (80, "accept", "police", ""),
         (2 * HOUR, "serve", "police", "law_enforcement"), (3 * HOUR, "note"), (4 * HOUR, "safety"),
         (7 * HOUR, "emergency", "police", "life"), (16 * HOUR, "judge", "supervisor", "justified")),
        signs=("weapon", "lives_with_respondent", "young_children", "substance_use"), relation="spouse", area="15.71.01.1001",
        others=(("unknown", 9), ("unknown", 3)), awareness="not_yet_reached", anonymous=True,
    ),
    Scene(
        "lodging", 3 * HOUR, "girl_in_lodging", 17, "whatsapp", "victim",
        "Saya kenal orang lewat aplikasi, dijanjikan kerja di kafe. Ternyata disuruh melayani tamu di penginapan. KTP dan HP lama ditahan, "
        "katanya masih ada utang ongkos. Tolong jangan telepon, kirim pesan saja siang hari.",
        ((12, "respond"), (35, "triage"), (50, "send", "police", "law_enforcement"), (75, "accept", "police", ""),
         (60, "send", "shelter", "shelter"), (70, "accept", "shelter", ""), (100, "screen"), (110, "identifier"),
         (-40, "send", "social", "social_rehabilitation"), (-25, "send", "hospital", "health"), (-15, "admit", "shelter", "")),
        signs=("recruiter_near", "captivity", "device_watched"), relation="recruiter", wish=DISCREET, area="15.71.04.1003",
    ),
    Scene(
        "teacher", 50 * HOUR, "boy_harmed_by_carer", 9, "walk_in", "family",
        "Ayah menyampaikan anaknya tidak mau sekolah dan mengaji lagi, lalu bercerita tentang perbuatan gurunya. Ayah belum melapor ke polisi "
        "karena takut anaknya malu.",
        ((8, "respond"), (30, "triage"), (60, "send", "psychologist", "psychological"), (100, "accept", "psychologist", ""),
         (70, "send", "hospital", "forensic_examination"), (95, "accept", "hospital", ""), (6 * HOUR, "serve", "hospital", "forensic_examination"),
         (30 * HOUR, "report_back", "hospital", ""), (20 * HOUR, "assess"), (21 * HOUR, "serve", "psychologist", "psychological")),
        signs=("respondent_near_child",), relation="teacher_or_carer", area="15.71.09.1001", awareness="knows", place="religious_lessons",
    ),
    Scene(
        "returned", 5 * DAY, "woman_abroad", 24, "referral_in", "professional",
        "Unit di kota lain memohon tindak lanjut pemulangan dan reintegrasi bagi perempuan asal Legok yang dipulangkan lewat Batam. Layanan "
        "kesehatan dan penampungan sudah diberikan, persetujuan terlampir.",
        ((2 * HOUR, "respond"), (4 * HOUR, "triage"), (40 * HOUR, "assess"), (42 * HOUR, "screen"),
         (43 * HOUR, "return", "", "inbound"), (44 * HOUR, "send", "social", "reintegration"), (60 * HOUR, "accept", "social", ""), (45 * HOUR, "send", "migrants", "return")),
        signs=("no_close_family",), relation="recruiter", area="15.71.10.1003", awareness="knows",
    ),
    Scene(
        "caller", 28 * HOUR, "", None, "hotline", "other",
        "Penelepon mengaku suami dan bertanya apakah istrinya melapor ke sini. Tidak dijawab; diberi penjelasan umum.",
        ((20, "triage"),), outcome="advise",
    ),
    Scene(
        "abroad", 11 * HOUR, "man_online_work", 27, "whatsapp", "victim",
        "Saya di Kamboja, bekerja di tempat judi daring. Paspor diambil, kalau tidak capai target dihukum. Yang memberangkatkan agen di "
        "Telanaipura. Tolong pulangkan saya.",
        ((14, "respond"), (45, "triage"), (90, "send", "foreign_affairs", "return"), (95, "send", "migrants", "return"),
         (130, "accept", "migrants", ""), (100, "send", "police", "law_enforcement"), (150, "accept", "police", ""),
         (5 * HOUR, "serve", "police", "law_enforcement"), (6 * HOUR, "screen"), (7 * HOUR, "identifier"),
         (8 * HOUR, "forced")),
        signs=("captivity", "device_watched"), relation="recruiter", wish=BY_MESSAGE, area="15.71.09.1003", outcome="refer",
    ),
    Scene(
        "photograph", 20 * HOUR, "girl_online", 13, "school", "professional",
        "Guru BK menyampaikan foto pribadi seorang siswi disebar mantan pacarnya di grup obrolan. Orang tua belum tahu dan anak minta jangan "
        "dulu diberi tahu.",
        ((10, "respond"), (50, "triage"), (70, "send", "psychologist", "psychological"), (110, "accept", "psychologist", "")),
        signs=("self_harm",), relation="former_dating_partner", wish=BREAK_TIME, area="15.71.08.1003", awareness="knows", place="online",
    ),
    Scene(
        "before", 2 * HOUR, "wife_unsupported", 31, "walk_in", "victim",
        "Suami tidak memberi nafkah dua tahun dan sekarang ingin mengambil rumah. Korban pernah datang tahun lalu karena dipukul.",
        ((15, "respond"),), signs=("separation", "repeated"), relation="spouse", area="15.71.03.1003",
    ),
    Scene(
        "emergency", 7 * HOUR, "woman_assaulted", 19, "hospital", "professional",
        "Dokter jaga meminta pendampingan dan visum bagi pasien perempuan yang diserang dua orang tak dikenal di Pasar Jambi. Pasien sadar, "
        "sudah dirawat, dan setuju dilaporkan.",
        ((5, "respond"), (25, "triage"), (40, "send", "hospital", "forensic_examination"), (55, "accept", "hospital", ""),
         (2 * HOUR, "serve", "hospital", "forensic_examination"), (45, "send", "police", "law_enforcement"), (80, "accept", "police", ""),
         (-20, "report_back", "hospital", "")),
        signs=("serious_injury", "self_harm"), relation="stranger", respondents=2, area="15.71.04.1003", awareness="knows",
        place="public_place",
    ),
    Scene(
        "wedding", 90, "girl_wedding", 15, "hotline", "family",
        "Bibi menyampaikan keponakannya di Muaro Jambi akan dinikahkan minggu depan untuk membayar utang orang tuanya.",
        ((9, "respond"), (25, "triage"), (40, "send", "muaro_jambi", "case_management")),
        signs=("imminent_wedding",), relation="parent", area="15.05", awareness="knows", outcome="transfer", region="15.05",
    ),
    Scene(
        "now", 8, "wife_beaten", 29, "hotline", "victim", "Suami sedang marah dan mengancam di luar pintu. Korban mengunci diri bersama anaknya.",
        signs=("threat_to_kill", "young_children"), relation="spouse", area="15.71.11.1003",
    ),
    Scene(
        "overlooked", 7 * HOUR, "boy_hurt_by_pupils", 12, "whatsapp", "family",
        "Ibu mengirim pesan: anaknya dipukul teman sekelas dan tidak mau sekolah. Minta saran.", ((3 * HOUR, "respond"),),
        signs=("serious_injury",), relation="friend", area="15.71.07.1004", awareness="knows",
    ),
    Scene(
        "ringing", 30, "girl_neglected", 4, "unit_line", "other", "Anak kecil sendirian di kontrakan sejak pagi, tetangga memberi makan.",
        relation="parent", complete=False, awareness="knows",
    ),
    Scene("unfinished", 12, "boy_beaten_at_home", None, "unit_line", "other", "Penelepon terputus, akan menghubungi lagi.", draft=True),
    Scene(
        "full_house", 3 * DAY, "wife_beaten", 38, "walk_in", "victim", "Korban ingin tinggal di tempat aman beberapa hari bersama anaknya.",
        ((HOUR, "respond"), (2 * HOUR, "triage"), (26 * HOUR, "assess"), (30 * HOUR, "send", "shelter", "shelter"),
         (46 * HOUR, "decline", "shelter", "shelter"), (47 * HOUR, "send", "legal_aid", "legal_aid"), (60 * HOUR, "accept", "legal_aid", ""),
         (-22 * HOUR, "send", "police", "law_enforcement")),
        signs=("lives_with_respondent",), relation="spouse", area="15.71.02.1004",
    ),
    Scene(
        "after_match", 2 * DAY, "boy_hurt_in_public", 16, "walk_in", "family", "Anak dikeroyok setelah pertandingan, tangannya masih sakit.",
        ((HOUR, "respond"), (2 * HOUR, "triage"), (24 * HOUR, "assess"), (-20 * HOUR, "send", "hospital", "medical_treatment"),
         (-26 * HOUR, "send", "police", "law_enforcement"), (-3 * HOUR, "send", "social", "social_assistance")),
        signs=("serious_injury",), relation="stranger", area="15.71.05.1004", awareness="knows",
    ),
    Scene(
        "messages", 6 * DAY, "woman_online", 26, "whatsapp", "victim", "Mantan pacar mengirim pesan mengancam setiap malam.",
        ((2 * HOUR, "respond"), (4 * HOUR, "triage"), (2 * DAY, "assess"), (60 * HOUR, "police"), (3 * DAY, "send", "police", "content_takedown"),
         (90 * HOUR, "accept", "police", ""), (-7 * HOUR, "serve", "police", "content_takedown"), (5 * DAY, "plan"),
         (-9 * HOUR, "emergency", "duty", "injury")),
        signs=("stalking",), relation="former_dating_partner", wish=BY_MESSAGE, area="15.71.10.1005",
    ),
    Scene(
        "clinic", 20 * DAY, "girl_beaten_at_home", 11, "school", "professional", "Wali kelas melihat memar dan anak mau bercerita kepadanya.",
        ((2 * HOUR, "respond"), (3 * HOUR, "triage"), (2 * DAY, "assess"), (3 * DAY, "plan"), (50 * HOUR, "send", "hospital", "health"),
         (60 * HOUR, "accept", "hospital", ""), (4 * DAY, "serve", "hospital", "health"), (52 * HOUR, "send", "social", "social_rehabilitation"),
         (3 * DAY, "accept", "social", ""), (-13 * DAY, "serve", "social", "social_rehabilitation"), (13 * DAY, "review"), (16 * DAY, "note")),
        signs=("escalating",), relation="parent", area="15.71.01.1011", awareness="knows",
    ),
    Scene(
        "nearly_done", 45 * DAY, "wife_controlled", 42, "family_learning_centre", "victim", "Korban ingin bekerja lagi dan dekat dengan adiknya.",
        ((2 * HOUR, "respond"), (5 * HOUR, "triage"), (2 * DAY, "assess"), (4 * DAY, "plan"), (13 * DAY, "review"), (27 * DAY, "review"),
         (40 * DAY, "review"), *((day * DAY, "safety") for day in (5, 18, 31, 43)), (20 * DAY, "entered"), (-20 * HOUR, "propose", "", "goals_met")),
        signs=("separation",), relation="former_spouse", area="15.71.08.1006",
    ),
    Scene(
        "waiting_for_two", 52 * DAY, "boy_online", 15, "sapa", "professional", "Anak diperas lewat akun palsu. Keluarga sudah mendampingi.",
        ((HOUR, "respond"), (4 * HOUR, "triage"), (2 * DAY, "assess"), (3 * DAY, "plan"), (60 * HOUR, "police"), (14 * DAY, "review"),
         (28 * DAY, "review"), (42 * DAY, "review"), (-75 * HOUR, "propose", "", "legal_watch")),
        signs=("device_watched",), relation="online_contact", area="15.71.07.1002", awareness="knows",
    ),
)  # fmt: skip

SCENES = (*TODAY, *LONGER)
SEX = {"girl": "female", "woman": "female", "boy": "male", "man": "male"}
LETTERS = ("muaro_jambi", "foreign_affairs")


def of(present: datetime, *, seed: str, villages: Villages) -> list[Tale]:
    """All scenes around a present moment, the oldest first."""
    found = [_tale(scene, _key(present.date(), scene), present, seed, villages) for scene in SCENES]
    return sorted(found, key=lambda tale: tale.reported_at)


def since(first: date, last: date, teller: Teller, *, villages: Villages) -> Iterator[Tale]:
    """The scenes of earlier tellings between two days, around the moment that was then the present."""
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for scene in SCENES:
            if (at := teller.began_at(_key(day, scene))) is not None:
                yield _tale(scene, _key(day, scene), at + timedelta(minutes=scene.ago), teller.seed, villages)


def _key(day: date, scene: Scene) -> str:
    return f"scene/{day.isoformat()}/{scene.name}"


def _tale(scene: Scene, key: str, present: datetime, seed: str, villages: Villages) -> Tale:
    draw, at = Random(f"{seed}/{key}"), present - timedelta(minutes=scene.ago)  # noqa: S311  a story, no secret
    pattern = PATTERNS[scene.pattern] if scene.pattern else None
    village = dict(villages).get(scene.area, "")
    victim = Somebody("unknown", None)
    if pattern and not scene.draft:
        victim = _victim(draw, scene, key, seed, at.date(), village)
    third = scene.reporter != "victim"
    teller_name = names.name(draw, "male") if third and not scene.anonymous and not scene.draft else ""
    tale = Tale(
        key=key, pattern=pattern, reported_at=at, channel=scene.channel, reporter=scene.reporter, story=scene.story, victim=victim,
        area=scene.area, signs=scene.signs, respondents=_respondents(draw, scene), wish=scene.wish, awareness=scene.awareness,
        others=tuple(Somebody(sex, age, names.name(draw, sex)) for sex, age in scene.others), anonymous=scene.anonymous,
        place=scene.place or (pattern.places[0] if pattern else "unknown"), reporter_name=teller_name, outcome=scene.outcome,
        reporter_phone=names.phone(draw) if teller_name else "", complete=scene.complete, draft=scene.draft, region=scene.region,
        asked=scene.complete, guardian=Somebody("male", 41, teller_name) if scene.reporter == "family" and scene.relation != "parent" else None,
        companion="companion", sent_by=scene.sent_by, identifier=("phone", RECRUITERS[0]),
    )  # fmt: skip
    past = [_step(tale, act, at, present) for act in scene.acts]
    return replace(tale, steps=tuple(sorted((*past, *_later(tale, past, present)), key=lambda step: step.at)))


def _victim(draw: Random, scene: Scene, key: str, seed: str, on: date, village: str) -> Somebody:
    """Whom the scene is about; somebody who came before carries her own papers from the earlier scene."""
    who = SEX[PATTERNS[scene.pattern].who]
    if not scene.same_as:
        return person(draw, who, scene.age or 34, on, village, papers=village != "" and scene.reporter == "victim")
    return person(Random(f"{seed}/{scene.same_as}"), who, scene.age or 34, date(on.year, 1, 1), village, papers=True)  # noqa: S311


def _respondents(draw: Random, scene: Scene) -> tuple[Somebody, ...]:
    pattern = PATTERNS.get(scene.pattern)
    if pattern is None or pattern.respondent is None or not scene.relation:
        return ()
    sex, young, old = pattern.respondent
    known = scene.relation not in ("stranger", "online_contact")
    return tuple(
        Somebody(sex, draw.randint(young, old) if known else None, names.name(draw, sex) if known else "", relation=scene.relation, known=known,
                 lives_together="lives_with_respondent" in scene.signs)
        for _n in range(scene.respondents)
    )  # fmt: skip


def _step(tale: Tale, act: Act, at: datetime, present: datetime) -> Step:
    minutes, name, office, service = (*act, "", "")[:4]
    return Step((at if minutes >= 0 else present) + timedelta(minutes=minutes), name, office, service, _text(tale, name, office, service))


def _text(tale: Tale, act: str, office: str, service: str) -> str:
    """What is written beside an act."""
    if act == "triage":
        return words.reason(tale)
    if act in ("propose", "close"):
        return words.CLOSURES[service][0]
    if act == "acknowledge":
        return words.LETTER_ROOMS[office]
    spoken = {
        "respond": words.RESPONSES[tale.risk == "high"], "assess": words.CONDITIONS, "plan": words.GOALS, "note": words.NOTES,
        "review": words.REVIEWS, "send": words.REQUESTS, "decline": words.DECLINED, "report_back": words.FEEDBACK,
    }  # fmt: skip
    choices = spoken.get(act, ("",))
    return choices[0] if act == "decline" else choices[len(tale.story) % len(choices)]


def _later(tale: Tale, past: list[Step], present: datetime) -> Iterator[Step]:
    """What will be done after the present moment, for whoever starts the city again on a later day."""
    done = {step.act for step in past}
    if tale.outcome == "advise" or tale.draft or "close" in done:
        return
    acts: list[tuple[int, str, str, str]] = []
    if "triage" not in done:
        acts += [(HOUR, "complete", "", "")] * (not tale.complete) + [(100, "respond", "", "")] * ("respond" not in done)
        acts += [(3 * HOUR, "triage", "", "")]
    if tale.wish.window:
        opens, _closes = next_window(present + timedelta(minutes=30), Window(*tale.wish.window))
        yield Step(max(opens, present) + timedelta(minutes=35), "contact", text=words.CONTACT)
    if "emergency" in done and "judge" not in done:
        acts += [(DAY, "judge", "police", "justified")]
    for step in (step for step in past if step.act == "send"):
        acts += _answers(step, {s.act for s in past if s.office == step.office})
    if tale.outcome != "transfer":
        acts += [(DAY, "assess", "", "")] * ("assess" not in done) + [(2 * DAY, "plan", "", "")] * ("plan" not in done)
        acts += [(2 * DAY, "police", "", "")] * (tale.is_sexual and not done.intersection(("police", "law")))
        if "propose" not in done:
            acts += [(days * DAY, "review", "", "") for days in (6, 20, 34)] + [(45 * DAY, "propose", "", "goals_met")]
            acts += [(days * DAY, "safety", "", "") for days in range(5, 45, 6)] * ("safety" in done)
        acts += [((46 if "propose" not in done else 1) * DAY, "confirm", "", "")]
    for minutes, act, office, service in acts:
        moment = present + timedelta(minutes=minutes)
        yield Step(moment if minutes < DAY else at_work(moment), act, office, service, _text(tale, act, office, service))


def _answers(sent: Step, known: set[str]) -> list[tuple[int, str, str, str]]:
    """How a referral that is still open goes on."""
    if "decline" in known:
        return []
    if sent.office in LETTERS:
        return [(5 * HOUR, "acknowledge", sent.office, "")]
    steps = (("accept", 2 * HOUR, ""), ("serve", 30 * HOUR, sent.service), ("report_back", 5 * DAY, ""))
    known = known | {"serve"} if "admit" in known else known
    return [(minutes, act, sent.office, service) for act, minutes, service in steps if act not in known]

"""Invented people. Every name carries the word "Rekaan" (made up), every number lies where no real one can be.

The district 157199 of a population number does not exist, telephone numbers are of one block of zeros: no real person can be meant.
"""

from datetime import date
from random import Random

MARK = "Rekaan"
FEMALE = (
    "Melati Kenanga Anggrek Cempaka Dahlia Seruni Mawar Teratai Flamboyan Kemuning Sakura Tulip Soka Alamanda Bugenvil Lili Asoka Kaktus "
    "Wijayakusuma Seroja Kantil Lavendel Azalea Begonia"
).split()
MALE = (
    "Meranti Ulin Cendana Bulian Kenari Elang Rajawali Merpati Jalak Beringin Mahoni Jati Trembesi Kepodang Garuda Pelatuk Kasuari Merbau "
    "Tembesu Keruing Pulai Rambai Manggis Nangka"
).split()
SECOND = (
    "Senja Fajar Embun Rimba Telaga Muara Lembah Samudra Angin Mega Bintang Purnama Kabut Sungai Danau Hujan Awan Gunung Padang Pelita "
    "Tepian Ladang Teluk Tanjung"
).split()


def name(draw: Random, sex: str) -> str:
    """A name such as Rekaan Melati Senja; about one in eight has a single further word, as many people here have one name only."""
    first = draw.choice(MALE if sex == "male" else FEMALE)
    return f"{MARK} {first}" if draw.random() < 0.12 else f"{MARK} {first} {draw.choice(SECOND)}"


def birth_date(draw: Random, age: int, on: date) -> date:
    """A birthday that makes somebody `age` years old on that day."""
    day = draw.randrange(1, 29)
    month = draw.randrange(1, 13)
    year = on.year - age - (1 if (month, day) > (on.month, on.day) else 0)
    return date(year, month, day)


def nik(draw: Random, sex: str, born: date) -> str:
    """A population number whose digits fit birth date and sex; its district does not exist."""
    day = born.day + (40 if sex == "female" else 0)
    return f"157199{day:02d}{born.month:02d}{born.year % 100:02d}{draw.randrange(1, 10000):04d}"


def phone(draw: Random) -> str:
    """A mobile number of an invented block."""
    return f"0899-0000-{draw.randrange(1000, 10000)}"


def address(draw: Random, village: str) -> str:
    """A street that does not exist, in a village that does."""
    return f"Jalan {MARK} {draw.choice(SECOND)} No. {draw.randrange(1, 90)}, RT {draw.randrange(1, 30):02d}, {village}"

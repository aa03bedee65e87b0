"""The days that the world marks and that a desk about tigers and leopards writes for: names, rules, sources.

Dates, first years and sources were written from memory and compared with no page, but for the Day of the Snow Leopard;
a source says where to look, not where it was read. Days of the Chinese calendar stand in tables, for they follow the
moon over Beijing (Korea: over Seoul); the Hong Kong Observatory and KASI publish the tables to compare them with.
Beyond a table's years nothing is said.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

Rule = Callable[[int], date | None]
_MOON = "Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Table"
_KASI = "Korea Astronomy and Space Science Institute, almanac"
_STATE = "State Council of China, Regulation on Public Holidays (1949, revised 2024)"


@dataclass(frozen=True)
class Festival:
    """A day of every year. `countries` (ISO 3166): where it is marked; empty is everywhere. `since`: its first year."""

    key: str
    name: str
    name_zh: str
    rule: Rule
    source: str
    countries: tuple[str, ...] = ()
    since: int = 1

    def in_year(self, year: int) -> date | None:
        """Its day in a year; None before its first year and where a table ends."""
        return self.rule(year) if year >= self.since else None


def _on(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _weekday(month: int, weekday: int, number: int) -> Rule:
    """The number-th weekday (0 is Monday) of a month; -1 is the last."""

    def rule(year: int) -> date:
        if number < 0:
            last = date(year, month, monthrange(year, month)[1])
            return last - timedelta(days=(last.weekday() - weekday) % 7)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))

    return rule


def _table(*days: str, shift: int = 0) -> Rule:
    found = {int(day[:4]): date.fromisoformat(day) + timedelta(days=shift) for day in days}
    return found.get


SPRING = (
    "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11",
    "2033-01-31", "2034-02-19", "2035-02-08",
)  # fmt: skip
"""The first day of the Chinese year."""
SEOLLAL = (
    "2025-01-29", "2026-02-17", "2027-02-07", "2028-01-27", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11",
    "2033-01-31", "2034-02-19", "2035-02-08",
)  # fmt: skip
DRAGON_BOAT = (
    "2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05", "2031-06-24", "2032-06-12",
    "2033-06-01", "2034-06-20", "2035-06-10",
)  # fmt: skip
MID_AUTUMN = (
    "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12", "2031-10-01", "2032-09-19",
    "2033-09-08", "2034-09-27", "2035-09-16",
)  # fmt: skip
LAST_YEAR = 2035

_LUNAR = ("CN", "HK", "MO", "TW", "SG", "MY")
FESTIVALS: tuple[Festival, ...] = (
    Festival("wetlands", "World Wetlands Day", "世界湿地日", _on(2, 2), "UN A/RES/75/317", since=1997),
    Festival("wildlife", "World Wildlife Day", "世界野生动植物日", _on(3, 3), "UN A/RES/68/205", since=2014),
    Festival("forests", "International Day of Forests", "国际森林日", _on(3, 21), "UN A/RES/67/200", since=2013),
    Festival("earth", "Earth Day", "世界地球日", _on(4, 22), "UN A/RES/63/278", since=1970),
    Festival("leopard", "International Leopard Day", "国际豹日", _on(5, 3), "Global Leopard Conference, 2023",
             since=2023),
    Festival("birds_may", "World Migratory Bird Day", "世界候鸟日", _weekday(5, 5, 2), "UNEP/AEWA and CMS", since=2006),
    Festival("biodiversity", "International Day for Biological Diversity", "国际生物多样性日", _on(5, 22),
             "UN A/RES/55/201", since=2001),
    Festival("environment", "World Environment Day", "世界环境日", _on(6, 5), "UN A/RES/2994 (XXVII)", since=1973),
    Festival("tiger", "Global Tiger Day", "全球老虎日", _on(7, 29), "St Petersburg Tiger Summit, 2010", since=2010),
    Festival("ranger", "World Ranger Day", "世界巡护员日", _on(7, 31), "International Ranger Federation", since=2007),
    Festival("animal", "World Animal Day", "世界动物日", _on(10, 4), "naturewatch.org, World Animal Day", since=1931),
    Festival("birds_october", "World Migratory Bird Day", "世界候鸟日", _weekday(10, 5, 2), "UNEP/AEWA and CMS",
             since=2018),
    Festival("snow_leopard", "International Day of the Snow Leopard", "国际雪豹日", _on(10, 23),
             "Bishkek Declaration, 2013; UN General Assembly, 2024", since=2014),
    Festival("mountains", "International Mountain Day", "国际山岳日", _on(12, 11), "UN A/RES/57/245", since=2003),
    Festival("new_year", "New Year’s Day", "元旦", _on(1, 1), "Gregorian calendar"),
    Festival("spring", "Chinese New Year", "春节", _table(*SPRING), _MOON, _LUNAR),
    Festival("lantern", "Lantern Festival", "元宵节", _table(*SPRING, shift=14), _MOON, _LUNAR),
    Festival("dragon_boat", "Dragon Boat Festival", "端午节", _table(*DRAGON_BOAT), _MOON, _LUNAR),
    Festival("mid_autumn", "Mid-Autumn Festival", "中秋节", _table(*MID_AUTUMN), _MOON, _LUNAR),
    Festival("seollal", "Seollal", "韩国春节", _table(*SEOLLAL), _KASI, ("KR",)),
    Festival("trees_cn", "China’s Tree Planting Day", "植树节", _on(3, 12), "Forest Law of China, art. 10", ("CN",),
             since=1979),
    Festival("labour_cn", "Labour Day", "劳动节", _on(5, 1), _STATE, ("CN",), since=1949),
    Festival("ecology_cn", "China’s National Ecology Day", "全国生态日", _on(8, 15),
             "Standing Committee of the National People’s Congress, 28 June 2023", ("CN",), since=2023),
    Festival("national_cn", "China’s National Day", "国庆节", _on(10, 1), _STATE, ("CN",), since=1949),
    Festival("national_park", "Day of the national parks’ foundation", "首批国家公园设立纪念日", _on(10, 12),
             "COP15, Kunming, 12 October 2021: the first five national parks, ours among them", ("CN",), since=2021),
    Festival("tiger_ru", "Tiger Day in Vladivostok", "符拉迪沃斯托克老虎日", _weekday(9, 6, -1),
             "City of Vladivostok: the last Sunday of September", ("RU",), since=2000),
    Festival("species_us", "Endangered Species Day", "濒危物种日", _weekday(5, 4, 3),
             "United States Senate: the third Friday of May", ("US",), since=2006),
    Festival("greenery_jp", "Greenery Day", "绿之日", _on(5, 4), "Japan, Act on National Holidays", ("JP",),
             since=2007),
    Festival("mountain_jp", "Mountain Day", "山之日", _on(8, 11), "Japan, Act on National Holidays", ("JP",),
             since=2016),
)  # fmt: skip
"""In the order in which they are shown on a day that several share."""

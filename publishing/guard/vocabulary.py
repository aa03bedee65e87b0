"""The words of geography that stand beside numbers, in the languages we publish in. Pure: no Django here."""

from __future__ import annotations

LATITUDE = (
    "北纬", "南纬", "北緯", "南緯", "纬度", "緯度", "북위", "남위", "위도", "lat", "latitude", "широта",
    "широты", "с. ш.", "с.ш.", "өргөрөг", "өргөргийн", "х.ө.", "latitud", "latitudine",
    "Breite", "Breitengrad", "n. Br.", "خط العرض", "دائرة عرض",
)  # fmt: skip
"""Latitude. The first four say a side in Chinese characters."""
LONGITUDE = (
    "东经", "西经", "東經", "西經", "東経", "西経", "经度", "經度", "経度", "동경", "서경", "경도", "lon", "lng",
    "long", "longitude", "долгота", "долготы", "в. д.", "в.д.", "уртраг", "уртрагийн",
    "з.у.", "longitud", "Länge", "Längengrad", "ö. L.", "خط الطول",
)  # fmt: skip
"""Longitude. The first six say a side in Chinese characters."""
HEMISPHERE = (
    "north", "south", "east", "west", "nord", "sud", "süd", "est", "ouest", "ost",
    "norte", "sur", "este", "oeste", "sul", "leste", "nördlich", "östlich", "северной",
    "восточной", "хойд", "зүүн", "شمالا", "شمال", "شرقا", "شرق", "nördlicher",
    "östlicher", "südlicher", "westlicher",
)  # fmt: skip
"""Sides of the world, as they follow a number of degrees."""
AROUND = (
    "gps", "utm", "wgs", "wgs84", "cgcs2000", "coordinate", "coordinates", "coord",
    "position", "坐标", "座標", "坐標", "位置", "定位", "좌표", "координаты", "координата",
    "координат", "солбицол", "coordenadas", "coordonnées", "Koordinaten", "coordenada",
    "احداثيات", "الإحداثيات", "إحداثيات",
)  # fmt: skip
"""Words after which two numbers are a position."""
GRID_WORDS = (
    "grid ref", "grid reference", "grid square", "grid cell", "map sheet", "网格", "網格",
    "格网", "图幅", "격자", "グリッド", "квадрат", "Gitterquadrat", "Planquadrat", "cuadrícula",
    "quadrícula", "carroyage", "mgrs",
)  # fmt: skip
"""Words after which a code is a square of a map."""

"""What is measured: every metric of the house with its unit, its names in device standards, and what can be true.

Source: ISO/IEEE 11073-10101 (MDC codes of metrics and units), UCUM. Within the limits a value is possible, not healthy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple


class Scale(NamedTuple):
    """What makes a value of another unit one of the metric's own: ``value * factor + offset``."""

    factor: float = 1.0
    offset: float = 0.0


_SAME: Final = Scale()


@dataclass(frozen=True, slots=True)
class Vital:
    """A metric of the house, and how devices name it.

    ``code`` is its word in rules, ``unit`` the UCUM unit in which it is kept; ``low`` to ``high`` is possible;
    ``names`` are MDC codes and reference ids; ``units`` every spelling of a unit.
    """

    code: str
    zh: str
    en: str
    unit: str
    low: float
    high: float
    decimals: int
    names: tuple[str, ...]
    units: Mapping[str, Scale]


def _units(*spellings: str, **others: Scale) -> dict[str, Scale]:
    return {**dict.fromkeys((one.lower() for one in spellings), _SAME), **others}


_BEATS: Final = _units("/min", "1/min", "{beat}/min", "{beats}/min", "bpm", "264864", "MDC_DIM_BEAT_PER_MIN")
_BREATHS: Final = _units("/min", "1/min", "{breath}/min", "{breaths}/min", "264928", "MDC_DIM_RESP_PER_MIN")
_PERCENT: Final = _units("%", "262688", "MDC_DIM_PERCENT")
_KPA: Final = Scale(7.500617)
_PRESSURE: Final = {
    **_units("mm[Hg]", "mmHg", "266016", "MDC_DIM_MMHG"),
    **dict.fromkeys(("kpa", "265987", "mdc_dim_kilo_pascal"), _KPA),
}
_FAHRENHEIT: Final = Scale(5 / 9, -160 / 9)
_DEGREES: Final = {
    **_units("Cel", "°C", "degC", "268192", "MDC_DIM_DEGC"),
    **dict.fromkeys(("[degf]", "°f", "degf", "266560", "mdc_dim_fahr"), _FAHRENHEIT),
}
_GLUCOSE: Final = {
    **_units("mmol/L", "266866", "MDC_DIM_MILLI_MOLE_PER_L"),
    **dict.fromkeys(("mg/dl", "264274", "mdc_dim_milli_g_per_dl"), Scale(1 / 18.016)),
}


def _rate(code: str, zh: str, en: str, names: tuple[str, ...], units: Mapping[str, Scale], high: float) -> Vital:
    return Vital(code, zh, en, "/min", 0, high, 0, names, units)


def _pressure(code: str, zh: str, en: str, *names: str) -> Vital:
    return Vital(code, zh, en, "mm[Hg]", 0, 350, 0, names, _PRESSURE)


VITALS: Final = (
    _rate("heart_rate", "心率", "Heart rate", ("147842", "MDC_ECG_HEART_RATE"), _BEATS, 350),
    _rate(
        "pulse_rate",
        "脉率",
        "Pulse rate",
        (
            *("149530", "MDC_PULS_OXIM_PULS_RATE", "149514", "MDC_PULS_RATE"),
            *("149546", "MDC_PULS_RATE_NON_INV"),
        ),
        _BEATS,
        350,
    ),
    Vital("spo2", "血氧饱和度", "Oxygen saturation", "%", 0, 100, 0, ("150456", "MDC_PULS_OXIM_SAT_O2"), _PERCENT),
    _rate(
        "respiration_rate",
        "呼吸频率",
        "Respiration rate",
        (
            *("151562", "MDC_RESP_RATE", "151570", "MDC_AWAY_RESP_RATE"),
            *("151578", "MDC_TTHOR_RESP_RATE"),
        ),
        _BREATHS,
        200,
    ),
    Vital(
        "temperature",
        "体温",
        "Temperature",
        "Cel",
        10,
        50,
        1,
        ("150344", "MDC_TEMP", "150364", "MDC_TEMP_BODY"),
        _DEGREES,
    ),
    _pressure("nibp_systolic", "无创收缩压", "NIBP systolic", "150021", "MDC_PRESS_BLD_NONINV_SYS"),
    _pressure("nibp_diastolic", "无创舒张压", "NIBP diastolic", "150022", "MDC_PRESS_BLD_NONINV_DIA"),
    _pressure("nibp_mean", "无创平均压", "NIBP mean", "150023", "MDC_PRESS_BLD_NONINV_MEAN"),
    _pressure("abp_systolic", "动脉收缩压", "ABP systolic", "150037", "MDC_PRESS_BLD_ART_ABP_SYS"),
    _pressure("abp_diastolic", "动脉舒张压", "ABP diastolic", "150038", "MDC_PRESS_BLD_ART_ABP_DIA"),
    _pressure("abp_mean", "动脉平均压", "ABP mean", "150039", "MDC_PRESS_BLD_ART_ABP_MEAN"),
    _pressure("etco2", "呼气末二氧化碳", "End-tidal CO2", "151708", "MDC_CONC_AWAY_CO2_ET"),
    Vital(
        "glucose",
        "葡萄糖",
        "Glucose",
        "mmol/L",
        0,
        60,
        1,
        ("160184", "MDC_CONC_GLU_CAPILLARY_WHOLEBLOOD"),
        _GLUCOSE,
    ),
)
"""Their order is that in which they are shown."""

BY_CODE: Final = {one.code: one for one in VITALS}
_BY_NAME: Final = {name: one for one in VITALS for name in (one.code, *one.names)}


def vital_of(name: str) -> Vital | None:
    """The metric with this code, MDC code or reference id; None for one that the house does not know."""
    return _BY_NAME.get(name)

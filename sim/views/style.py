"""Colours, sizes and words that every picture shares: one place, so that a policy looks the same wherever it is seen.

In a picture of one result colour means a voice; in a comparison colour means a policy and the baseline is always grey and dashed. The colours are a darkened
Okabe-Ito set: told apart by colour-blind people, and dark enough on white to write with (contrast 4.5 or more).
"""

from __future__ import annotations

INK = "#1C2430"
SECONDARY = "#5A6675"
GRID = "#E3E8ED"
PAPER = "#FFFFFF"
BASELINE = "#717B87"

VOICES = ("voice_employee", "voice_customer", "voice_business")
VOICE_NAMES = {"voice_employee": "Employee", "voice_customer": "Customer", "voice_business": "Business"}
VOICE_COLOURS = {"voice_employee": "#00815D", "voice_customer": "#0072B2", "voice_business": "#C24E00"}

POLICY_COLOURS = ("#0072B2", "#C24E00", "#5B3F8C", "#00815D", "#A8397F", "#7A6200", "#28629B", "#8C3B2E")
POLICY_COLOURS_DARK = ("#5CB3EC", "#FF9A57", "#BBA0EE", "#3CCB9F", "#F08CC8", "#D9BF4A", "#8FC1F0", "#F2A79B")

ACTIVITIES = ("share_output", "share_care", "share_help", "share_room", "share_gaming")
ACTIVITY_NAMES = {"share_output": "output", "share_care": "care", "share_help": "help", "share_room": "room", "share_gaming": "gaming"}
ACTIVITY_MEANINGS = {
    "share_output": "what the KPI counts", "share_care": "doing right by this customer", "share_help": "for other teams",
    "share_room": "improving and learning", "share_gaming": "making the number look good",
}
ACTIVITY_COLOURS = {"share_output": "#B9C4D0", "share_care": "#8CC7EA", "share_help": "#7FCDB4", "share_room": "#EFD98A", "share_gaming": "#E08A5B"}

TITLE_SIZE = 19.0
SUBTITLE_SIZE = 13.0
LABEL_SIZE = 13.0
TICK_SIZE = 12.0
NOTE_SIZE = 11.0
LINE = 2.6
WIDTH_INCHES = 13.33
DOTS_PER_INCH = 110

WEEKS_A_YEAR = 52
SMOOTHING_WEEKS = 13
BAND = (0.1, 0.9)
BAND_WORDS = "band: 80 % of companies"


def policy_colour(place: int, baseline: int | None, dark: bool = False) -> str:
    """The baseline is grey; the other policies take the colours in the order in which they were named."""
    if place == baseline:
        return "#98A3B0" if dark else BASELINE
    rank = place if baseline is None or place < baseline else place - 1
    colours = POLICY_COLOURS_DARK if dark else POLICY_COLOURS
    return colours[rank % len(colours)]

"""Make the demo paper's recordings and its form: nothing in them was ever heard, seen or printed anywhere.

Needs ffmpeg and espeak-ng. Run it from the repository: `python scripts/make_demo_recordings.py`.
"""

import math
import struct
import subprocess
import tempfile
import wave
from pathlib import Path

from PIL import Image, ImageDraw

DEMO = Path(__file__).parent.parent / "demo"
RATE = 22050
# Five notes of a locomotive's chime, in hertz.
CHIME = (311, 370, 415, 494, 622)
# Blasts of the horn, in seconds: begin, length. Two long, a short, a long, held over the crossing.
BLASTS = ((1.0, 3.0), (5.0, 3.0), (9.0, 1.0), (11.0, 4.5))
SECONDS = 17
FILM_SIZE, FRAMES_A_SECOND, FILM_SECONDS = (640, 360), 10, 14
WORDS = (
    "Emmett laid out the letters with a chalk line, a level, and, for the curve of the R, a mixing bowl. "
    "The bowl slipped. He saw it when he got down. He said that from below, nobody would know."
)


def horn() -> None:
    """A night freight at Church Street, heard from 110 yards."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder, "horn.wav")
        with wave.open(str(wav), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            samples = (_loudness(place / RATE) for place in range(RATE * SECONDS))
            file.writeframes(b"".join(struct.pack("<h", int(one * 26000)) for one in samples))
        run(
            "ffmpeg",
            "-y",
            "-i",
            str(wav),
            "-map_metadata",
            "-1",
            "-b:a",
            "48k",
            str(DEMO / "recordings" / "night-freight.mp3"),
        )


def _loudness(moment: float) -> float:
    """Return the sound at a moment, -1 to 1: the blasts, over the cars that pass."""
    rumble = 0.06 * math.sin(math.tau * 41 * moment) * (1 + math.sin(math.tau * 1.7 * moment))
    for begins, length in BLASTS:
        if begins <= moment < begins + length:
            rise = min(1.0, (moment - begins) * 12, (begins + length - moment) * 8)
            chord = sum(math.sin(math.tau * note * moment) for note in CHIME) / len(CHIME)
            return rumble + 0.85 * rise * chord
    return rumble


def leaning_r() -> None:
    """How the R of the town's name was drawn, and when the bowl slipped."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder, "spoken.wav")
        run("espeak-ng", "-v", "en-us", "-s", "150", "-w", str(spoken), WORDS)
        for number in range(FRAMES_A_SECOND * FILM_SECONDS):
            picture = Image.new("RGB", FILM_SIZE, (222, 226, 224))
            draw_r(ImageDraw.Draw(picture), number / (FRAMES_A_SECOND * FILM_SECONDS))
            picture.save(Path(folder, f"{number:04}.png"))
        film = DEMO / "recordings" / "the-leaning-r.mp4"
        sound = ["-i", str(spoken), "-c:a", "aac", "-b:a", "48k", "-ac", "1"]
        picture_options = [
            "-c:v",
            "libx264",
            "-preset",
            "veryslow",
            "-crf",
            "30",
            "-pix_fmt",
            "yuv420p",
        ]
        run(
            "ffmpeg",
            "-y",
            "-framerate",
            str(FRAMES_A_SECOND),
            "-i",
            f"{folder}/%04d.png",
            *sound,
            *picture_options,
            "-map_metadata",
            "-1",
            "-fflags",
            "+bitexact",
            "-movflags",
            "+faststart",
            str(film),
        )


def draw_r(pen: ImageDraw.ImageDraw, done: float) -> None:
    """Draw the letter as far as it is done, 0 to 1; at two thirds of its curve the bowl slips."""
    ink = (28, 34, 36)
    for y in range(40, 360, 40):
        pen.line([(0, y), (640, y)], fill=(206, 211, 208))
    stem = min(1.0, done / 0.25)
    pen.line([(250, 300), (250, 300 - 240 * stem)], fill=ink, width=26)
    turned = max(0.0, min(1.0, (done - 0.25) / 0.4))
    slip = 26 if turned > 0.66 else 0
    steps = [math.radians(-90 + 180 * turned * place / 40) for place in range(41)]
    curve = [
        (250 + 110 * math.cos(at) + (slip if at > math.radians(29) else 0), 125 + 65 * math.sin(at))
        for at in steps
    ]
    if turned:
        pen.line([(250, 60), *curve], fill=ink, width=26, joint="curve")
    if 0 < turned < 1:
        x, y = curve[-1]
        pen.ellipse([x - 46, y - 30, x + 46, y + 30], outline=(150, 40, 30), width=4)
    leg = max(0.0, min(1.0, (done - 0.65) / 0.2))
    if leg:
        pen.line([(275, 190), (275 + 120 * leg, 190 + 110 * leg)], fill=ink, width=26)


def form_6() -> None:
    """The water district's form for wet cellars, as PDF: one page in a typeface that every reader has."""
    lines = [
        (18, "Teal Water District"),
        (14, "Form 6: damage to a cellar"),
        (11, "Name ______________________________   Number on Alder Street _______"),
        (11, "Depth of the water, in inches ______   How you know ________________"),
        (11, "What stood in it (attach receipts) __________________________________"),
        (11, "What floated ________________________________________________________"),
        (11, "Hand it in at 200 Sluice Lane, upstairs. The cellar there is closed."),
    ]
    text = (
        "BT 72 740 Td "
        + " ".join(
            f"/F1 {size} Tf ({words}) Tj 0 -{size + 22} Td".replace(
                "(attach receipts)", "\\(attach receipts\\)"
            )
            for size, words in lines
        )
        + " ET"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Title (Form 6: damage to a cellar) >>",
    ]
    pdf, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(pdf)
    pdf += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    pdf += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n"
    (DEMO / "documents" / "form-6.pdf").write_text(pdf, encoding="latin-1")


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    horn()
    leaning_r()
    form_6()

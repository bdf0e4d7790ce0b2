"""Pictures in which an independent program has written every field that is read, in each kind of file that can hold it."""

from pathlib import Path
from typing import Any, Final

from broadsheet.incoming.tests.made import picture
from tests.tools import exiftool

KINDS: Final = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
WITH_EXIF: Final = ("jpg", "png", "webp", "avif")
WITH_IIM: Final = ("jpg", "png")
SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# Each block says other words, so that none can be taken for another.
XMP: Final = [
    "-XMP-dc:Description=Käthe Lund rows to Larkmere, at dawn.",
    *("-XMP-dc:Creator=Nell Roe", "-XMP-dc:Creator=Jon Abbey"),
    "-XMP-photoshop:Credit=Nell Roe and Jon Abbey / The Larkmere Ledger",
    "-XMP-photoshop:Source=The Larkmere Ledger",
    "-XMP-dc:Rights=© 2024 The Larkmere Ledger, all rights reserved",
    "-XMP-photoshop:DateCreated=2024:05:10 14:03:22-05:00",
    "-XMP-iptcExt:LocationShown={Sublocation=Depot Street,City=Larkmere,ProvinceState=Wisconsin,CountryName=United States}",
    "-XMP-iptcExt:LocationCreated={City=Dunmore,CountryName=United States,GPSLatitude=44.513312}",
    *("-XMP-photoshop:City=Oldtown", "-XMP-photoshop:State=Wisconsin"),
    "-XMP-photoshop:Headline=First boat of the year",
    "-XMP-dc:Title=First boat",
    "-XMP-photoshop:Instructions=Not before Friday.",
    "-XMP-xmpRights:UsageTerms=Once, with its story.",
    "-XMP-xmpRights:WebStatement=https://larkmereledger.example/rights/",
    "-XMP-plus:Licensor={LicensorName=The Ledger,LicensorURL=https://larkmereledger.example/licences/}",
    "-XMP-iptcCore:AltTextAccessibility=A woman in a rowing boat, the river pink behind her",
    f"-XMP-iptcExt:DigitalSourceType={SOURCE_TYPES}digitalCapture",
    "-XMP-plus:DataMining#=http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
    *("-XMP-dc:Subject=river", "-XMP-dc:Subject=dawn", "-XMP-iptcExt:PersonInImage=Käthe Lund"),
    *("-XMP-iptcExt:AISystemUsed=Northlight", "-XMP-iptcExt:AISystemVersionUsed=2.1"),
    *("-XMP-iptcExt:AIPromptInformation=a pink river", "-XMP-iptcExt:AIPromptWriterName=Ruth Osei"),
    *("-XMP-exif:GPSLatitude=44.513312", "-XMP-exif:GPSLongitude=-89.574563", "-XMP-aux:SerialNumber=SN40113"),
]  # fmt: skip
IIM: Final = [
    "-IPTC:CodedCharacterSet=UTF8",
    "-IPTC:Caption-Abstract=Zoë Grüber steps ashore.",
    *("-IPTC:By-line=Ruth Osei", "-IPTC:By-line=Ilse Markham"),
    "-IPTC:Credit=Osei and Markham / The Bell",
    "-IPTC:Source=The Dunmore Bell",
    "-IPTC:CopyrightNotice=© 2023 The Dunmore Bell",
    *("-IPTC:DateCreated=2023:06:01", "-IPTC:TimeCreated=07:30:00-05:00"),
    *("-IPTC:Sub-location=Mill Street", "-IPTC:City=Dunmore", "-IPTC:Province-State=Wisconsin"),
    *("-IPTC:Country-PrimaryLocationName=United States", "-IPTC:Headline=Last boat of the year"),
    *("-IPTC:ObjectName=Last boat", "-IPTC:SpecialInstructions=Ask first."),
    *("-IPTC:Keywords=lake", "-IPTC:Keywords=dusk"),
]
EXIF: Final = [
    "-IFD0:ImageDescription=Änne at the mill.",
    *("-IFD0:Artist=Ilse Markham", "-IFD0:Copyright=© 2022 Ilse Markham"),
    *("-ExifIFD:DateTimeOriginal=2022:07:01 18:20:05", "-ExifIFD:OffsetTimeOriginal=+02:00"),
    *("-ExifIFD:SerialNumber=SN40113", "-ExifIFD:OwnerName=Nell Roe"),
    *("-GPS:GPSLatitude=44.513312", "-GPS:GPSLatitudeRef=N", "-GPS:GPSLongitude=89.574563", "-GPS:GPSLongitudeRef=W"),
]  # fmt: skip


def write_every_field(folder: Path, blocks: dict[str, list[str]]) -> dict[str, Path]:
    """Write some blocks into a picture of each kind that is named; return the files by kind."""
    files = {kind: folder / f"boat.{kind}" for kind in blocks}
    for kind, path in files.items():
        path.write_bytes(picture(KINDS[kind]))
    exiftool.write({files[kind]: fields for kind, fields in blocks.items()})
    return files


def told(path: Path) -> dict[str, Any]:
    """Return what the other program says that a file says."""
    [found] = exiftool.read(path)
    return found

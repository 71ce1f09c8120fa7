"""A population raster from an open catalogue, by its address and checksum."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import rasterio
from rasterio.errors import RasterioError, RasterioIOError

from data.digests import file_sha256
from data.online.addresses import is_html
from data.online.asking import Ask
from data.online.faults import AnswerFault, Then
from data.online.http import PoliteClient
from geo.errors import DataUnavailableError, FileFormatError, InputError
from geo.text import Message

MOST_BYTES = 20_000_000_000
"""A raster longer than this is refused [bytes]."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
# TIFF and BigTIFF, little- and big-endian (TIFF 6.0, section 2; BigTIFF design).
_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_MAGIC_BYTES = 4


@dataclass(frozen=True, slots=True)
class PopulationSource:
    """
    Where a population raster comes from.

    Attributes
    ----------
    url
        Address of a GeoTIFF of people per cell.
    sha256
        Digest that the file must have, 64 hexadecimal digits.
    licence
        Licence and credit.

    Raises
    ------
    InputError
        If the digest is none.
    """

    url: str
    sha256: str
    licence: str = "CC BY 4.0, WorldPop (www.worldpop.org)"

    def __post_init__(self) -> None:
        """Refuse what can be no digest, before anything is fetched."""
        if not _SHA256.fullmatch(self.sha256.strip().lower()):
            raise InputError("online.bad_sha256", value=self.sha256)


def fetch_population(client: PoliteClient, source: PopulationSource, to: Path) -> bool:
    """
    Fetch a raster, unless it is there already.

    Returns
    -------
    fetched
        False where the file with this digest was there.

    Raises
    ------
    FileFormatError
        If the file has another digest, or is no GeoTIFF; nothing is kept.
    DataUnavailableError, OutputError
        As `PoliteClient.download`.
    """
    wanted = source.sha256.strip().lower()
    if to.is_file() and file_sha256(to) == wanted:
        return False

    def check(part: Path) -> None:
        if is_html(part):
            raise AnswerFault(Then.AGAIN, Message("online.why.html", {}))
        found = file_sha256(part)
        if found != wanted:
            raise FileFormatError(
                "online.other_sha256", url=source.url, found=found, expected=wanted
            )
        _check_geotiff(part, source.url)

    try:
        client.download(Ask(source.url, most_bytes=MOST_BYTES), to, check=check)
    except AnswerFault as fault:
        host = Ask(source.url).host
        raise DataUnavailableError("online.refused", host=host, why=fault.why) from fault
    return True


def _check_geotiff(path: Path, url: str) -> None:
    with path.open("rb") as stream:
        magic = stream.read(_MAGIC_BYTES)
    if magic not in _MAGIC:
        raise FileFormatError("online.not_geotiff", url=url, what=repr(magic))
    try:
        with warnings.catch_warnings():
            # A TIFF without a place is refused below; the library's warning says no more.
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(path, driver="GTiff") as raster:
                fine = raster.count >= 1 and raster.crs is not None
    except (RasterioError, RasterioIOError) as fault:
        raise FileFormatError("online.not_geotiff", url=url, what=str(fault)) from fault
    if not fine:
        raise FileFormatError("online.not_geotiff", url=url, what="CRS")

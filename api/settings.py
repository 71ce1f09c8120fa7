"""Settings: read once from the environment at start-up, then passed down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from geo.text import Lang


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What the environment chooses.

    Attributes
    ----------
    lang
        Language of the command line (``GOLDENHOUR_LANG``, else the locale's).
    host, port
        Where the service listens (``GOLDENHOUR_HOST``, ``GOLDENHOUR_PORT``).
    """

    lang: Lang
    host: str = "127.0.0.1"
    port: int = 8000


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; what makes no sense is passed over for the default."""
    env = os.environ if environ is None else environ
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    said = env.get("GOLDENHOUR_LANG", locale)
    port = env.get("GOLDENHOUR_PORT", "")
    return Settings(
        lang=Lang.ZH if said.lower().startswith("zh") else Lang.EN,
        host=env.get("GOLDENHOUR_HOST", "127.0.0.1"),
        port=int(port) if port.isdecimal() else 8000,
    )

"""The command that looks at the installation: doctor."""

import platform
import sys
import time
from importlib.metadata import version
from typing import Annotated

import typer

from api.screen import Screen

_LIBRARIES = ("numpy", "scipy", "shapely", "pyproj", "geopandas", "osmium", "folium", "fastapi")


def add_doctor_command(app: typer.Typer, screen: Screen) -> None:
    """Add ``doctor`` to the command line."""
    t = screen.t

    @app.command("doctor", help=t("cli.doctor"))
    def doctor(
        warm: Annotated[bool, typer.Option("--warm", help=t("cli.doctor.warm"))] = False,
    ) -> None:
        """Look at the installation; with --warm compile the kernels now."""
        from data.demo.district import district_names
        from data.plans import load_plan, plan_names
        from data.profiles import load_profiles
        from routing.warm import has_kernels, warm_kernels

        screen.version()
        screen.line("cli.doctor.python", python=sys.version.split()[0], system=platform.platform())
        libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
        screen.line("cli.doctor.libraries", libraries=libraries)
        for name in plan_names():
            load_plan(name)
        screen.line(
            "cli.doctor.reference",
            profiles=", ".join(load_profiles()),
            plans=", ".join(plan_names()),
            districts=", ".join(district_names()),
        )
        screen.line("cli.doctor.kernels" if has_kernels() else "cli.doctor.no_kernels")
        if warm and has_kernels():
            begun = time.perf_counter()
            with screen.step("cli.step.warm"):
                warm_kernels()
            screen.line("cli.doctor.warmed", seconds=time.perf_counter() - begun)

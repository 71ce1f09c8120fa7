"""The command that fetches what a study needs, and makes it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.naming import quoted, study_name
from api.screen import Screen
from api.study_options import study_files, takes_study_options
from api.version import VERSION
from geo.errors import InputError
from planning.note import Note
from planning.study import Study

if TYPE_CHECKING:
    from data.online.fetch import Endpoints, FetchPlan
    from data.online.manifest import Manifest
    from data.online.population import PopulationSource

_OVERPASS_URL = "https://overpass-api.de/api"
_NOMINATIM_URL = "https://nominatim.openstreetmap.org"
_LEAST_BUFFER_KM = 30.0


def add_fetch_command(group: typer.Typer, screen: Screen, *, write: Callable[..., None]) -> None:
    """
    Add ``fetch`` to the commands that make studies.

    Parameters
    ----------
    group
        Group of the command.
    screen
        Words and shows.
    write
        Writes what was made, as for a study from files: called with the study as made, the
        folder and the screen, and with ``strict`` and ``overwrite``.
    """
    t = screen.t

    @group.command("fetch", help=t("cli.fetch"), no_args_is_help=True)
    @takes_study_options(screen, needs_osm=False, without=frozenset({"osm"}))
    def fetch(
        folder: Annotated[Path, typer.Argument(help=t("cli.fetch.folder"))],
        *,
        place: Annotated[str, typer.Option("--place", help=t("cli.fetch.place"))] = "",
        osm_id: Annotated[str, typer.Option("--osm-id", help=t("cli.fetch.osm_id"))] = "",
        buffer_km: Annotated[
            float,
            typer.Option("--buffer-km", help=t("cli.fetch.buffer", least=_LEAST_BUFFER_KM)),
        ] = _LEAST_BUFFER_KM,
        population_url: Annotated[
            str, typer.Option("--population-url", help=t("cli.fetch.population_url"))
        ] = "",
        population_sha256: Annotated[
            str, typer.Option("--population-sha256", help=t("cli.fetch.population_sha256"))
        ] = "",
        population_licence: Annotated[
            str, typer.Option("--population-licence", help=t("cli.fetch.population_licence"))
        ] = "",
        sources: Annotated[
            Path | None, typer.Option("--sources", help=t("cli.fetch.sources"))
        ] = None,
        strict: Annotated[bool, typer.Option("--strict", help=t("cli.create.strict"))] = False,
        yes: Annotated[bool, typer.Option("--yes", help=t("cli.fetch.yes"))] = False,
        overwrite: Annotated[
            bool, typer.Option("--overwrite", help=t("cli.create.overwrite"))
        ] = False,
        **given: Any,  # noqa: ANN401 - the options that every study has
    ) -> None:
        """Fetch the sources of a place, then make a study of them."""
        from data.create import make_study
        from data.datum import Datum
        from data.online.fetch import fetch_sources
        from data.plans import load_plan
        from data.studies import check_place

        if bool(place.strip()) == bool(osm_id.strip()):
            raise InputError("online.two_places" if place.strip() else "online.no_place")
        people = _population(population_url, population_sha256, population_licence, given)
        # Whatever can fail without the internet fails before it is asked.
        files = study_files(given | {"osm": folder})
        load_plan(files.plan)
        check_place(folder, overwrite=overwrite)
        files = replace(files, name=study_name(files.name, folder))

        def tell(note: Note) -> None:
            screen.say(note.code, **note.fields)

        def agree(plan: "FetchPlan") -> None:
            size = {"requests": plan.requests, "region_km2": plan.region_km2}
            screen.say(
                "cli.fetch.plan_line",
                place=plan.place.display_name,
                osm_id=plan.place.osm_id,
                district_km2=plan.district_km2,
                **size,
            )
            if plan.is_large and not yes:
                raise InputError(
                    "online.large",
                    place=plan.place.name,
                    km2=plan.region_km2,
                    requests=plan.requests,
                )

        beside = folder.with_name(f"{folder.resolve().name}.sources")
        fetched = fetch_sources(
            place,
            sources or beside,
            endpoints=read_endpoints(),
            osm_id=osm_id,
            buffer_m=buffer_km * 1000,
            population=people,
            agree=agree,
            progress=tell,
        )
        files = replace(files, osm=fetched.osm)
        if fetched.population is not None:
            files = replace(files, population=fetched.population)
        if files.areas is None and fetched.areas is not None:
            files = replace(files, areas=fetched.areas, areas_datum=Datum.WGS84)
        with screen.steps() as step:
            made = make_study(files, tell=step)
        made = replace(made, study=with_licences(made.study, fetched.manifest))
        write(made, folder, screen, strict=strict, overwrite=overwrite)
        screen.say("cli.fetch.kept", path=str(fetched.folder))
        screen.say("cli.create.done", path=str(folder), quoted=quoted(folder))


def read_endpoints(environ: Mapping[str, str] | None = None) -> "Endpoints":
    """
    Read which services are asked: ``GOLDENHOUR_OVERPASS_URL``, ``GOLDENHOUR_NOMINATIM_URL``.

    Examples
    --------
    >>> read_endpoints({"GOLDENHOUR_OVERPASS_URL": "http://osm.local/api"}).overpass_url
    'http://osm.local/api'
    """
    from data.online.fetch import Endpoints

    env = os.environ if environ is None else environ
    return Endpoints(
        overpass_url=env.get("GOLDENHOUR_OVERPASS_URL") or _OVERPASS_URL,
        nominatim_url=env.get("GOLDENHOUR_NOMINATIM_URL") or _NOMINATIM_URL,
        agent=f"goldenhour/{VERSION}",
    )


def with_licences(study: Study, manifest: "Manifest") -> Study:
    """Give the study's inputs the licences that the fetched files came under."""
    known = {one.sha256: one.licence for one in manifest.sources}
    inputs = tuple(
        replace(one, licence=known.get(one.sha256, one.licence)) for one in study.info.inputs
    )
    return replace(study, info=replace(study.info, inputs=inputs))


def _population(
    url: str, sha256: str, licence: str, given: Mapping[str, Any]
) -> "PopulationSource | None":
    from data.online.population import PopulationSource

    if bool(url) != bool(sha256):
        raise InputError("online.sha256_missing")
    if not url:
        return None
    if given.get("population") is not None:
        raise InputError("online.two_populations")
    return PopulationSource(url, sha256, *([licence] if licence else []))

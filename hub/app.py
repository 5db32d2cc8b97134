"""The front door over HTTP: one path for every command and query, the pages, and what operators ask."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from prometheus_client import REGISTRY, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.api import Api
from hub.health import Probed, examine
from hub.module import Registry
from hub.openapi import document
from hub.problems import MEDIA_TYPE, Problem
from hub.settings import Settings, is_loopback

Endpoint = Callable[[Request], Any]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
        " connect-src 'self' ws: wss:; frame-src blob:; worker-src 'self' blob:; frame-ancestors 'none';"
        " base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

PATIENT_FILES = ("patient-worker.js", "patient.webmanifest", "patient-icon.svg", "patient-icon.png")
"""What makes the patient app one that a telephone can install."""


def create_app(
    settings: Settings,
    registry: Registry,
    api: Api,
    probes: list[Probed],
    live: Callable[[str], ASGIApp | None],
    sites: Mapping[str, ASGIApp],
) -> ASGIApp:
    """The ASGI application of one ``serve`` process; ``live`` finds the live door's own applications by path.

    ``sites`` answer their own path and what lies below it, save for the commands and queries of the same name.
    """
    rest = _everything_else(settings, registry, probes)

    def site(path: str) -> ASGIApp | None:
        return next((app for own, app in sites.items() if path == own or path.startswith(f"{own}/")), None)

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        # Commands and queries are the hot path and have one shape: they need no router.
        path = scope["path"]
        posted = scope["type"] == "http" and scope["method"] == "POST" and path.startswith("/api/")
        if posted and path not in sites:
            await api(scope, receive, send)
        else:
            await (live(path) or site(path) or rest)(scope, receive, send)

    return front


def _everything_else(settings: Settings, registry: Registry, probes: list[Probed]) -> Starlette:
    routes: list[BaseRoute] = [
        Route("/api/openapi.json", _openapi(registry), methods=["GET"]),
        Route("/health", _health(probes), methods=["GET"]),
        Route("/ready", _health([p for p in probes if p.vital]), methods=["GET"]),
        Route("/metrics", _metrics(settings), methods=["GET"]),
        *_pages(settings.web_dir),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _problem})


def _problem(request: Request, error: Exception) -> Response:
    """A wrong path or method, told like every other refusal."""
    assert isinstance(error, HTTPException)  # noqa: S101 - that is what it is registered for
    status = HTTPStatus(error.status_code)
    told = Problem("about:blank", status.phrase, status, status.name.lower(), f"{request.method} {request.url.path}")
    return Response(msgspec.json.encode(told), status, headers=error.headers, media_type=MEDIA_TYPE)


def _pages(web: Path) -> list[BaseRoute]:
    def page(name: str) -> FileResponse:
        return FileResponse(web / name, headers=SECURITY_HEADERS)

    def staff(_: Request) -> Response:
        return page("staff.html")

    def screen(_: Request) -> Response:
        return page("screen.html")

    def patient(_: Request) -> Response:
        return page("patient.html")

    def beside(request: Request) -> Response:
        return page(request.url.path.removeprefix("/"))

    return [
        Route("/", staff, methods=["GET"]),
        Route("/screen/{code}", screen, methods=["GET"]),
        Route("/patient", patient, methods=["GET"]),
        # At the root, because a service worker may only look after what lies below its own path.
        *(Route(f"/{name}", beside, methods=["GET"]) for name in PATIENT_FILES),
        Mount("/assets", _Assets(directory=web / "assets", check_dir=False)),
    ]


class _Assets(StaticFiles):
    """Files whose names carry a hash of their content: they never change."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _openapi(registry: Registry) -> Endpoint:
    text = document(registry)

    def answer(_: Request) -> Response:
        return Response(text, media_type="application/json")

    return answer


def _health(probes: list[Probed]) -> Endpoint:
    async def answer(_: Request) -> Response:
        health = await examine(probes)
        vital = {p.name for p in probes if p.vital}
        down = any(c.status != "ok" for name, c in health.components.items() if name in vital)
        return Response(msgspec.json.encode(health), 503 if down else 200, media_type="application/json")

    return answer


def _metrics(settings: Settings) -> Endpoint:
    def answer(request: Request) -> Response:
        local = settings.loopback and request.client is not None and is_loopback(request.client.host)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not local and not (settings.metrics_token and hmac.compare_digest(token, settings.metrics_token)):
            return PlainTextResponse("metrics need a token here\n", 401)
        return PlainTextResponse(generate_latest(REGISTRY))

    return answer

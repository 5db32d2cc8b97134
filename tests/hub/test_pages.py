"""What the front door serves besides operations: pages with their headers, and figures for operators only."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.house import House
from tests.hub.front import front


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A built web folder in small."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app-1a2b.js").write_text("export {}", "utf-8")
    (tmp_path / "patient-worker.js").write_text("worker", "utf-8")
    (tmp_path / "patient.webmanifest").write_text("{}", "utf-8")
    for page in ("staff", "screen", "patient"):
        (tmp_path / f"{page}.html").write_text(f"<title>{page}</title>", "utf-8")
    return tmp_path


@pytest.mark.parametrize(("path", "page"), [("/", "staff"), ("/screen/ct1", "screen"), ("/patient", "patient")])
async def test_a_page_carries_a_strict_policy(house: House, web: Path, path: str, page: str) -> None:
    async with front(house, web_dir=web) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.text) == (200, f"<title>{page}</title>")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in policy.get("script-src", policy["default-src"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_patient_app_can_be_installed(house: House, web: Path) -> None:
    """Its service worker stands at the root, or it could not look after ``/patient``; the browser asks for it anew."""
    async with front(house, web_dir=web) as client:
        worker = await client.get("/patient-worker.js")
        manifest = await client.get("/patient.webmanifest")
    assert (worker.status_code, worker.text) == (200, "worker")
    assert "javascript" in worker.headers["content-type"]
    assert worker.headers["cache-control"] == "no-cache"
    assert manifest.headers["content-type"] == "application/manifest+json"


async def test_assets_never_change_and_nothing_else_is_given(house: House, web: Path) -> None:
    (web.parent / "secret").write_text("secret", "utf-8")
    async with front(house, web_dir=web) as client:
        asset = await client.get("/assets/app-1a2b.js")
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        for path in ("/assets/../staff.html", "/assets/%2e%2e/%2e%2e/secret", "/assets/none.js", "/elsewhere"):
            assert (await client.get(path)).status_code == 404, path


async def test_figures_are_for_this_machine_or_with_a_token(house: House) -> None:
    async with front(house) as here:
        figures = await here.get("/metrics")
    assert figures.status_code == 200
    assert "carewire_operation_seconds" in figures.text
    async with front(house, "10.0.0.9", host="192.168.1.5") as elsewhere:
        assert (await elsewhere.get("/metrics")).status_code == 401
        assert (await elsewhere.get("/metrics", headers={"Authorization": "Bearer "})).status_code == 401
    async with front(house, "10.0.0.9", host="192.168.1.5", metrics_token="figures") as operator:
        assert (await operator.get("/metrics", headers={"Authorization": "Bearer wrong"})).status_code == 401
        assert (await operator.get("/metrics", headers={"Authorization": "Bearer figures"})).status_code == 200


async def test_a_wrong_path_and_a_wrong_method_are_problems_too(house: House) -> None:
    async with front(house) as client:
        for method, path, status in (("GET", "/api/queue/call-first", 404), ("POST", "/health", 405)):
            answer = await client.request(method, path)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status

"""The registrations of the list as a workbook, asked for and saved in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.domains.catalog.sheets import read
from tests.kit.browser import Open, open_page, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow


def test_what_the_list_shows_is_exported(up: Up, window: Open) -> None:
    page = window(up.url)
    sign_in(page, "registrar")
    open_page(page, "registrations")
    rows = page.get_by_test_id("list-registrations").locator("tr[data-row-key]")
    page.get_by_test_id("filter-name").locator("input").fill("韦冬")
    page.get_by_test_id("query").click()
    expect(rows).to_have_count(1)
    page.get_by_test_id("export").click()
    job = page.get_by_test_id("job").first
    expect(job).to_contain_text("导出登记列表")
    expect(job).to_have_attribute("data-state", "done")
    expect(job).to_contain_text("共 1 行")
    with page.expect_download() as told:
        job.get_by_test_id("job-download").click()
    path: Path = told.value.path()
    heading, only = read(path.read_bytes())
    assert (heading[0], only[0]) == ("患者姓名", "韦冬梅")

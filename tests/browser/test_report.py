"""The report as a person opens it: on a telephone, a laptop and paper, by keyboard alone, and through axe-core."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from pipeline import report
from pipeline.home import Home

pytestmark = pytest.mark.browser

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1366,900",
)  # fmt: skip
PICTURES = Path(tempfile.gettempdir()) / "kpi-pictures"
"""Screenshots for people to look at."""

SIZES = {"phone": (390, 844, ""), "laptop": (1366, 900, ""), "paper": (718, 1010, "print")}
"""Width and height in CSS pixels, and the medium; A4 less its margins is 718 wide."""

LARGEST = 5_000_000
"""Bytes of a page at most."""

EDITIONS = ["report.html", "report_edinburgh.html", "public/report.html", "public/report_edinburgh.html"]

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def folder(refreshed: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the shipped deliveries, and beside it that of the public edition."""
    place = tmp_path_factory.mktemp("report")
    (place / "public").mkdir()
    for edition in ("", "public"):
        report.write(refreshed.published / "current" / edition / "kpi.duckdb", place / edition)
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    if not shutil.which("chromedriver"):
        pytest.skip("needs Debian's chromium and chromium-driver; .ci/run installs them")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with tempfile.TemporaryDirectory() as profile:
        for argument in (*CHROMIUM, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        yield driver
        driver.quit()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, from npm, kept nowhere."""
    if not shutil.which("npm"):
        pytest.skip("needs npm to fetch axe-core")
    place = tmp_path_factory.mktemp("axe")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "axe-core"]
    if subprocess.run(command, cwd=place, capture_output=True, timeout=180, check=False).returncode:
        pytest.skip("axe-core could not be fetched")
    return (place / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def show(browser: webdriver.Chrome, page: Path, size: str) -> None:
    """Open ``page`` at a size of SIZES; the logs before are thrown away."""
    width, height, medium = SIZES[size]
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium})
    browser.get_log("browser"), browser.get_log("performance")
    browser.get(page.as_uri())


def requests(browser: webdriver.Chrome) -> set[str]:
    """Addresses asked for since the page was opened."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [*EDITIONS, "report_blackpool.html"])
def test_page_opens_alone_without_complaint_and_fits(folder, browser, name, size):
    show(browser, folder / name, size)
    PICTURES.mkdir(exist_ok=True)
    browser.save_screenshot(str(PICTURES / f"{name.removesuffix('.html').replace('/', '-')}-{size}.png"))
    assert browser.get_log("browser") == []
    assert requests(browser) <= {(folder / name).as_uri()}
    assert browser.execute_script("return document.documentElement.scrollWidth") <= SIZES[size][0]


def test_every_page_is_small_enough_to_send(folder):
    sizes = {path: path.stat().st_size for path in folder.rglob("*.html")}
    assert len(sizes) == 10
    assert max(sizes.values()) < LARGEST


def test_the_pictures_of_the_readme_show_what_it_says(folder, browser):
    """Writes the two pictures that docs/pictures holds copies of."""
    show(browser, folder / "report_east-lothian.html", "laptop")
    PICTURES.mkdir(exist_ok=True)
    for name, place in (("report.png", "#el_business_2023"), ("control-chart.png", "#lac_away .main-chart")):
        shown = browser.find_element(By.CSS_SELECTOR, place)
        browser.execute_script("arguments[0].scrollIntoView()", shown)
        taken = shown.screenshot if name == "control-chart.png" else browser.save_screenshot
        assert taken(str(PICTURES / name)) and (PICTURES / name).stat().st_size > 10_000


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["report_blackpool.html", "public/report_blackpool.html"])
def test_no_words_of_a_chart_are_cut_off(folder, browser, name, size):
    show(browser, folder / name, size)
    cut = browser.execute_script(
        "const wide = document.documentElement.clientWidth;"
        "return [...document.querySelectorAll('svg.chart text')].filter(t => {"
        "  const box = t.getBoundingClientRect(); return box.width && (box.left < -4 || box.right > wide + 4); })"
        ".map(t => t.textContent)"
    )
    assert cut == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["report_edinburgh.html", "public/report_edinburgh.html"])
def test_no_label_of_a_bar_runs_into_its_figure(folder, browser, name, size):
    show(browser, folder / name, size)
    overlapping = browser.execute_script(
        "return [...document.querySelectorAll('svg.bars .shown, svg.bars .absent')].filter(t => "
        "  t.previousElementSibling.getBoundingClientRect().right > t.getBoundingClientRect().left + 3)"
        ".map(t => t.previousElementSibling.textContent + t.textContent)"
    )
    assert overlapping == []


def test_the_keyboard_reaches_everything(folder, browser):
    show(browser, folder / "report_midlothian.html", "laptop")
    stops = browser.execute_script(
        "window.stops = [...document.querySelectorAll('a[href], summary, [tabindex]')]"
        ".filter(e => e.checkVisibility());"
        "return window.stops.length"
    )
    reached = set()
    for _ in range(stops + 1):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(browser.execute_script("return window.stops.indexOf(document.activeElement)"))
    assert reached - {-1} == set(range(stops))


def test_a_table_opens_without_script(folder, browser):
    show(browser, folder / "report_midlothian.html", "laptop")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.refresh()
        details = browser.find_element(By.CSS_SELECTOR, "#lac_rate details")
        details.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
        assert "December 2023" in details.text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_it_prints_to_a4(folder, browser):
    show(browser, folder / "report_edinburgh.html", "laptop")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    content = base64.b64decode(printed["data"])
    (PICTURES / "report_edinburgh.pdf").write_bytes(content)
    assert b"/MediaBox [0 0 594" in content or b"/MediaBox [0 0 595" in content
    figures = len(browser.find_elements(By.TAG_NAME, "article"))
    assert figures / 2 < content.count(b"/Type /Page\n") < 1.5 * figures


@pytest.mark.parametrize("size", ["phone", "laptop"])
@pytest.mark.parametrize("name", EDITIONS)
def test_axe_finds_no_violation_of_wcag_22_aa(folder, browser, axe, name, size):
    show(browser, folder / name, size)
    browser.set_script_timeout(120)
    browser.execute_script("document.querySelectorAll('details').forEach((d, i) => { d.open = i < 6; })")
    browser.execute_script(axe)
    found: list[Any] = browser.execute_async_script(
        "const done = arguments[1];"
        "axe.run({runOnly: arguments[0], resultTypes: ['violations']}).then(r => done(r.violations.map("
        "  v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])))",
        STANDARD,
    )
    assert found == []

"""The Dagster page as a person sees it after a refresh: every stage in the graph, every check passed."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.home import PROJECT, Home

pytestmark = pytest.mark.browser

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=2400,1400",
)  # fmt: skip
PICTURES = Path(tempfile.gettempdir()) / "kpi-pictures"
"""Screenshots for people to look at."""

STAGES = (
    "landing", "extracts", "staging", "intermediate", "measures", "observation", "quality", "marts", "gates", "release",
)  # fmt: skip
"""The groups of the README's picture, in the order in which a refresh comes to them."""

BARE = """
    const style = document.createElement('style');
    style.textContent = 'svg path { stroke: #6b7280 }';
    document.head.append(style);
    document.querySelectorAll('[class*=zoomSliderContainer], button').forEach(e => e.style.visibility = 'hidden');
"""
EXTENT = """
    const boxes = [...document.querySelectorAll('foreignObject')].map(e => e.getBoundingClientRect());
    return [Math.min(...boxes.map(b => b.left)), Math.min(...boxes.map(b => b.top)),
            Math.max(...boxes.map(b => b.right)), Math.max(...boxes.map(b => b.bottom))];
"""
"""Where the nodes of the graph lie on the screen."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/server_info", timeout=2):
            return True
    except (URLError, TimeoutError):
        return False


@pytest.fixture(scope="module")
def page(refreshed: Home) -> Iterator[str]:
    """The address of ``kpi ui`` over a refreshed home; stopped, with all it started, at the end."""
    port = free_port()
    command = "from pipeline.cli import app; app()"
    arguments = ["ui", "--raw", str(refreshed.raw), "--home", str(refreshed.root), "--port", str(port)]
    process = subprocess.Popen([sys.executable, "-c", command, *arguments], cwd=PROJECT, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while not answers(address):
            assert process.poll() is None and time.monotonic() < deadline, "kpi ui did not start"
            time.sleep(1)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    if not shutil.which("chromedriver"):
        pytest.skip("needs Debian's chromium and chromium-driver; .ci/run installs them")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        for argument in (*CHROMIUM, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        yield driver
        driver.quit()


def text_with(browser: webdriver.Chrome, *expected: str) -> str:
    """The text of the page once all of ``expected`` stands in it; fails after a minute."""

    def shown(driver: webdriver.Chrome) -> str | bool:
        text = driver.find_element(By.TAG_NAME, "body").text
        return text if all(words in text for words in expected) else False

    return str(WebDriverWait(browser, 60, ignored_exceptions=[Exception]).until(shown, f"no {expected} on the page"))


def picture(browser: webdriver.Chrome, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    browser.save_screenshot(str(PICTURES / f"{name}.png"))


def test_graph_shows_every_stage(page, browser):
    browser.get(f"{page}/asset-groups")
    text_with(browser, "landing", "extracts", "staging", "quality", "measures", "marts", "gates", "release")
    time.sleep(5)  # the state of each group follows the graph by a few seconds; the picture should have it
    picture(browser, "graph")


def test_the_picture_of_the_readme_shows_the_stages_from_left_to_right(page, browser):
    """Writes the picture that docs/pictures holds a copy of: lines darker than Dagster's, nothing around the graph."""
    stages = " or ".join(f'group:"{stage}"' for stage in STAGES)
    browser.get(f"{page}/asset-groups~{quote(stages)}/")
    text_with(browser, *STAGES)
    browser.find_element(By.XPATH, "//*[text()='Hide navigation']").click()
    time.sleep(5)  # the graph is laid out once the page has its width
    browser.execute_script(BARE)
    left, top, right, bottom = browser.execute_script(EXTENT)
    clip = {"x": left - 20, "y": top - 20, "width": right - left + 40, "height": bottom - top + 40, "scale": 1}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "clip": clip})
    (PICTURES / "graph-readme.png").write_bytes(base64.b64decode(taken["data"]))
    places = browser.execute_script(
        "return [...document.querySelectorAll('foreignObject')].map(e => [+e.getAttribute('x'), e.textContent])"
    )
    assert [name for _, name in sorted(places)] == list(STAGES)


@pytest.mark.parametrize("gate", ["gate_2", "gate_3"])
def test_every_check_of_a_gate_has_passed(page, browser, gate):
    browser.get(f"{page}/assets/{gate}?view=checks")
    text = text_with(browser, "Checks (", "Succeeded")
    picture(browser, gate)
    assert "Failed" not in text


def test_an_extract_shows_that_its_rows_are_accounted_for(page, browser):
    browser.get(f"{page}/assets/raw/registration?view=checks")
    text_with(browser, "delivered_rows_accounted_for", "Succeeded")
    picture(browser, "extract")


def test_the_refresh_is_in_the_list_of_runs_as_a_success(page, browser):
    browser.get(f"{page}/runs")
    text_with(browser, "refresh", "Success")
    picture(browser, "runs")


def test_the_night_is_scheduled(page, browser):
    browser.get(f"{page}/automation")
    text_with(browser, "nightly", "new_deliveries")
    picture(browser, "automation")

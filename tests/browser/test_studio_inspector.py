"""The studio's inspector in a browser: frames, looks, titles and remarks as an editor sets them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_studio import a_saved_clip, begin, open_studio, state
from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def a_new_clip(windows: Windows, *, language: str = "en") -> Page:
    page = windows.open(role="Editor", language=language)
    open_studio(page, begin(page))
    return page


def frame(page: Page) -> Locator:
    return page.locator(".pm-frame")


def box(page: Page) -> dict[str, float]:
    """Where the frame lies, in pixels of the window."""
    found = frame(page).bounding_box()
    assert found is not None
    return {side: found[side] for side in ("x", "y", "width", "height")}


def pull(page: Page, x: float, y: float) -> None:
    """Drag the frame by its middle."""
    at = box(page)
    middle = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + x, middle[1] + y, steps=5)
    page.mouse.up()


def test_the_frame_follows_the_animal_until_it_is_moved_by_hand(windows: Windows) -> None:
    page = a_new_clip(windows)
    panel = page.get_by_role("tabpanel", name="Frame")
    panel.get_by_role("radio", name="9:16").check(force=True)
    expect(panel).to_contain_text("Shot 1 of 1 · Follows the animal")
    before = box(page)
    assert before["width"] / before["height"] == pytest.approx(9 / 16, abs=0.01)
    page.keyboard.press("End")
    expect(frame(page)).not_to_have_attribute("style", re.compile(rf"left: {before['x']}"))
    moved = box(page)
    pull(page, -100, 0)
    expect(panel).to_contain_text("Set by hand")
    assert box(page)["x"] == pytest.approx(moved["x"] - 100, abs=2)
    # The same by keys, and what a hand set is one step to undo.
    page.keyboard.press("ArrowRight")
    assert box(page)["x"] > moved["x"] - 99
    page.keyboard.press("+")
    assert box(page)["width"] < before["width"]
    while page.locator("#undo").is_enabled():
        page.locator("#undo").click()
    expect(panel).to_contain_text("Follows the animal")
    assert box(page)["x"] == pytest.approx(moved["x"], abs=2)


def test_what_the_frame_holds_is_seen_as_large_as_it_fits(windows: Windows) -> None:
    page = a_new_clip(windows)
    panel = page.get_by_role("tabpanel", name="Frame")
    panel.get_by_role("radio", name="1:1").check(force=True)
    room = page.locator("#viewer").bounding_box()
    panel.get_by_role("checkbox", name="Show only what the frame holds").check()
    expect(page.locator("#picture")).to_have_attribute("style", re.compile("clip-path"))
    assert room is not None
    assert box(page)["height"] == pytest.approx(room["height"], abs=2)
    panel.get_by_role("checkbox", name="Show only what the frame holds").uncheck()
    expect(page.locator("#picture")).not_to_have_attribute("style", re.compile("clip-path"))


def shade(page: Page) -> list[int]:
    """Red, green and blue of the middle of the picture on the screen."""
    middle = page.locator("#picture").bounding_box()
    assert middle is not None
    clip = {"x": middle["x"] + middle["width"] / 2, "y": middle["y"] + middle["height"] / 3, "width": 60, "height": 60}
    data = page.screenshot(clip=clip)  # type: ignore[arg-type]
    from io import BytesIO

    from PIL import Image

    return [round(value) for value in Image.open(BytesIO(data)).convert("RGB").resize((1, 1)).getpixel((0, 0))]  # type: ignore[union-attr]


def test_a_look_is_seen_at_once_and_exactly_on_demand(windows: Windows) -> None:
    page = a_new_clip(windows)
    page.get_by_role("tab", name="Look").click()
    panel = page.get_by_role("tabpanel", name="Look")
    red, green, blue = shade(page)
    assert max(red, green, blue) - min(red, green, blue) > 8
    panel.get_by_role("radio", name="Infrared").check(force=True)
    page.wait_for_timeout(300)
    grey = shade(page)
    assert max(grey) - min(grey) <= 3
    assert sum(grey) > red + green + blue
    panel.get_by_role("button", name="Exact picture").click()
    line = page.get_by_role("slider", name=re.compile("As filmed to the left"))
    expect(line).to_be_focused()
    page.keyboard.press("Home")
    exact = shade(page)
    assert exact == pytest.approx(grey, abs=8)
    page.keyboard.press("End")
    assert shade(page) == pytest.approx([red, green, blue], abs=4)
    panel.get_by_role("button", name="Back to the film").click()
    expect(line).to_be_hidden()
    panel.get_by_role("radio", name="this shot").check(force=True)
    panel.get_by_role("spinbutton", name="Contrast").fill("40")
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("Has a look of its own")
    panel.get_by_role("button", name="Back to the clip’s look").or_(
        panel.get_by_role("button", name="Back to the clip's look")
    ).click()
    expect(panel).not_to_contain_text("Has a look of its own")


def test_one_click_names_the_animal_in_all_languages(windows: Windows) -> None:
    page = a_new_clip(windows, language="zh-hans")
    page.get_by_role("tab", name="标题", exact=True).click()
    panel = page.get_by_role("tabpanel", name="标题", exact=True)
    panel.get_by_role("button", name="标注东北豹").click()
    card = page.locator(".pm-titlecard")
    expect(card).to_contain_text("东北豹")
    expect(card).to_contain_text("Panthera pardus orientalis")
    expect(panel.get_by_label("文字 English")).to_have_value("Amur leopard")
    panel.get_by_label("字幕与标题的显示语言").select_option("en")
    expect(card).to_contain_text("Amur leopard")
    panel.get_by_role("button", name="+ 片尾").click()
    expect(page.locator(".pm-titlecard--end_card")).to_contain_text("Communication", use_inner_text=True)
    expect(page.locator(".pm-time__title")).to_have_count(2)
    panel.get_by_role("button", name="删除").locator("visible=true").click()
    expect(page.locator(".pm-time__title")).to_have_count(1)


def test_remarks_are_left_answered_and_settled(windows: Windows) -> None:
    page, address = a_saved_clip(windows, title="Remarked")
    page.get_by_role("tab", name="Remarks").click()
    panel = page.get_by_role("tabpanel", name="Remarks")
    page.locator("#timecode").click()  # arrow keys are the tabs' while one has the focus
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("m")
    expect(page.locator(".pm-time__mark")).to_have_count(1)
    panel.get_by_label("Comment at the playhead").fill("Cut here?")
    panel.get_by_role("button", name="Comment", exact=True).click()
    expect(panel.get_by_role("listitem").filter(has_text="Cut here?")).to_be_visible()
    expect(state(page)).to_have_text("Saved as version 1")

    other = windows.open(role="Publisher", language="en")
    open_studio(other, address)
    other.get_by_role("tab", name="Remarks").click()
    remark = other.locator(".pm-remark").filter(has_text="Cut here?")
    remark.get_by_role("textbox").fill("A second later")
    remark.get_by_role("button", name="Answer").click()
    expect(remark).to_contain_text("A second later")
    remark.get_by_role("button", name="Done").click()
    expect(remark).to_have_count(0)
    expect(other.get_by_role("button", name="Show what is done (1)")).to_be_visible()

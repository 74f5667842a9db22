"""A person without a mouse: goes to a control by Tab, knows it by its words, and works it by keys."""

from playwright.sync_api import Page

MOST_STOPS = 150
FOCUSED = """() => {
    const focused = document.activeElement;
    const words = (focused.labels && focused.labels.length && focused.labels[0].innerText)
        || focused.getAttribute("aria-label") || focused.innerText || "";
    return words.replace(/\\s+/g, " ").trim();
}"""


class Keyboard:
    """One page worked by keys alone; every step starts where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Watched all the time: switching the watch on for each file comes too late now and then.
        page.on("filechooser", lambda chooser: None)

    def reach(self, name: str) -> None:
        """Press Tab until the focus is on what is called so."""
        passed = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            passed.append(self.page.evaluate(FOCUSED))
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"Tab does not reach “{name}”; it passes {passed}")

    def write(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def press(self, name: str) -> None:
        """Go to a button or a link and press Enter; wait for the page that follows."""
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, name: str) -> None:
        """Choose the first choice of a group."""
        self.reach(name)
        self.page.keyboard.press("Space")

    def choose_next(self, name: str) -> None:
        """Choose the option below the one that a list shows."""
        self.reach(name)
        self.page.keyboard.press("ArrowDown")

    def attach(self, name: str, file: str, content: bytes) -> None:
        """Open the window that asks for a file, and choose one."""
        self.reach(name)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files({"name": file, "mimeType": "application/pdf", "buffer": content})

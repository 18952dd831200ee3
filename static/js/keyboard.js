// Keyboard: single letters only while no field has the cursor, and only if not switched off (WCAG
// 2.1.4). Ctrl+S and Esc always work.
"use strict";
{
  const KEY = "unionreg.single-keys";
  const LAST = "unionreg.last-opened";
  const ROWS = "#result_list tbody > tr, [data-rows] > tr, [data-rows] > li";
  const first = (selector) => document.querySelector(selector);
  const FOUND = "#result_list tbody > tr, .found > li"; // what a search field finds
  const rows = (among = ROWS) => [...document.querySelectorAll(among)].filter((r) => r.offsetParent && r.querySelector("a[href]"));
  let pending = ""; // the "g" of two-letter shortcuts
  let timer = 0;

  // Storage may be forbidden (private windows); then nothing is remembered.
  function remember(area, name, value) {
    try {
      if (value !== undefined) window[area].setItem(name, value);
      return window[area].getItem(name);
    } catch {
      return null;
    }
  }

  // --- the switch in the help --------------------------------------------------------------------
  const box = document.getElementById("single-keys");
  if (box) {
    box.checked = remember("localStorage", KEY) !== "off";
    box.addEventListener("change", () => {
      remember("localStorage", KEY, box.checked ? "on" : "off");
    });
  }

  // --- rows --------------------------------------------------------------------------------------
  function currentRow() {
    const focused = document.activeElement && document.activeElement.closest(ROWS);
    return focused || first("tr.at, li.at");
  }

  function mark(row) {
    for (const other of document.querySelectorAll("tr.at, li.at")) other.classList.remove("at");
    if (row) row.classList.add("at");
  }

  function move(step, among = ROWS) {
    const list = rows(among);
    if (!list.length) return false;
    const at = list.indexOf(currentRow());
    const row = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    mark(row);
    const link = row.querySelector("th a, td a, a");
    if (link) link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  function select() {
    const row = currentRow();
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
    return Boolean(box);
  }

  // Back on a list, the row that was open is the one where j and k go on.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && link.closest(ROWS)) remember("sessionStorage", LAST, link.pathname);
  });
  const last = remember("sessionStorage", LAST);
  if (last) {
    const row = rows().find((r) => [...r.querySelectorAll("a")].some((a) => a.pathname === last));
    if (row) {
      mark(row);
      row.scrollIntoView({ block: "nearest" });
    }
  }

  // --- what the keys do: each function tells whether it did anything -------------------------------
  function follow(selector) {
    const link = first(selector);
    if (link) link.click();
    return Boolean(link);
  }

  function focus(selector) {
    const field = first(selector);
    if (!field || field.offsetParent === null) return false;
    field.focus();
    if (field.select) field.select();
    return true;
  }

  function filter() {
    const drop = first("#changelist-filter details");
    if (!drop) return false;
    drop.open = true;
    (drop.querySelector(".selected a, a") || drop.querySelector("summary")).focus();
    return true;
  }

  const single = {
    "/": () => focus("#gsearch") || focus("main input[type=search]"),
    "?": () => { window.unionreg.openDialog("help"); return true; },
    j: () => move(1),
    k: () => move(-1),
    x: select,
    f: filter,
    n: () => follow("a.addlink[href], [data-key=n]"),
    e: () => follow("[data-key=e]") || focus("form[data-guard] :is(input:not([type=hidden]), select, textarea)"),
  };

  function goTo(letter) {
    if (letter === "t") {
      const home = first('#nav-sidebar [data-key="gh"]');
      if (home) window.location.assign(`${home.pathname}#todo`);
      return Boolean(home);
    }
    return follow(`#nav-sidebar [data-key="g${letter}"]`);
  }

  function escape() {
    const active = document.activeElement;
    if (window.unionreg.closeTopmost()) return true;
    if (active && active.matches("input, select, textarea")) {
      active.blur();
      return true;
    }
    return follow("a[data-back]");
  }

  // From a search field the arrow leads to what was found. A text that was not looked up yet stays
  // where it is: Enter shall look it up.
  function arrows(event) {
    const active = document.activeElement;
    const step = event.key === "ArrowDown" ? 1 : -1;
    const open = active.closest("details[open]");
    if (open) return moveInMenu(open, step);
    if (active.closest(`${ROWS}, [data-rows]`)) return move(step);
    const searched = active.matches("[type=search], #searchbar") && active.value === active.defaultValue;
    return searched && step > 0 && move(step, FOUND);
  }

  function moveInMenu(menu, step) {
    const items = [...menu.querySelectorAll("summary, a[href], button")].filter((i) => i.offsetParent);
    const at = items.indexOf(document.activeElement);
    const item = items[Math.min(Math.max(at + step, 0), items.length - 1)];
    if (item) item.focus();
    return Boolean(item);
  }

  function typed(event) {
    const field = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
    if (field || (box && !box.checked) || first("dialog[open]")) return false;
    if (pending === "g") {
      pending = "";
      return goTo(event.key);
    }
    if (event.key === "g") {
      pending = "g";
      clearTimeout(timer);
      timer = setTimeout(() => { pending = ""; }, 1500);
      return true;
    }
    return Boolean(single[event.key] && single[event.key]());
  }

  function save() {
    const button = first("[name=_save], [data-save]");
    if (button) button.click();
    return Boolean(button);
  }

  function handle(event) {
    if (event.isComposing || event.defaultPrevented) return false;
    if ((event.ctrlKey || event.metaKey) && event.key === "s") return save();
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "Escape") return !first("dialog[open]") && escape();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return arrows(event);
    return event.key.length === 1 && typed(event);
  }

  document.addEventListener("keydown", (event) => {
    if (handle(event)) event.preventDefault();
  });
}

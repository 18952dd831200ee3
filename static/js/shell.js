// What every page has: help, menus, the phone's menu, password fields, forms that are not sent twice.
// Every page works without this file.
"use strict";
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- dialogs ---------------------------------------------------------------------------------
  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    closeDrops(null);
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute("open", "");
  }

  function closeDialog(dialog) {
    if (dialog.close) dialog.close();
    else dialog.removeAttribute("open");
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openDialog(opener.dataset.opens);
    const closer = event.target.closest("[data-closes]");
    if (closer) closeDialog(closer.closest("dialog"));
    if (event.target.nodeName === "DIALOG") closeDialog(event.target); // the grey around it
    if (event.target.closest("[data-print]")) window.print();
  });

  // --- drop-downs: one open at a time, closed by a click elsewhere and by Esc ---------------------
  const DROPS = "details.menu[open], #changelist-filter details[open]";

  function closeDrops(except) {
    for (const drop of all(DROPS)) if (drop !== except) drop.open = false;
  }

  document.addEventListener("click", (event) => {
    closeDrops(event.target.closest("details.menu, #changelist-filter details"));
  });

  /** Closes what is open on top of the page; tells whether there was anything. */
  function closeTopmost() {
    const drop = all(DROPS).pop();
    if (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
      return true;
    }
    return closeMenu();
  }

  // --- the menu on phones ------------------------------------------------------------------------
  const menu = document.getElementById("nav-sidebar");

  function closeMenu() {
    if (!menu || !menu.classList.contains("open")) return false;
    menu.classList.remove("open");
    for (const link of all("[data-menu]")) link.setAttribute("aria-expanded", "false");
    return true;
  }

  for (const link of all("[data-menu]")) {
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const open = menu.classList.toggle("open");
      link.setAttribute("aria-expanded", String(open));
      if (open) menu.querySelector("a").focus();
    });
  }
  // A long menu is scrolled to where the page stands in it.
  const box = menu && menu.querySelector(".nav-sticky");
  const current = box && box.querySelector("[aria-current]");
  if (current) {
    const below = current.offsetTop + current.offsetHeight - box.clientHeight;
    if (below > 0) box.scrollTop = below + 4 * current.offsetHeight;
  }

  for (const link of all(".nav-close")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      closeMenu();
    });
  }

  // --- fields ------------------------------------------------------------------------------------
  for (const button of all("[data-reveals]")) {
    const field = document.getElementById(button.dataset.reveals);
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
  }

  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-submits]");
    if (field) field.form.submit();
  });

  // What went wrong is read first.
  const summary = document.querySelector(".refusal, [data-focus]");
  if (summary) {
    if (!summary.hasAttribute("tabindex")) summary.setAttribute("tabindex", "-1");
    summary.focus();
  }

  // --- forms -------------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.dataset.changed = "";
    setTimeout(() => delete form.dataset.sent, 4000); // downloads leave the page where it is
  });
  window.addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
  });

  for (const form of all("form[data-guard]")) {
    form.addEventListener("input", () => { form.dataset.changed = "yes"; });
    form.addEventListener("change", () => { form.dataset.changed = "yes"; });
    form.addEventListener("keydown", (event) => {
      // Enter in a field must not save half a form; the save button and Ctrl+S do.
      const field = event.target.closest("input:not([type=submit], [type=button], [type=file])");
      if (event.key === "Enter" && field && !event.isComposing) event.preventDefault();
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed=yes]")) event.preventDefault();
  });

  window.unionreg = { openDialog, closeTopmost };
}

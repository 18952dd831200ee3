// Widgets of the admin: the heading of the date picker, names of autocompletes for screen readers.
"use strict";
{
  // --- date picker: 2026年11月, in the order of the page's language -----------------------------
  const calendar = window.CalendarNamespace;
  if (calendar) {
    const draw = calendar.draw;
    const words = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
      year: "numeric",
      month: "long",
    });
    calendar.draw = function (month, year, id, ...rest) {
      draw.call(this, month, year, id, ...rest);
      const caption = document.querySelector(`#${id} caption`);
      if (caption) caption.textContent = words.format(new Date(year, month - 1, 1));
    };
  }

  // --- autocompletes -----------------------------------------------------------------------------
  // The button "clear all" would stand in a list where only items may stand; each item has its own.
  for (const select of document.querySelectorAll("select[multiple].admin-autocomplete")) {
    select.dataset.allowClear = "false";
  }

  /** What the field is called: its label, in a table the head of its column. */
  function nameOf(select) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label) return label.textContent.trim();
    const cell = select.closest("td");
    const head = cell && cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    return head ? head.textContent.trim() : "";
  }

  const PARTS = ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field";

  function nameParts(container) {
    const select = container.previousElementSibling;
    if (!select || !select.matches("select")) return;
    for (const part of container.querySelectorAll(PARTS)) {
      part.setAttribute("aria-label", nameOf(select));
      part.removeAttribute("aria-labelledby"); // only the value, which is read anyway
      // An open list is what the box controls.
      if (part.getAttribute("aria-owns")) part.setAttribute("aria-controls", part.getAttribute("aria-owns"));
    }
  }

  const nameAll = () => document.querySelectorAll(".select2-container").forEach(nameParts);
  const later = () => setTimeout(nameAll, 0);
  document.addEventListener("formset:added", later);

  const jQuery = window.django && window.django.jQuery;
  if (jQuery) {
    jQuery(later); // after Django's own, which makes the autocompletes
    jQuery(document).on("change", "select.admin-autocomplete", later);
    jQuery(document).on("select2:open", (event) => {
      later();
      const field = document.querySelector(".select2-container--open .select2-dropdown .select2-search__field");
      if (!field) return;
      field.setAttribute("aria-label", nameOf(event.target));
      field.focus();
    });
  }
}

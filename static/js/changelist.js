// Change lists: the action bar appears with a selection, the head of the table stays in sight.
"use strict";
{
  const form = document.getElementById("changelist-form");
  const bar = document.querySelector(".actions");
  const results = document.querySelector(".results");

  function showActions() {
    const chosen = form.querySelector("input.action-select:checked");
    bar.classList.toggle("live", Boolean(chosen));
  }

  if (form && bar) {
    // After Django's own handlers, which set the boxes of the whole page and the counter.
    const later = () => setTimeout(showActions, 0);
    form.addEventListener("change", later);
    form.addEventListener("click", later);
    window.addEventListener("pageshow", later);
  }

  // A table that fits needs no scroll box, and only without one can its head stick.
  function fit() {
    results.classList.remove("fits");
    results.classList.toggle("fits", results.scrollWidth <= results.clientWidth + 1);
  }

  if (results) {
    fit();
    window.addEventListener("resize", fit);
  }
}

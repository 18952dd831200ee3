// The upload page: dragging a file, its name, its size. The page works without this file.
"use strict";
{
  const form = document.querySelector("[data-upload]");
  const input = form && form.querySelector("input[type=file]");
  const drop = form && form.querySelector("[data-drop]");

  function show() {
    const file = input.files[0];
    const limit = Number(input.dataset.limit) * 1024 * 1024;
    const tooLarge = Boolean(file) && file.size > limit;
    form.querySelector("[data-file-name]").textContent = file ? file.name : "";
    form.querySelector("[data-too-large]").hidden = !tooLarge;
    form.querySelector("button[type=submit]").disabled = tooLarge;
    drop.classList.toggle("chosen", Boolean(file));
  }

  if (form) {
    input.addEventListener("change", show);
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      drop.addEventListener(name, () => drop.classList.remove("over"));
    }
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
    show();
  }
}

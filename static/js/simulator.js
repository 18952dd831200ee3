// The sliders below the numbers of the simulator. Without scripts the numbers alone do the same.
"use strict";

for (const slider of document.querySelectorAll("[data-mirrors]")) {
  const number = document.getElementById(slider.dataset.mirrors);
  number.addEventListener("input", () => (slider.value = number.value));
  slider.addEventListener("input", () => (number.value = slider.value));
  // Letting go of a slider asks at once; while it moves nothing is asked.
  slider.addEventListener("change", () => slider.form.requestSubmit());
}

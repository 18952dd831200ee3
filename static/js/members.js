// Form of a member: date of birth and sex come from the ID number while it is typed.
"use strict";
{
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const RESIDENTS = ["01", "06"];

  const number = document.querySelector("[data-id-number]");
  const kind = document.getElementById("id_id_type");
  const born = document.getElementById("id_birth_date");
  const sex = document.getElementById("id_sex");

  function compact(text) {
    return text.normalize("NFKC").replace(/[\s'’]/g, "").toUpperCase();
  }

  function checkDigit(digits) {
    const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
    return "10X98765432"[sum % 11];
  }

  function hint(text) {
    let place = document.getElementById("id_number_hint");
    if (!place) {
      place = document.createElement("div");
      place.id = "id_number_hint";
      place.className = "help warn";
      place.setAttribute("role", "status");
      number.closest(".fieldBox").append(place);
    }
    place.textContent = text;
  }

  // What we filled in may be replaced when the number is corrected; what somebody typed may not.
  function fill(field, value) {
    if (!field || (field.value && field.value !== field.dataset.filled)) return;
    field.value = value;
    field.dataset.filled = value;
  }

  function read() {
    const value = compact(number.value);
    hint("");
    if (!RESIDENTS.includes(kind.value) || !/^\d{17}[\dX]$/.test(value)) return;
    if (checkDigit(value) !== value[17]) {
      hint(number.dataset.wrongDigit);
      return;
    }
    const date = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
    const code = Number(value[16]) % 2 ? "1" : "2";
    fill(born, date);
    fill(sex, code);
    if ((born && born.value !== date) || (sex && sex.value !== code)) hint(number.dataset.differs);
  }

  if (number && kind) {
    for (const field of [number, kind, born, sex]) {
      if (field) field.addEventListener("change", read);
    }
    number.addEventListener("input", read);
  }
}

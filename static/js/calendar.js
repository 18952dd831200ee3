// Heading of the admin's date picker in the order of the page's language: 2026年11月.
"use strict";
{
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
}

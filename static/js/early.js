// Runs before the page is drawn: styles may ask whether scripts work.
document.documentElement.classList.add("js");

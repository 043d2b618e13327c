/* Marks the chosen sentences and lets them be clicked; what the phone shows is the server's. */
"use strict";

const form = document.querySelector("[data-cut]");
const rows = [...form.querySelectorAll("[data-number]")];
let ends = true; // the next click on a sentence begins a new choice

const radio = (name, number) => form.querySelector(`[name=${name}][value="${number}"]`);
const chosen = (name) => Number(form.querySelector(`[name=${name}]:checked`)?.value || 0);

function mark() {
  const [first, last] = [chosen("first"), chosen("last")];
  for (const row of rows) {
    const number = Number(row.dataset.number);
    row.classList.toggle("cw-picked", number >= first && number <= last);
  }
}

/* The other edge follows, so that first and last are always a run. */
function follow(name) {
  const other = name === "first" ? "last" : "first";
  const number = chosen(name);
  const crossed = name === "first" ? number > chosen("last") : number < chosen("first");
  if (crossed || !chosen(other)) radio(other, number).checked = true;
}

function click(number) {
  const extend = !ends && number >= chosen("first");
  if (!extend) radio("first", number).checked = true;
  radio("last", number).checked = true;
  ends = extend;
  mark();
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

form.addEventListener("change", (event) => {
  if (["first", "last"].includes(event.target.name)) follow(event.target.name);
  mark();
});
for (const row of rows) {
  row.querySelector(".cw-words").addEventListener("click", () => click(Number(row.dataset.number)));
}
form.classList.add("cw-live");
form.querySelector("[data-hint]").hidden = true;
form.querySelector("[data-live-hint]").hidden = false;
mark();

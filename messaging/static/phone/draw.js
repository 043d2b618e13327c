"use strict";
// Draws the state that the service gives.  Only textContent: nothing a patient
// typed is ever read as markup.

const GLYPHS = { waiting: "○", sent: "✓", delivered: "✓✓", failed: "!" };
const NEAR_THE_END = 80;

const draw = (() => {
  const bubbles = new Map();
  let order = "";

  function made(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function meta(bubble) {
    const line = made("span", "meta");
    const tick = made("span", `tick tick-${bubble.tick}`, GLYPHS[bubble.tick]);
    tick.setAttribute("aria-hidden", "true");
    const seen = bubble.tick === "failed";
    const parts = bubble.parts > 1 ? ` · ${bubble.parts} parts` : "";
    line.append(tick, made("span", seen ? "" : "hidden", bubble.words), ` ${bubble.time}${parts}`);
    line.title = bubble.words;
    return line;
  }

  function oneBubble(bubble, fresh) {
    const row = made("div", "bubble");
    for (const name of ["mine", "earlier"]) row.classList.toggle(name, bubble[name]);
    row.classList.toggle("failed", bubble.tick === "failed");
    row.classList.toggle("fresh", fresh);
    row.dataset.id = bubble.id;
    row.dataset.tick = bubble.tick;
    if (bubble.by) row.append(made("span", "by", bubble.by));
    const body = made("span", "body");
    const who = bubble.mine ? "You: " : "Clinic: ";
    body.append(made("span", "hidden", who), made("span", "text", bubble.body));
    if (bubble.language) body.lang = bubble.language;
    row.append(body, meta(bubble));
    return row;
  }

  // A row whose look has not changed is kept, so that screen readers hear only what is new.
  function kept(bubble, first) {
    const look = JSON.stringify(bubble);
    const known = bubbles.get(bubble.id);
    if (known && known.look === look) return known.row;
    const row = oneBubble(bubble, !first && !known);
    if (known) known.row.replaceWith(row);
    bubbles.set(bubble.id, { look, row });
    return row;
  }

  function lines(shown) {
    const rows = [];
    let day = "";
    let earlier = false;
    for (const bubble of shown) {
      if (bubble.earlier && !earlier) rows.push(made("p", "day-line", "Earlier, from the clinic's log"));
      if (!bubble.earlier && earlier) rows.push(made("p", "day-line", "On this phone since the start"));
      if (bubble.day !== day) rows.push(made("p", "day-line", bubble.day));
      rows.push(bubble);
      day = bubble.day;
      earlier = bubble.earlier;
    }
    return rows;
  }

  function thread(shown) {
    const box = document.querySelector("[data-thread]");
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_THE_END;
    const first = order === "";
    const rows = lines(shown).map((one) => (one instanceof Element ? one : kept(one, first)));
    const now = JSON.stringify(shown.map((bubble) => [bubble.id, bubble.day, bubble.earlier]));
    document.querySelector("[data-quiet]").hidden = shown.length > 0;
    if (now === order) return;
    order = now;
    box.querySelectorAll(".day-line").forEach((line) => line.remove());
    rows.forEach((row, place) => {
      const there = box.children[place + 1];
      if (there !== row) box.insertBefore(row, there || null);
    });
    while (box.children.length > rows.length + 1) box.lastElementChild.remove();
    if (atEnd || first) box.scrollTop = box.scrollHeight;
  }

  function list(name, items, line) {
    const box = document.querySelector(`[data-${name}]`);
    const look = JSON.stringify(items);
    const none = document.querySelector(`[data-${name}-none]`);
    if (none) none.hidden = items.length > 0;
    if (box.dataset.look === look) return;
    box.dataset.look = look;
    box.replaceChildren(...items.map((item) => {
      const row = made("li");
      row.append(...line(item));
      return row;
    }));
  }

  function link(item, name, ...inside) {
    const anchor = made("a", name);
    anchor.href = item.link;
    anchor.append(...inside);
    return [anchor];
  }

  function clock(now) {
    document.querySelectorAll("[data-clock-time]").forEach((e) => { e.textContent = now.time; });
    document.querySelector("[data-clock-day]").textContent = now.day;
    document.querySelector("[data-clock-zone]").textContent = now.zone;
    document.querySelector("[data-clock-now]").dateTime = now.iso;
  }

  function consent(said) {
    const badge = document.querySelector("[data-consent]");
    if (!badge) return;
    badge.textContent = said.words;
    badge.className = `consent consent-${said.state}`;
  }

  function reading(words) {
    const line = document.querySelector("[data-reading]");
    line.hidden = !words;
    line.querySelector("strong").textContent = words;
  }

  function task(item) {
    const said = made("span", "", item.words);
    if (item.quote) said.append(made("q", "", item.quote));
    return said;
  }

  function more(count) {
    const line = document.querySelector("[data-tasks-more]");
    line.hidden = !count;
    line.textContent = `and ${count} more`;
  }

  return function everything(state) {
    clock(state.clock);
    consent(state.consent);
    reading(state.reading);
    thread(state.bubbles);
    list("coming", state.coming, (item) => [made("span", "", item.when), item.what]);
    list("tasks", state.tasks, (item) =>
      link(item, item.pressing ? "pressing" : "", made("strong", "", item.level), task(item)));
    more(state.more_tasks);
    list("links", state.links, (item) => link(item, "", item.words));
  };
})();

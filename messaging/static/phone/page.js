"use strict";
// Asks for the state every second, sends what is typed, and walks the clock.

(() => {
  const main = document.querySelector("[data-person]");
  if (!main) return;

  const EVERY = 1000;
  const SILENT = "The service does not answer. Is it still running?";
  const at = (name) => main.dataset[`${name}Url`];
  const find = (name) => document.querySelector(`[data-${name}]`);
  const token = find("composer").querySelector("[name=csrfmiddlewaretoken]").value;
  const box = document.querySelector("#message");
  let halted = false;
  let asked = 0;

  function say(name, words) {
    const line = find(name);
    line.textContent = words;
    line.hidden = !words;
  }

  async function answer(response) {
    const type = response.headers.get("Content-Type") || "";
    const found = type.startsWith("application/json") ? await response.json() : {};
    if (response.ok) return found;
    throw new Error(found.problem || `The service answered ${response.status}. Load the page again.`);
  }

  async function call(url, options) {
    let response;
    try {
      response = await fetch(url, options);
    } catch {
      throw new Error(SILENT);
    }
    return answer(response);
  }

  const post = (name, fields) => call(at(name), {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams(fields),
  });

  // An answer that was overtaken by a later one is not drawn.
  async function look() {
    asked += 1;
    const mine = asked;
    const state = await call(at("state"));
    if (mine === asked) draw(state);
  }

  let silent = false;
  async function watch() {
    try {
      if (!document.hidden) await look();
      if (silent) say("problem", "");
      silent = false;
    } catch (error) {
      say("problem", error.message);
      silent = true;
    }
    window.setTimeout(watch, EVERY);
  }

  async function send(body) {
    say("problem", "");
    try {
      await post("send", { body });
      await look();
      return true;
    } catch (error) {
      say("problem", error.message);
      return false;
    }
  }

  async function sendTyped() {
    const body = box.value;
    if (!body.trim()) return;
    box.value = "";
    if (!(await send(body))) box.value = body;
    box.focus();
  }

  function going(on) {
    find("going").hidden = !on;
    document.querySelectorAll("[data-goal]").forEach((button) => { button.disabled = on; });
  }

  async function walk(goal) {
    const bar = document.querySelector("#progress");
    const began = Date.parse(find("clock-now").dateTime);
    let slice = { until: "", waited: 0, done: false };
    while (!slice.done && !halted) {
      slice = await post("step", { goal, until: slice.until, waited: slice.waited });
      bar.value = (Date.parse(slice.now) - began) / (Date.parse(slice.until) - began || 1);
      await look();
    }
  }

  async function go(goal) {
    halted = false;
    say("clock-problem", "");
    document.querySelector("#progress").value = 0;
    going(true);
    try {
      await walk(goal);
    } catch (error) {
      say("clock-problem", error.message);
    }
    going(false);
  }

  find("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    sendTyped();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      sendTyped();
    }
  });
  document.querySelectorAll("[data-example]").forEach((button) => {
    button.addEventListener("click", () => send(button.dataset.example));
  });
  document.querySelectorAll("[data-goal]").forEach((button) => {
    button.addEventListener("click", () => go(button.dataset.goal));
  });
  find("halt").addEventListener("click", () => { halted = true; });
  if (window.matchMedia("(max-width: 700px)").matches) find("chooser").open = false;
  watch();
})();

/* What makes pages quicker where scripts run. Without it every page does the same by forms and links. */
"use strict";

(() => {
  const isForm = (element) => element.closest?.("input, textarea, select, [contenteditable]");

  // Lists: an address holds only what was asked; an answer from elsewhere (the sign-in page) is gone to, not put in.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get") return;
    const asked = [...detail.formData.entries()].filter(([, value]) => value !== "");
    for (const name of [...detail.formData.keys()]) detail.formData.delete(name);
    for (const [name, value] of asked) detail.formData.append(name, value);
  });
  const pathOf = (address) => new URL(address, location.href).pathname;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo, requestConfig } = event.detail;
    if (pathOf(xhr.responseURL) === pathOf(pathInfo.requestPath)) return;
    event.detail.shouldSwap = false;
    if (requestConfig.verb === "get") location.assign(pathInfo.finalRequestPath);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const found = document.getElementById("found");
    const said = document.getElementById("announced");
    if (found && said && said.textContent !== found.textContent) said.textContent = found.textContent;
  });

  // Forms: what could not be kept is said; what was typed in the last seconds goes along when the page is left.
  const unsent = new Set();
  for (const problem of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(problem, ({ detail }) => {
      if (detail.elt.dataset.failed) detail.elt.textContent = detail.elt.dataset.failed;
      else if (detail.requestConfig.verb === "get") location.assign(detail.pathInfo.finalRequestPath);
    });
  }
  document.addEventListener("input", ({ target }) => {
    if (target.form?.querySelector(".kept")) unsent.add(target.form);
  });
  document.addEventListener("submit", ({ target }) => unsent.delete(target));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches(".kept")) unsent.delete(detail.elt.closest("form"));
  });
  addEventListener("pagehide", () => {
    for (const form of unsent) {
      const address = form.querySelector(".kept").getAttribute("hx-post");
      navigator.sendBeacon(address, new URLSearchParams(new FormData(form)));
    }
    unsent.clear();
  });

  // The desk: a candidate is dragged to the place of another one, as its buttons move it.
  let dragged = null;
  const lines = document.querySelectorAll(".candidates .is-included");
  const formOf = (line) => document.querySelector(`${line.querySelector("a").hash} form.entry-buttons`);
  const standsIn = (line, name) => formOf(line).querySelector(`[type=hidden][name=${name}]`);
  for (const line of lines) {
    line.draggable = true;
    line.addEventListener("dragstart", () => (dragged = line));
    line.addEventListener("dragend", () => (dragged = null));
    line.addEventListener("dragleave", () => line.classList.remove("is-over"));
    line.addEventListener("dragover", (event) => {
      if (!dragged || dragged === line) return;
      event.preventDefault();
      line.classList.add("is-over");
    });
    line.addEventListener("drop", (event) => {
      event.preventDefault();
      for (const name of ["section", "place"]) standsIn(dragged, name).value = standsIn(line, name).value;
      formOf(dragged).requestSubmit();
    });
  }

  // In a box that offers names, the return key chooses one: it must not send the form half filled.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("form.writing input[list]")) event.preventDefault();
  });

  // Keys: the dialog in the page lists them, each a link or a button that the key presses.
  const keys = document.getElementById("keys");
  let before = "";
  document.addEventListener("keydown", (event) => {
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || isForm(event.target) || keys.open) return;
    const typed = before ? `${before} ${event.key}` : event.key;
    before = event.key === "g" ? "g" : "";
    const search = document.querySelector("main [name=q]");
    if (typed === "?") keys.showModal();
    else if (typed === "/" && search) search.focus();
    else if (!keys.querySelector(`a[data-key="${CSS.escape(typed)}"]`)) return;
    else keys.querySelector(`a[data-key="${CSS.escape(typed)}"]`).click();
    event.preventDefault();
  });
  if (location.hash === "#q") document.getElementById("q")?.focus();
})();

// Puts what the portal sends into the page while it is looked at. Without this script the page says the same when it is
// loaded again.
(() => {
  "use strict";
  const root = document.querySelector("[data-live]");
  const status = document.getElementById("live-status");
  if (!root || !window.EventSource) return;

  const say = (text) => {
    if (status && status.textContent !== text) status.textContent = text;
  };

  // An output may be longer than anybody reads: its oldest pieces go.
  const bound = (box) => {
    let length = box.textContent.length;
    while (length > 131072 && box.childNodes.length > 1) {
      length -= box.firstChild.textContent.length;
      box.firstChild.remove();
    }
  };

  const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 8;

  // Each part takes the place of the one with its identifier, or stands at the end of what it names.
  const put = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    for (const part of Array.from(box.content.children)) {
      const old = part.id ? document.getElementById(part.id) : null;
      if (old) {
        const focused = document.activeElement;
        const held = old.contains(focused) ? focused.id : "";
        old.replaceWith(part);
        if (held) document.getElementById(held)?.focus({ preventScroll: true });
        part.scrollTop = part.scrollHeight;
        continue;
      }
      const into = document.getElementById(part.dataset.into || "");
      if (!into) continue;
      const follows = isAtEnd(into);
      into.append(part);
      bound(into);
      if (follows) into.scrollTop = into.scrollHeight;
    }
    document.dispatchEvent(new Event("berth-put"));
  };

  const source = new EventSource(root.dataset.live);
  let isLost = false;
  source.addEventListener("put", (event) => put(event.data));
  source.addEventListener("say", (event) => {
    const box = document.createElement("template");
    box.innerHTML = event.data;
    say(box.content.textContent);
  });
  // Nothing more will come; what only made sense until then is taken away.
  source.addEventListener("end", () => {
    source.close();
    for (const part of document.querySelectorAll("[data-until-end]")) part.remove();
  });
  source.addEventListener("open", () => {
    if (isLost) say("The portal answers again.");
    isLost = false;
  });
  source.addEventListener("error", () => {
    isLost = true;
    say(source.readyState === EventSource.CLOSED
      ? "The portal does not send news any more; load the page again."
      : "The portal does not answer; it is tried again.");
  });
  // Whoever leaves need not be waited for: what is held for this page may go back. To load it again, or to look at it in
  // another tab, is not to leave it; the portal waits for that.
  window.addEventListener("pagehide", () => {
    const form = document.querySelector("form[data-leave]");
    if (!form || !navigator.sendBeacon) return;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("gone", "yes");
    navigator.sendBeacon(form.action, fields);
  });
  // A page that a browser has kept as it was shows what was so then.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  for (const box of document.querySelectorAll("pre.log")) box.scrollTop = box.scrollHeight;
})();

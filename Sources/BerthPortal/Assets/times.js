// Times in the zone of the reader, and how long it is until then, counting.
(() => {
  "use strict";
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

  const span = (seconds) => {
    let rest = seconds;
    const words = [];
    for (const [size, unit] of units) {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (count > 0) words.push(`${count} ${unit}`);
      else if (words.length) break;
      if (words.length === 2) break;
    }
    return words.join(" ");
  };

  const clock = (part) => {
    const at = new Date(part.dateTime);
    if (Number.isNaN(at.getTime())) return;
    const pad = (number) => String(number).padStart(2, "0");
    const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
    const time = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
    part.title = part.title || part.textContent;
    part.textContent = at.toDateString() === new Date().toDateString()
      ? `${time}:${pad(at.getSeconds())}` : `${day} ${time}`;
  };

  const count = (part) => {
    const seconds = Math.trunc((new Date(part.dateTime) - Date.now()) / 1000);
    if (Number.isNaN(seconds)) return;
    const held = part.closest("[data-held]");
    if (held && seconds <= 0) {
      held.textContent = "expired";
      const offer = held.closest("[data-offer]");
      offer?.classList.add("is-over");
      for (const button of offer?.querySelectorAll("button") ?? []) button.disabled = true;
      return;
    }
    const text = seconds === 0 ? "now" : seconds > 0 ? `in ${span(seconds)}` : `${span(-seconds)} ago`;
    if (part.textContent !== text) part.textContent = text;
  };

  const all = () => {
    for (const part of document.querySelectorAll("time[data-clock]:not([title])")) clock(part);
    for (const part of document.querySelectorAll("time[data-count]")) count(part);
  };
  document.addEventListener("berth-put", all);
  setInterval(all, 1000);
  all();
})();

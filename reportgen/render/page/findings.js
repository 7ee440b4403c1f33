"use strict";
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  form.hidden = false;
  const main = document.querySelector("main");
  const groups = [...main.children];
  const rank = new Map(groups.map((group, place) => [group, place]));
  const rows = new Map(groups.map((group) => [group, [...group.querySelectorAll("tbody tr")].map((row) => ({
    row, file: row.dataset.file, people: row.dataset.people.split("\n"), text: row.textContent.toLowerCase(),
  }))]));
  const opened = new Map(groups.map((group) => [group, group.open]));

  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = words.length > 0 || wanted.person !== "" || wanted.file !== "";
    let shown = 0;
    for (const group of groups) {
      const meant = (!wanted.kind || group.dataset.kind === wanted.kind)
        && (!wanted.severity || group.dataset.severity === wanted.severity);
      let left = 0;
      for (const one of rows.get(group)) {
        const fits = meant && (!wanted.file || one.file === wanted.file)
          && (!wanted.person || one.people.includes(wanted.person))
          && words.every((word) => one.text.includes(word) || group.dataset.kind.includes(word));
        one.row.hidden = !fits;
        left += fits;
      }
      group.hidden = left === 0;
      group.open = narrowed ? left > 0 : opened.get(group);
      shown += left;
    }
    form.querySelector("output").textContent = `${shown.toLocaleString("en")} shown`;
  };

  const order = () => {
    const by = form.elements.order.value;
    // Waived findings stay at the end, whatever the order.
    const waived = (group) => group.dataset.severity === "-1";
    const sorted = [...groups].sort((one, other) => waived(one) - waived(other)
      || (by === "severity" ? 0 : other.dataset[by] - one.dataset[by]) || rank.get(one) - rank.get(other));
    main.append(...sorted);
  };

  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { order(); filter(); }, 120); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeprint", () => groups.forEach((group) => { group.open = true; }));
  filter();
})();

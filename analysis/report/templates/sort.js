// Makes the headings of the tables sort their columns: up, down, and back to the order as printed.
// Lines stay under the heading of their group, and with the line that they are a part of.
"use strict";
(() => {
  const lang = document.documentElement.lang;
  const mark = lang === "tr" ? "," : "\\.";
  const number = new RegExp(`^[^\\p{L}\\p{N}+-]*([+-]?\\d+(?:${mark}\\d+)?)`, "u");
  const letters = new Intl.Collator(lang, { numeric: true });

  // Numbers come before texts, and what is empty comes last whatever the direction
  function keyOf(text) {
    const shown = text.trim().replace(/^([^\p{L}\p{N}]*)\u2212/u, "$1-");
    const date = /^(\d{4})-(\d\d)-(\d\d)/.exec(shown) || /^(\d\d)\.(\d\d)\.(\d{4})/.exec(shown);
    if (date) return [0, Number((date[1].length === 4 ? date.slice(1) : date.slice(1).reverse()).join("")), shown];
    const found = number.exec(shown);
    if (found) return [0, Number(found[1].replace(",", ".")), shown];
    return /[\p{L}\p{N}]/u.test(shown) ? [1, 0, shown] : [2, 0, shown];
  }

  function compare(a, b, sign) {
    return a[0] - b[0] || sign * (a[1] - b[1] || letters.compare(a[2], b[2]));
  }

  function indentOf(row) {
    return Number(/indent-(\d)/.exec(row.cells[0].className)[1]);
  }

  // A line with the deeper ones that follow it
  function families(rows) {
    const found = [];
    for (const row of rows) {
      const last = found[found.length - 1];
      if (last && indentOf(row) > indentOf(last.row)) last.parts.push(row);
      else found.push({ row, parts: [] });
    }
    return found;
  }

  function sorted(rows, column, sign) {
    const order = [];
    let run = [];
    const flush = () => {
      run.sort((a, b) => compare(a.key, b.key, sign));
      order.push(...run.flatMap(({ row, parts }) => [row, ...sorted(parts, column, sign)]));
      run = [];
    };
    for (const family of families(rows)) {
      if (family.row.classList.contains("group")) {
        flush();
        order.push(family.row, ...sorted(family.parts, column, sign));
      } else {
        run.push({ ...family, key: keyOf(family.row.cells[column].textContent) });
      }
    }
    flush();
    return order;
  }

  const next = { none: "ascending", ascending: "descending", descending: "none" };
  for (const table of document.querySelectorAll("main table[data-sort]")) {
    const body = table.tBodies[0];
    const printed = [...body.rows];
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      // A text in the role of a button: browsers leave real ones out of the headings that print repeats
      const button = document.createElement("span");
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      button.title = table.dataset.sort;
      if (!heading.textContent.trim()) button.setAttribute("aria-label", table.dataset.sort);
      button.append(...heading.childNodes);
      heading.append(button);
      heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const direction = next[heading.getAttribute("aria-sort")];
        for (const other of headings) other.setAttribute("aria-sort", "none");
        heading.setAttribute("aria-sort", direction);
        const sign = direction === "ascending" ? 1 : -1;
        body.append(...(direction === "none" ? printed : sorted(printed, column, sign)));
      });
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        button.click();
      });
    });
  }
})();

"use strict";
// Filters and sorts tables; the page says everything without it.
(function () {
  document.querySelectorAll("table[data-first]").forEach(function (table) {
    if (table.tBodies[0].rows.length <= Number(table.dataset.first) + 3) return;
    table.classList.add("short");
    var more = document.createElement("button");
    more.type = "button";
    more.className = "more-rows";
    more.textContent = table.dataset.more;
    more.addEventListener("click", function () { unfold(table); });
    table.parentNode.parentNode.insertBefore(more, table.parentNode.nextSibling);
    table.more = more;
  });
  function unfold(table) {
    table.classList.remove("short");
    if (table.more) { table.more.remove(); table.more = null; }
  }
  document.querySelectorAll("input.filter").forEach(function (box) {
    var table = document.getElementById(box.dataset.for);
    var body = table.tBodies[0];
    box.hidden = false;
    box.addEventListener("input", function () {
      unfold(table);
      var wanted = box.value.trim().toLowerCase();
      Array.prototype.forEach.call(body.rows, function (row) {
        row.hidden = wanted !== "" && row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
  });
  function key(row, at) {
    var cell = row.cells[at];
    var text = cell.dataset.sort || cell.textContent.trim();
    var number = Number(text.replace(/,/g, ""));
    return text !== "" && !isNaN(number) ? number : text;
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), document.documentElement.lang);
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, at) {
      if (!head.textContent.trim() || head.classList.contains("chart")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        unfold(table);
        var down = head.getAttribute("aria-sort") !== "descending";
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0];
        var rows = Array.prototype.slice.call(body.rows);
        rows.sort(function (a, b) { return (down ? -1 : 1) * compare(key(a, at), key(b, at)); });
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  });
})();

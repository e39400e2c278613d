(function () {
  "use strict";
  var table = document.getElementById("entries");
  var form = document.getElementById("filter");
  if (!table || !form) { return; }
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var count = document.getElementById("count");
  form.hidden = false;
  function apply() {
    var text = form.text.value.toLowerCase(), shown = 0;
    rows.forEach(function (row) {
      var fits = (!form.kind.value || row.dataset.kind === form.kind.value) &&
        (!form.owner.value || row.dataset.owner === form.owner.value) &&
        (!form.stage.value || row.dataset.may === form.stage.value) &&
        (!text || row.textContent.toLowerCase().indexOf(text) >= 0);
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = shown + " of " + rows.length + " entries";
  }
  function value(row, n) {
    var cell = row.cells[n];
    return cell.dataset.sort !== undefined ? parseFloat(cell.dataset.sort)
      : cell.textContent.trim().toLowerCase();
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, n) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort(function (a, b) {
        var x = value(a, n), y = value(b, n);
        return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  apply();
}());

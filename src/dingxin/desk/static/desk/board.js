// The charts of the board, each drawn from the table behind it. A heading with data-series is a series of the colour it names;
// a row is a place on the axis. data-stacked puts the series on one another, data-upright lets the columns stand. Five headings
// with data-box are the lowest value, the quarters with the median between them, and the highest: a row without figures stays empty.
"use strict";

{
  const list = document.getElementById("case-list") ?? document.getElementById("main");
  const drawn = new Map();

  const colour = (name) => {
    const probe = document.createElement("i");
    probe.className = name;
    probe.style.color = name.startsWith("heat-") ? "var(--heat)" : `var(--${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };

  const optionOf = (table) => {
    const ink = colour("ink-2");
    const upright = "upright" in table.dataset;
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const order = upright ? rows : [...rows].reverse();
    const names = { type: "category", data: order.map((row) => row.cells[0].textContent.trim()), axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: ink } }, axisTick: { show: false } };
    const numbers = { type: "value", minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: ink, opacity: 0.2 } } };
    const series = heads.filter((head) => head.dataset.series).map((head) => ({
      name: head.textContent.trim(), type: "bar", stack: "stacked" in table.dataset ? "all" : undefined, barMaxWidth: 22,
      itemStyle: { color: colour(head.dataset.series) }, data: order.map((row) => Number(row.cells[head.cellIndex].textContent)),
    }));
    const box = heads.filter((head) => "box" in head.dataset);
    if (box.length) {
      const boxes = order.map((row) => box.map((head) => row.cells[head.cellIndex].textContent.trim()));
      series.push({
        name: table.dataset.name, type: "boxplot", boxWidth: [6, 18], itemStyle: { color: colour("brand-soft"), borderColor: colour("brand") },
        data: boxes.map((values) => (values.some((value) => !Number.isFinite(parseFloat(value))) ? [] : values.map(parseFloat))),
      });
    }
    return {
      animation: false, series, xAxis: upright ? names : numbers, yAxis: upright ? numbers : names,
      grid: { left: 8, right: 16, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: ink } },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" } },
    };
  };

  const draw = () => {
    drawn.forEach((chart) => chart.dispose());
    drawn.clear();
    document.querySelectorAll("[data-chart]").forEach((box) => {
      const table = document.getElementById(box.dataset.chart);
      if (!("upright" in table.dataset)) box.style.height = `${Math.max(11, 4 + 2.6 * table.tBodies[0].rows.length)}rem`;
      const chart = echarts.init(box, null, { renderer: "canvas" });
      chart.setOption(optionOf(table));
      drawn.set(box, chart);
    });
  };

  let open = [];
  list.addEventListener("htmx:beforeSwap", () => { open = [...list.querySelectorAll("details[open]")].map((one) => one.id); });
  list.addEventListener("htmx:afterSwap", () => {
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    draw();
  });
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new ResizeObserver(() => drawn.forEach((chart) => chart.resize())).observe(list);
}

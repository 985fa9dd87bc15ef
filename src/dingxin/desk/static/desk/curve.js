// The emotion curve, drawn from the table behind it.
"use strict";

{
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chart = null;

  const colour = (name) => {
    const probe = document.createElement("i");
    probe.className = name;
    probe.style.color = "var(--heat, var(--ink-2))";
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };

  const draw = () => {
    const box = document.getElementById("curve");
    const rows = [...document.querySelectorAll("#curve-table tbody tr")];
    chart?.dispose();
    chart = null;
    if (!box || !rows.length || !box.offsetWidth) return;
    const heats = [0, 1, 2, 3].map((level) => colour(`heat-${level}`));
    const ink = colour("muted");
    chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 12, top: 10, bottom: 20, containLabel: false },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: ([point]) => `${point.data.name}\n${wrap(point.data.words)}` },
      xAxis: { type: "category", data: rows.map((_, place) => place + 1), axisLabel: { color: ink }, axisLine: { lineStyle: { color: ink } }, axisTick: { show: false } },
      yAxis: { type: "value", min: 0, max: 3, interval: 1, axisLabel: { show: false }, splitLine: { lineStyle: { color: ink, opacity: 0.2 } } },
      series: [{
        type: "line", step: false, symbol: "circle", symbolSize: rows.length > 40 ? 4 : 9, lineStyle: { color: ink, width: 1.5 },
        data: rows.map((row) => ({
          value: Number(row.dataset.emotion), name: row.cells[1].textContent, words: row.cells[2].textContent,
          itemStyle: { color: heats[Number(row.dataset.emotion)] },
        })),
      }],
    });
    chart.on("click", (point) => rows[point.dataIndex]?.querySelector("a")?.click());
  };

  const wrap = (words) => words.match(/.{1,22}/gu)?.slice(0, 3).join("\n") ?? "";

  draw();
  document.addEventListener("reading", draw);
  document.getElementById("case").addEventListener("change", draw);
  dark.addEventListener("change", draw);
  new ResizeObserver(() => chart?.resize()).observe(document.querySelector(".panel"));
}

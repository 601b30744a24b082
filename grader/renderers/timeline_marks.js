"use strict";
// What a mark looks like, which one is under the pointer, and what is said about it.

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const tip = document.getElementById("tip");
const LANE_PX = 7;
const MOST_LANES = 30;

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function make(parent, tag, className = "", text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

// --- numbers

function duration(value) {
  if (value === 0) return "0 s";
  if (value < 1e-3) return `${Math.round(value * 1e6)} µs`;
  if (value < 1) return `${(value * 1e3).toFixed(value < 0.01 ? 2 : 0)} ms`;
  return `${value.toFixed(value < 100 ? 2 : 0)} s`;
}

function niceStep(least) {
  if (least > 10) {
    const found = [15, 30, 60, 120, 300, 600, 1800, 3600, 7200].find((each) => each >= least);
    if (found) return found;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least * (1 - 1e-9));
}

function moment(value, step, end) {
  const [factor, unit] = end < 1 ? [1e3, "ms"] : [1, "s"];
  const decimals = Math.max(0, Math.ceil(-Math.log10(step * factor) - 1e-9));
  return `${(value * factor).toFixed(Math.min(decimals, 9))} ${unit}`;
}

// --- what is shown beside a mark

function showTip(x, y, lines, code = "", advice = []) {
  tip.replaceChildren();
  for (const line of lines.filter(Boolean)) make(tip, "div", "", line);
  if (code) make(tip, "div", "code", code);
  advice.forEach((line, number) => make(tip, "div", number === 2 ? "code" : "", line));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const below = y + 20 + box.height <= innerHeight || y < box.height + 10;
  tip.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - box.width - 8))}px`;
  tip.style.top = `${below ? y + 20 : y - box.height - 10}px`;
}

function hideTip() {
  tip.hidden = true;
}

// --- drawing; `scale` has the width in pixels, and x, which gives the place of an instant

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function cleanPen(canvas, grid) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colour("line");
  for (const x of grid) pen.fillRect(Math.round(x), 0, 1, height);
  return pen;
}

function drawLoop(band, pen, scale, height) {
  const [begin, end] = [Math.max(scale.x(0), 0), Math.min(scale.x(band.end), scale.width)];
  const unmeasured = Math.min(scale.x(band.measured === null ? band.end : band.measured), end);
  const idle = Math.max(unmeasured, begin);
  pen.fillStyle = colour("dim");
  for (let x = begin + 2; x < unmeasured - 1; x += 6) {
    for (let y = 3; y < height; y += 6) pen.fillRect(x, y, 1.5, 1.5);
  }
  if (end > idle) pen.fillRect(idle, height / 2 - 1, end - idle, 2);
  drawBars(band.turns, pen, scale, 9, height - 18, colour("turn"));
  drawBars(band.more, pen, scale, 2, height - 4, colour("held"));
}

function drawBars(each, pen, scale, top, height, fillColour) {
  pen.fillStyle = fillColour;
  for (const [start, length] of each) {
    const [left, right] = [Math.max(scale.x(start), -2), Math.min(scale.x(start + length), scale.width + 2)];
    if (right >= 0 && left <= scale.width) pen.fillRect(left, top, Math.max(1.5, right - left), height);
  }
}

function drawRequests(requests, side, pen, scale) {
  pen.fillStyle = pen.strokeStyle = colour(side);
  pen.lineWidth = 1.5;
  for (const [start, length, lane, isAnswered] of requests) {
    const [left, right] = [Math.max(scale.x(start), -4), Math.min(scale.x(start + length), scale.width + 4)];
    if (right < 0 || left > scale.width) continue;
    const [top, width] = [2 + shownLane(lane) * LANE_PX, Math.max(3, right - left)];
    if (side === "served" && isAnswered) {
      pen.fillRect(left, top + 1, width, 4);
    } else {
      pen.setLineDash(isAnswered ? [] : [4, 3]);
      pen.strokeRect(left + 0.75, top + 0.75, width - 1.5, 4);
    }
  }
}

// --- under the pointer; `near` is how far off, in seconds, still counts

const shownLane = (lane) => Math.min(lane, MOST_LANES - 1);

function wordsOfTurn(band, time, near) {
  const hits = (each) => each.filter(([start, length]) => time >= start - near && time <= start + length + near);
  const more = hits(band.more);
  const found = more.length ? more : hits(band.turns);
  if (!found.length) return null;
  const [start, length] = found.reduce((one, other) => (other[1] < one[1] ? other : one));
  return fill(more.length ? words["more-held"] : words.turn, { start: duration(start), duration: duration(length) });
}

function wordsOfRequest(requests, time, near, y) {
  const lane = Math.floor((y - 2) / LANE_PX);
  const found = requests.find(
    ([start, length, own]) => shownLane(own) === lane && time >= start - near && time <= start + length + near);
  if (!found) return null;
  return fill(words["request-seen"], { label: found[4], start: duration(found[0]), duration: duration(found[1]) });
}

// The pictures: one for each report, with the part of its time that is shown. All texts arrive finished, and are only
// ever set as text, never as markup.

const said = document.getElementById("said");
const LEAST_SPAN_S = 1e-5;
const LOOP_PX = 38;
const MARK_PX = 72;
const LABEL_PX = 44;
const SAY_AFTER_MS = 400;

class Picture {
  constructor(host, run) {
    Object.assign(this, { host, run, total: Math.max(run.total, LEAST_SPAN_S), tracks: [], blocks: [] });
    this.from = 0;
    this.to = this.total;
    host.replaceChildren();
    host.tabIndex = 0;
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", fill(words.picture, { title: run.title }));
    this.addTools();
    this.axis = make(make(host, "div", "scale"), "div", "axis");
    this.axis.setAttribute("aria-hidden", "true");
    for (const band of run.bands) this.addBand(band);
    host.addEventListener("keydown", (event) => onKey(event, this));
    new ResizeObserver(() => this.later()).observe(host);
  }

  // --- its parts

  addTools() {
    const tools = make(this.host, "div", "tools");
    this.addButton(tools, "+", words["zoom-in"], () => this.zoom(0.5));
    this.addButton(tools, "−", words["zoom-out"], () => this.zoom(2));
    this.addButton(tools, words.all, words.all, () => this.show(0, this.total));
    this.range = make(tools, "span", "range");
  }

  addButton(parent, sign, name, act) {
    const button = make(parent, "button", "", sign);
    button.type = "button";
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
  }

  addBand(band) {
    const element = make(this.host, "div", "band");
    const whole = make(element, "button", "whole", band.title);
    whole.type = "button";
    whole.title = words.alone;
    whole.addEventListener("click", () => this.show(0, band.end || this.total));
    make(element, "div", "sum", band.sum);
    const track = this.addTrack(element, words.loop, LOOP_PX, {
      label: band.sum,
      draw: (pen) => drawLoop(band, pen, this, LOOP_PX),
      wordsAt: (time, near) => wordsOfTurn(band, time, near),
    });
    for (const block of band.blocks) this.addBlock(track, block);
    for (const side of ["served", "upstream"]) if (band[side].length) this.addRequests(element, side, band[side]);
  }

  addTrack(parent, caption, height, { label, draw, wordsAt }) {
    const strip = make(parent, "div", "strip");
    make(strip, "div", "caption", caption).setAttribute("aria-hidden", "true");
    const track = make(strip, "div", "track");
    track.style.height = `${height}px`;
    const canvas = make(track, "canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    this.tracks.push({ canvas, draw });
    listenTo(track, this, wordsAt);
    return track;
  }

  addRequests(parent, side, requests) {
    const lanes = 1 + requests.reduce((most, each) => Math.max(most, shownLane(each[2])), 0);
    const caption = fill(words[side], { count: requests.length });
    this.addTrack(parent, caption, lanes * LANE_PX + 3, {
      label: caption,
      draw: (pen) => drawRequests(requests, side, pen, this),
      wordsAt: (time, near, y) => wordsOfRequest(requests, time, near, y),
    });
  }

  addBlock(track, block) {
    const button = make(track, "button", "block");
    button.type = "button";
    make(button, "span", "", block.label);
    button.setAttribute("aria-label", [...block.lines, block.code, ...block.advice].filter(Boolean).join(" "));
    const tell = (x, y) => showTip(x, y, block.lines, block.code, block.advice);
    button.addEventListener("mouseenter", (event) => tell(event.clientX, event.clientY));
    button.addEventListener("mouseleave", hideTip);
    button.addEventListener("blur", hideTip);
    button.addEventListener("focus", () => {
      if (!button.matches(":focus-visible")) return;
      this.reveal(block);
      this.draw();
      const box = button.getBoundingClientRect();
      tell(Math.max(box.left, 0), box.bottom - 12);
    });
    button.addEventListener("click", () => {
      hideTip();
      this.show(block.start - block.length * 0.1, block.start + block.length * 1.1);
    });
    this.blocks.push({ button, block });
  }

  // --- the part that is shown

  get length() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.length >= this.total * (1 - 1e-9);
  }

  show(from, to) {
    const length = Math.min(this.total, Math.max(LEAST_SPAN_S, to - from));
    this.from = Math.max(0, Math.min(from, this.total - length));
    this.to = this.from + length;
    this.later();
    clearTimeout(this.saying);
    this.saying = setTimeout(() => { said.textContent = this.range.textContent; }, SAY_AFTER_MS);
  }

  zoom(factor, at = (this.from + this.to) / 2) {
    const share = (at - this.from) / this.length;
    const length = Math.max(LEAST_SPAN_S, this.length * factor);
    this.show(at - length * share, at + length * (1 - share));
  }

  pan(share) {
    this.show(this.from + this.length * share, this.to + this.length * share);
  }

  reveal(block) {
    if (block.start + block.length > this.from && block.start < this.to) return;
    this.show(block.start - this.length * 0.1, block.start + this.length * 0.9);
  }

  // --- drawing

  later() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.draw();
    });
  }

  x(time) {
    return ((time - this.from) / this.length) * this.width;
  }

  draw() {
    this.width = Math.max(this.axis.clientWidth, 1);
    const grid = this.drawAxis();
    for (const { canvas, draw } of this.tracks) draw(cleanPen(canvas, grid));
    for (const { button, block } of this.blocks) this.place(button, block);
    const exactly = (time) => moment(time, this.step / 10, this.to);
    this.range.textContent = fill(words.view, { start: exactly(this.from), end: exactly(this.to) });
  }

  drawAxis() {
    const step = (this.step = niceStep((this.length * MARK_PX) / this.width));
    this.axis.replaceChildren();
    const grid = [];
    for (let number = Math.ceil(this.from / step - 1e-9); number * step <= this.to; number += 1) {
      const x = this.x(number * step);
      // At the right edge a label stands before its mark, if it has room there.
      const isLast = x > this.width - (MARK_PX * 3) / 4;
      const isRoomy = (step / this.length) * this.width > MARK_PX * 1.6;
      const label = isLast && !isRoomy ? "" : moment(number * step, step, this.to);
      make(this.axis, "span", isLast ? "last" : "", label).style.left = `${x}px`;
      grid.push(x);
    }
    return grid;
  }

  place(button, block) {
    const within = (x) => Math.max(-8, Math.min(x, this.width + 8));
    const left = within(this.x(block.start));
    const width = Math.max(6, within(this.x(block.start + block.length)) - left);
    button.style.left = `${left}px`;
    button.style.width = `${width}px`;
    button.firstChild.style.display = width < LABEL_PX ? "none" : "";
  }
}

const pictures = [...document.querySelectorAll(".picture")].map(
  (host) => new Picture(host, data.runs[Number(host.dataset.run)]));
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", () => pictures.forEach((picture) => picture.later()));
}
addEventListener("scroll", hideTip, { passive: true });

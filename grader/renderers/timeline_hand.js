// What hand and keyboard do to a picture: wheel, drag, pinch, hover and keys.

const NEAR_PX = 4;
const WHEEL_PX_PER_LINE = 16;

function timeAt(picture, track, clientX) {
  return picture.from + ((clientX - track.getBoundingClientRect().left) / picture.width) * picture.length;
}

function listenTo(track, picture, wordsAt) {
  const pointers = new Map();
  let isDragged = false;
  track.addEventListener("wheel", (event) => onWheel(event, track, picture), { passive: false });
  track.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event.clientX);
    isDragged = false;
  });
  track.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) {
      onHover(event, track, picture, wordsAt);
      return;
    }
    const before = pointers.get(event.pointerId);
    if (!isDragged && pointers.size === 1 && Math.abs(event.clientX - before) < NEAR_PX) return;
    isDragged = true;
    hideTip();
    track.setPointerCapture(event.pointerId);
    onDrag(track, picture, pointers, event);
    pointers.set(event.pointerId, event.clientX);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    track.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  track.addEventListener("pointerleave", (event) => {
    if (!event.buttons) pointers.delete(event.pointerId);
    hideTip();
  });
  // A drag that began on a block is no click on it.
  track.addEventListener("click", (event) => {
    if (isDragged) event.stopPropagation();
    isDragged = false;
  }, true);
}

function onDrag(track, picture, pointers, event) {
  const before = pointers.get(event.pointerId);
  const other = [...pointers].find(([id]) => id !== event.pointerId);
  if (!other) {
    picture.pan((before - event.clientX) / picture.width);
    return;
  }
  const [apart, now] = [Math.abs(before - other[1]), Math.abs(event.clientX - other[1])];
  if (apart > 1 && now > 1) picture.zoom(apart / now, timeAt(picture, track, (event.clientX + other[1]) / 2));
}

function onHover(event, track, picture, wordsAt) {
  if (event.target.closest(".block")) return;
  const near = (NEAR_PX / picture.width) * picture.length;
  const y = event.clientY - track.getBoundingClientRect().top;
  const found = wordsAt(timeAt(picture, track, event.clientX), near, y);
  if (found) showTip(event.clientX, event.clientY, [found]);
  else hideTip();
}

function onWheel(event, track, picture) {
  const unit = event.deltaMode === 1 ? WHEEL_PX_PER_LINE : 1;
  if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    picture.pan(((event.deltaX || event.deltaY) * unit) / picture.width);
  } else if (event.deltaY < 0 || !picture.isWhole) {
    // Where all is shown already, the wheel scrolls the page on.
    event.preventDefault();
    hideTip();
    picture.zoom(Math.exp(event.deltaY * unit * 0.0015), timeAt(picture, track, event.clientX));
  }
}

function onKey(event, picture) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const acts = {
    ArrowLeft: () => picture.pan(-0.1),
    ArrowRight: () => picture.pan(0.1),
    "+": () => picture.zoom(0.5),
    "=": () => picture.zoom(0.5),
    "-": () => picture.zoom(2),
    Home: () => picture.show(0, picture.length),
    End: () => picture.show(picture.total - picture.length, picture.total),
    0: () => picture.show(0, picture.total),
    Escape: hideTip,
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

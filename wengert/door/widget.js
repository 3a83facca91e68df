/**
 * The player of a notebook (notebook.py): a page in a frame, and below it a slider for each input, which Python answers. Where the
 * output above holds the frame already, which a saved notebook shows without a kernel, that one is the player.
 */

function framesOf(model, place) {
  const held = [...document.querySelectorAll(`iframe[data-wengert="${model.get("key")}"]`)];
  if (held.length) return held;
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Computational graph";
  frame.style.cssText = `width:100%;height:${model.get("height")}px;border:0`;
  frame.srcdoc = model.get("page");
  place.replaceChildren(frame);
  return [frame];
}

/** The player takes new numbers in where it stands; it keeps the step. */
function move(frame, model) {
  if (Object.keys(model.get("moved")).length) frame.contentWindow?.postMessage({ wengert: model.get("moved") }, "*");
}

function sliderOf(name, [low, high], model) {
  const label = document.createElement("label");
  const slider = document.createElement("input");
  const number = document.createElement("output");
  const write = () => {
    const value = model.get("point")[name];
    number.value = ` ${Number(value.toPrecision(5))}`;
    slider.value = value;
  };
  Object.assign(slider, { type: "range", min: low, max: high, step: (high - low) / 200 });
  slider.style.cssText = "vertical-align:middle;width:12em";
  slider.addEventListener("input", () => {
    model.set("point", { ...model.get("point"), [name]: Number(slider.value) });
    model.save_changes();
  });
  model.on("change:point", write);
  write();
  number.style.cssText = "display:inline-block;min-width:5em";
  label.style.cssText = "display:inline-block;margin:0.25em 1.5em 0.25em 0;white-space:nowrap";
  label.append(`${name} `, slider, number);
  return label;
}

function render({ model, el }) {
  const [place, told] = [document.createElement("div"), document.createElement("pre")];
  const tell = () => {
    told.textContent = model.get("told");
    told.hidden = !told.textContent;
  };
  el.append(place, ...Object.entries(model.get("ranges")).map(([name, ends]) => sliderOf(name, ends, model)), told);
  const frames = framesOf(model, place);
  for (const frame of frames) {
    frame.addEventListener("load", () => move(frame, model));
    move(frame, model);
  }
  model.on("change:moved", () => frames.forEach((frame) => move(frame, model)));
  model.on("change:page", () => frames.forEach((frame) => (frame.srcdoc = model.get("page"))));
  model.on("change:told", tell);
  tell();
}

export default { render };

/** The player of a notebook (notebook.py): a page, and below it a slider for each input, which Python answers. */

function hang(place, model) {
  if (!model.get("is_file")) {
    place.innerHTML = model.get("page"); // written by Wengert, which has quoted what a person typed
    return;
  }
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.style.cssText = `width:100%;height:${model.get("height")}px;border:0`;
  frame.srcdoc = model.get("page");
  place.replaceChildren(frame);
}

function sliderOf(name, [low, high], model) {
  const label = document.createElement("label");
  const slider = document.createElement("input");
  const number = document.createElement("output");
  const write = () => {
    number.value = ` ${Number(model.get("point")[name].toPrecision(5))}`;
  };
  Object.assign(slider, { type: "range", min: low, max: high, step: (high - low) / 200 });
  slider.value = model.get("point")[name];
  slider.addEventListener("input", () => {
    model.set("point", { ...model.get("point"), [name]: Number(slider.value) });
    model.save_changes();
  });
  model.on("change:point", write);
  write();
  label.style.cssText = "display:inline-block;margin-right:1.5em";
  label.append(`${name} `, slider, number);
  return label;
}

function render({ model, el }) {
  const place = document.createElement("div");
  const told = document.createElement("pre");
  const sliders = Object.entries(model.get("ranges")).map(([name, ends]) => sliderOf(name, ends, model));
  model.on("change:page", () => hang(place, model));
  model.on("change:told", () => {
    told.textContent = model.get("told");
  });
  el.append(place, ...sliders, told);
  hang(place, model);
}

export default { render };

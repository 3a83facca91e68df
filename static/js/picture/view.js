/**
 * The camera over the picture: nothing scrolls, the picture is moved and scaled as a whole, and only what is near the window
 * hangs in the document. While the camera moves, its transform alone changes.
 */

import { around } from "./extents.js";
import { FLOOR, clamped, fitting, isWhole, off, seen, windowOn, zoomed } from "./camera.js";
import { listenToGestures } from "./gestures.js";
import { hangingOf } from "./hanging.js";
import { ViewControls } from "./view_controls.js";

const PAD = { x: 8, top: 14, bottom: 4 }; // between the picture and the edges of its box
const REST = 150; // milliseconds without a movement before the camera rests
const SPARE = 0.5; // of the window, on each side of it: what hangs there too
const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 };
const CENTRE = 0.25; // of the window, on each side: where the step is followed it stays within

export class View {
  reads = ["picture", "layout", "led", "frame"];
  #wish = "whole"; // what the camera is to hold: "whole", the "step", or null: where a hand has put it
  #lastLed = null;
  #at = null; // the sweep and step that are shown
  #followed = null; // those that were followed last
  #resting = null;
  #mayClose = false;

  /** `covered()` is how many pixels of the window's foot the player lies over; `whole()` and `follow()` are asked for by hand. */
  constructor(root, controls, { covered, whole, follow }) {
    Object.assign(this, { root, covered, svg: null, hanging: null, camera: null, current: null });
    this.anchor = null; // the group of a box that is to stay where it is in the next picture
    this.bounded = matchMedia("(min-width: 1024px)"); // narrower, the box is as high as the picture, and the page scrolls
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.controls = new ViewControls(controls, { zoom: (factor) => this.zoom(factor), whole, follow });
    this.#measure(root.getBoundingClientRect());
    new ResizeObserver(([{ target }]) => this.#resize(target.getBoundingClientRect())).observe(root);
    addEventListener("scroll", () => this.svg && !this.bounded.matches && this.#hang(), { passive: true });
    listenToGestures(root, { pan: (dx, dy) => this.pan(dx, dy), zoom: (factor, at, to) => this.zoom(factor, at, to), whole });
    matchMedia("print").addEventListener("change", ({ matches }) => this.#print(matches));
    addEventListener("beforeprint", () => this.#print(true));
    addEventListener("afterprint", () => this.#print(false));
  }

  /** A new picture is held before anything is laid out. */
  show({ picture, layout, led }, frame) {
    this.root.dataset.layout = layout;
    this.current = frame.current?.node ?? null;
    this.#at = [frame.sweep, frame.cursor, this.current].join();
    if (picture !== this.svg) this.#hold(picture);
    this.led = led === this.#lastLed ? null : led;
    this.#lastLed = led;
  }

  /** Where the reader is led to a node, it is brought into sight; so is the node of the current step. */
  fit() {
    if (!this.svg) return;
    if (this.led) {
      this.root.scrollIntoView({ block: "nearest" });
      this.reveal(this.led.node);
    } else if (this.#at !== this.#followed && this.current) this.#bring(this.hanging.nodeOf(this.current), this.#held === "step" ? CENTRE : 0);
    this.led = null;
    this.#followed = this.#at;
  }

  /** All of the graph; where that could not be read, the current step. */
  whole() {
    this.#wish = "whole";
    this.#fit(true);
  }

  /** The current step, from now on in the middle; where the whole is in view, at full size. */
  follow() {
    if (!this.svg) return;
    const at = this.hanging.nodeOf(this.current)?.box ?? this.#own(this.hanging.extent);
    this.#wish = "step";
    const scale = isWhole(this.camera.scale, this.size, this.room) ? Math.max(1, this.camera.scale) : this.camera.scale;
    this.#place(this.#centred(at, scale), { glides: true });
    if (this.current) this.#bring(this.hanging.nodeOf(this.current), 0);
  }

  /** Larger or smaller about a point of the box, its middle unless another is given; `to`: where that goes meanwhile. */
  zoom(factor, at = this.#middle(), to = at) {
    if (!this.svg) return;
    const camera = zoomed(this.camera, factor, at, to, this.floor);
    if (camera.scale === this.camera.scale && at === to) return;
    if (this.#held === "whole") this.#wish = null;
    this.#place(camera, { moves: true });
  }

  /** Whether it moved anything. */
  pan(dx, dy) {
    if (!this.svg) return false;
    const { x, y, scale } = this.camera;
    const camera = { ...clamped({ x: x + dx, y: y + dy, scale }, this.size, this.room), ...(this.bounded.matches ? {} : { y }) };
    if (camera.x === x && camera.y === y) return false;
    this.#wish = null;
    this.#place(camera, { moves: true });
    return true;
  }

  /** Bring a node into sight, and hang it at once. */
  reveal(id) {
    if (this.svg && id) this.#bring(this.hanging.nodeOf(id), 0);
  }

  /** The same of an element of the picture. */
  revealElement(element) {
    this.#bring(this.hanging.items.find((item) => item.element === element), 0);
  }

  /** Whether there are boxes that can be closed before all of the graph is too small to be read. */
  set mayClose(mayClose) {
    this.#mayClose = mayClose;
    if (this.svg) this.#tell();
  }

  /** Whether a person wants the step followed. */
  get follows() {
    return this.#wish === "step";
  }

  /** Whether all of the graph can be read at once. */
  get fits() {
    return Boolean(this.svg) && this.#fits;
  }

  get #held() {
    return this.#wish === "whole" && !this.#fits ? "step" : this.#wish;
  }

  get #fits() {
    return isWhole(fitting(this.size, this.room, this.floor), this.size, this.room);
  }

  #measure({ width, height }) {
    this.box = { width, height };
    this.room = {
      left: PAD.x, top: PAD.top, width: width - 2 * PAD.x,
      height: this.bounded.matches ? height - PAD.top - PAD.bottom : Infinity,
    };
  }

  #resize(box) {
    if (box.width === this.box.width && box.height === this.box.height) return;
    const wasBounded = this.room.height < Infinity;
    const isSame = !wasBounded && !this.bounded.matches && box.width === this.box.width; // as high as the picture made it
    this.#measure(box);
    if (!this.svg || this.room.width <= 0 || isSame) return;
    if (this.#wish === "whole" || wasBounded !== this.bounded.matches) this.#fit();
    else this.#place(this.camera);
  }

  /** A new picture: it is cropped to what is drawn, so that no margin costs size; what was looked at stays where it was. */
  #hold(svg) {
    const stays = () => (this.anchor && this.hanging.groups.get(this.anchor)) ?? this.hanging.nodeOf(this.current);
    const corner = (drawn) => drawn && this.#own(drawn.box);
    const before = this.svg && { at: corner(stays()), camera: this.camera };
    this.svg = svg;
    if (!svg) return;
    this.hanging = hangingOf(svg);
    const { left, top, right, bottom } = this.hanging.extent;
    this.corner = [left, top];
    this.floor = svg.classList.contains("boxed") ? FLOOR : 1;
    this.size = { width: right - left, height: bottom - top };
    svg.setAttribute("viewBox", [left, top, this.size.width, this.size.height].join(" "));
    svg.style.width = `${this.size.width}px`;
    svg.style.height = `${this.size.height}px`;
    this.root.dataset.camera = "";
    this.hanging.near(NOWHERE); // before anything is asked that would lay it out
    const [was, is] = [before?.at, corner(stays())];
    const isAnchored = this.anchor && was && is;
    this.anchor = null;
    this.anchor = null;
    if (isAnchored) this.#followed = this.#at; // who opens a box looks at it
    if (!before?.camera || (this.#wish === "whole" && (this.#fits || !isAnchored))) return this.#fit();
    const { x, y } = before.camera;
    const scale = this.#wish === "whole" ? fitting(this.size, this.room, this.floor) : before.camera.scale;
    this.#place(was && is ? { scale, x: x + before.camera.scale * was.left - scale * is.left, y: y + before.camera.scale * was.top - scale * is.top } : before.camera);
  }

  #fit(glides = false) {
    if (!this.svg) return;
    const scale = fitting(this.size, this.room, this.floor);
    const at = this.#fits ? null : this.hanging.nodeOf(this.current)?.box;
    this.#place(at ? this.#centred(at, scale) : { x: 0, y: 0, scale }, { glides });
  }

  /** A box of the picture, counted from the corner of what is drawn. */
  #own(box) {
    const [x, y] = this.corner;
    return { left: box.left - x, top: box.top - y, right: box.right - x, bottom: box.bottom - y };
  }

  #centred(at, scale) {
    const { left, top, right, bottom } = this.#own(at);
    const [x, y] = this.#middle();
    return { scale, x: x - (scale * (left + right)) / 2, y: y - (scale * (top + bottom)) / 2 };
  }

  #middle() {
    return [this.box.width / 2, this.room.height < Infinity ? this.room.top + this.room.height / 2 : this.box.height / 2];
  }

  /** Move the camera so that what is drawn of a node is within the window, a share of it on each side left out; on a small screen, the page too. */
  #bring(drawn, share) {
    if (!drawn) return;
    const at = seen(this.#own(drawn.box), this.camera);
    const [aside, above] = [share * this.room.width, this.bounded.matches ? share * this.room.height : 0];
    const x = off(at.left, at.right, this.room.left + aside, this.room.left + this.room.width - aside);
    const y = this.bounded.matches ? off(at.top, at.bottom, this.room.top + above, this.room.top + this.room.height - above) : 0;
    if (x || y) this.#place({ ...this.camera, x: this.camera.x + x, y: this.camera.y + y }, { glides: true });
    if (!this.bounded.matches) this.#scrollTo(seen(this.#own(drawn.box), this.camera));
  }

  /** The page follows to what is at a height of the box, unless the reader has gone elsewhere. */
  #scrollTo({ top, bottom }) {
    const box = this.root.getBoundingClientRect();
    const foot = innerHeight - this.covered();
    if (Math.min(box.bottom, foot) - Math.max(0, box.top) <= foot / 2) return;
    const by = -off(box.top + top, box.top + bottom, 0, foot);
    if (by) scrollBy({ top: by, behavior: this.calm.matches ? "instant" : "smooth" });
  }

  /** moves: under a hand, which may go on; glides: there by itself, unless the reader wants no motion. */
  #place(camera, { moves = false, glides = false } = {}) {
    const { svg } = this;
    this.camera = moves ? { ...clamped(camera, this.size, this.room), ...(this.bounded.matches ? {} : { y: camera.y }) } : clamped(camera, this.size, this.room);
    const { x, y, scale } = this.camera;
    svg.classList.toggle("gliding", glides && !this.calm.matches);
    svg.classList.toggle("moving", moves);
    svg.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    clearTimeout(this.#resting);
    this.#hang(true);
    this.#tell();
    if (moves || glides) this.#resting = setTimeout(() => this.#rest(), glides ? 2 * REST : REST);
    else this.#rest();
  }

  #rest() {
    const { svg, camera, size, room } = this;
    if (!svg) return;
    svg.classList.remove("moving", "gliding");
    if (!this.bounded.matches) {
      const by = room.top - camera.y;
      this.root.style.height = `${camera.scale * size.height + PAD.top + PAD.bottom}px`;
      if (by) {
        this.camera = clamped(camera, size, room);
        svg.style.transform = `translate(${this.camera.x}px, ${this.camera.y}px) scale(${camera.scale})`;
        scrollBy({ top: by, behavior: "instant" });
      }
    } else this.root.style.height = "";
    this.#hang();
  }

  /** Hang what is near the window; while the camera moves, only where it comes to what does not hang yet. */
  #hang(isMoving = false) {
    if (this.prints) return;
    const sight = windowOn(this.#window(), this.camera);
    const [x, y] = this.corner;
    const region = { left: sight.left + x, top: sight.top + y, right: sight.right + x, bottom: sight.bottom + y };
    if (isMoving && this.hanging.covers(region)) return;
    this.hanging.near(around(region, SPARE * (region.right - region.left), SPARE * (region.bottom - region.top)), isMoving);
  }

  /** What of the box is in the window; where the page scrolls, as much of it as the window may hold. */
  #window() {
    const { width, height } = this.box;
    if (this.bounded.matches) return { left: 0, top: 0, right: width, bottom: height };
    const { top } = this.root.getBoundingClientRect();
    return { left: 0, top: -top, right: width, bottom: innerHeight - top };
  }

  #tell() {
    const { scale } = this.camera;
    this.controls.show({ scale, floor: this.floor, held: this.#held, fits: this.#fits, opens: this.#mayClose, isSeen: isWhole(scale, this.size, this.room) });
  }

  /** On paper all of it hangs. */
  #print(prints) {
    this.prints = prints;
    if (!this.svg) return;
    if (prints) this.hanging.near(null);
    else this.#hang();
  }
}

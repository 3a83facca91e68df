/**
 * The names that a program reads and does not bind: a guess, put right by the server's answer. Pure.
 * Greek letters have English names, subscripts stand on the line, as on the server: θ₁ is theta1, xᵢ is x_i.
 */

const GREEK = new Map(Object.entries({
  Α: "Alpha", Β: "Beta", Γ: "Gamma", Δ: "Delta", Ε: "Epsilon", Ζ: "Zeta", Η: "Eta", Θ: "Theta", Ι: "Iota", Κ: "Kappa", Λ: "Lambda", Μ: "Mu",
  Ν: "Nu", Ξ: "Xi", Ο: "Omicron", Π: "Pi", Ρ: "Rho", Σ: "Sigma", Τ: "Tau", Υ: "Upsilon", Φ: "Phi", Χ: "Chi", Ψ: "Psi", Ω: "Omega",
  α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ζ: "zeta", η: "eta", θ: "theta", ι: "iota", κ: "kappa", λ: "lambda", μ: "mu",
  ν: "nu", ξ: "xi", ο: "omicron", π: "pi", ρ: "rho", σ: "sigma", ς: "sigma", τ: "tau", υ: "upsilon", φ: "phi", χ: "chi", ψ: "psi", ω: "omega",
  ϵ: "epsilon", ϑ: "theta", ϕ: "phi", ϖ: "pi", ϱ: "rho", ϰ: "kappa", "\u00b5": "mu", "\u2206": "Delta", "\u2126": "Omega",
}));
const SUBSCRIPTS = new Map([..."ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"].map((sign, i) => [sign, "aehijklmnoprstuvx"[i]]));
const PREFIXES = new Set("np numpy math torch jnp jax F nn scipy sp linalg special functional stats".split(" ")); // before a function's name, as in pasted code
const WORDS = new Set(["None", "True", "False"]);
const CODE = /^[ \t]*(?:>>>|@\w|(?:import|from|def|class|for|while|if|with|return|print|assert)\b)|\b(?:if|else|for|lambda)[ \t]+\w|\.(?:backward|requires_grad_?|Variable)\(|requires_grad\s*=/m;
const PROSE = /[\p{L}\p{N}_][ \t]+\p{L}/u; // words side by side
const LETTER = /^[A-Za-z\u0370-\u03ff\u00b5\u2206\u2126]/;
const TOKEN = /[A-Za-z\u0370-\u03ff\u00b5\u2206\u2126][\w\u0370-\u03ff\u2080-\u209c\u1d62-\u1d65\u2c7c]*['′]*|\d+\.?\d*(?:[eE][+-]?\d+)?|\*\*|==|\S|\n/g;
const OPENING = "([{";
const CLOSING = ")]}";

/** Whether a text looks like lines of code. */
export const isCode = (program) => CODE.test(program);

/** Whether a text looks like plain mathematics: what is code, LaTeX or prose only the server can read. */
function isPlain(program) {
  return !/[\\$]/.test(program) && !isCode(program) && !PROSE.test(program);
}

/** In the order of reading; null where only the server can read the text. A line may stand after those that read its name. */
export function namesIn(program) {
  const text = program.replace(/#.*/g, "");
  if (!isPlain(text)) return null;
  const tokens = text.match(TOKEN) ?? [];
  const read = new Set();
  const bound = new Set();
  const again = new Set(); // names that are bound by what reads them
  let depth = 0;
  let target = null;
  tokens.forEach((token, at) => {
    if (OPENING.includes(token)) depth += 1;
    else if (CLOSING.includes(token)) depth -= 1;
    else if ((token === "\n" && depth <= 0) || token === ";") {
      if (target) bound.add(target);
      target = null;
      depth = 0;
    } else if (LETTER.test(token)) {
      const next = tokens[at + 1];
      const name = spelled(token);
      if (next === "=" && depth <= 0) target = name;
      else if (next !== "=" && isRead(tokens, at) && !bound.has(name)) {
        read.add(name);
        if (name === target) again.add(name);
      }
    }
  });
  if (target) bound.add(target);
  return [...read].filter((name) => again.has(name) || !bound.has(name));
}

/** Not a function that is called, not what stands after a dot, not a library's prefix. */
function isRead(tokens, at) {
  const next = tokens[at + 1];
  const isPower = (next === "^" || next === "**") && tokens[at + 3] === "(" && /^\d+$/.test(tokens[at + 2]); // sin^2(x)
  const isDotted = tokens[at - 1] === ".";
  const isPrefix = next === "." && PREFIXES.has(tokens[at]);
  return next !== "(" && !WORDS.has(tokens[at]) && !isPower && !isDotted && !isPrefix;
}

export function spelled(token) {
  return token
    .replaceAll("′", "'")
    .replace(/[\u2090-\u209c\u1d62-\u1d65\u2c7c]+/g, (run) => `_${[...run].map((sign) => SUBSCRIPTS.get(sign) ?? sign).join("")}`)
    .replace(/[^\x00-\x7f]/g, (sign) => GREEK.get(sign) ?? (/[\u2080-\u2089]/.test(sign) ? String(sign.codePointAt(0) - 0x2080) : sign));
}

const SET = 10; // letters

/** Names longer than this are not set as formulas, which are cut anywhere: of a text the beginning is shown, and dots. */
export const isLong = (name) => name.length > SET;

const ROOM = 44; // pixels that a symbol has beside a row
const [SIGN, SCRIPT] = [9, 6.5]; // pixels of a letter, and of one that stands below
const LETTERS = new Set(GREEK.values());
const RAISED = /[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹]/g;

/** Whether a name is too long for a symbol beside a row. */
export const isWide = (name) => symbolWidth(name) > ROOM;

/** Pixels of a name's symbol: a Greek letter is one; digits, a place in a line and what follows _ stand below, and above them how often it was bound. */
export function symbolWidth(name) {
  const [, letters, below] = /^([^\d_.[]*)(.*)$/s.exec(name.replace(RAISED, ""));
  const bare = letters.replace(/(?<=.)hat$/, "");
  const script = Math.max(below.replace(/^_/, "").length, name.match(RAISED)?.length ?? 0);
  return (LETTERS.has(bare) ? 1 : bare.length) * SIGN + script * SCRIPT;
}

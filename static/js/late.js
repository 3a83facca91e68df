/** What few people need, in one file that is fetched when the first of it is asked for: the page is lighter without it. */

export { paintChecks } from "./answer/checks.js";
export { paintCurvature } from "./answer/curvature.js";
export { paintDirections } from "./answer/steepest.js";
export { DraftLine } from "./draft/draft_line.js";
export { EdgePanel } from "./edge/edge_panel.js";
export { textOf } from "./editor/file_text.js";
export { PathsPanel } from "./paths/paths_panel.js";
export { Present } from "./present/present.js";
export { Grid } from "./question/grid.js";
export { Share } from "./share/share_panel.js";
export { Code } from "./trace/code.js";
export { CopiedCells } from "./trace/copied_cells.js";
export { Search } from "./search/search.js";
export { Formulas } from "./trace/formulas.js";

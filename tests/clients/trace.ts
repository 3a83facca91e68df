// A program of somebody else's, on the types that openapi-typescript makes: it prints a value, a gradient and an error.
import type { components, paths } from "./api";

type Trace = paths["/api/v1/trace"]["post"];
type Asked = Trace["requestBody"]["content"]["application/json"];
type Answer = Trace["responses"][200]["content"]["application/json"];
type Refused = Trace["responses"][400]["content"]["application/problem+json"];
type Real = components["schemas"]["Real"];

declare const process: { argv: string[] };

async function trace(asked: Asked): Promise<Answer | Refused> {
  const response = await fetch(`${process.argv[2]}/api/v1/trace`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
  });
  return response.json();
}

function isAnswer(told: Answer | Refused): told is Answer {
  return "gradient" in told;
}

const answer = await trace({ program: "exp(x1)*(x1**2 + x2**2)**3", at: { x1: 0, x2: 2 } });
if (isAnswer(answer)) {
  const slopes: Real[] = Object.values(answer.gradient ?? {}).map((slope) => (Array.isArray(slope) ? null : slope));
  console.log(JSON.stringify({ value: answer.value, slopes, first: answer.nodes[0]?.id }));
}
const refused = await trace({ program: "x1 + * 2" });
if (!isAnswer(refused)) console.log(JSON.stringify({ status: refused.status, column: refused.column, detail: refused.detail }));

"""A program of somebody else's, on the client that openapi-python-client makes: a value, a gradient and an error."""

import json
import sys

from wengert_client import Client
from wengert_client.api.answers import get_api_v1_trace, post_api_v1_trace
from wengert_client.models import (
    Answer,
    GetApiV1TraceInputs,
    ProblemDocument,
    Trace,
    TraceAt,
)

client = Client(base_url=sys.argv[1])
answer = post_api_v1_trace.sync(
    client=client, body=Trace(program="exp(x1)*(x1**2 + x2**2)**3", at=TraceAt.from_dict({"x1": 0, "x2": 2}))
)
assert isinstance(answer, Answer) and answer.gradient is not None
slopes = [*answer.gradient.additional_properties.values()]
print(json.dumps({"value": answer.value, "slopes": slopes, "first": answer.nodes[0].id}))
refused = post_api_v1_trace.sync(client=client, body=Trace(program="x1 + * 2"))
assert isinstance(refused, ProblemDocument)
print(json.dumps({"status": refused.status, "column": refused.column, "detail": refused.detail}))
same = get_api_v1_trace.sync(client=client, e="2*x", inputs=GetApiV1TraceInputs.from_dict({"x": 3}))
assert isinstance(same, Answer) and same.value == 6

"""The kinds of trouble are those that the schema allows."""

from typing import get_args

from graphs.autodiff.issue_kinds import Kind
from graphs.contract.schemas import answer as schema


def test_the_schema_allows_every_kind_and_no_other() -> None:
    assert get_args(schema.Issue.model_fields["kind"].annotation) == tuple(kind.value for kind in Kind)


def test_where_no_number_starts_there_is_no_derivative() -> None:
    assert {kind for kind in Kind if kind.is_fault} == {"domain", "overflow", "undefined", "infinite slope"}
    assert {kind for kind in Kind if not kind.has_derivative and not kind.is_fault} == {"not differentiable"}

"""Scripts by which a shell completes the command: its options and words, as options.py has them."""

from __future__ import annotations

from argparse import ArgumentParser

from wengert.command.options import PARSERS, asking

_BASH = """\
# eval "$(wengert completion bash)"
_wengert() {{
  local words="{all}" choices=""
  case "${{COMP_WORDS[1]}}" in
{commands}
  esac
  case "${{COMP_WORDS[COMP_CWORD-1]}}" in
{choices}
  esac
  local current="${{COMP_WORDS[COMP_CWORD]}}"
  if [ -n "$choices" ]; then COMPREPLY=($(compgen -W "$choices" -- "$current"))
  elif [[ "$current" == -* || $COMP_CWORD == 1 ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}}
complete -o default -F _wengert wengert
"""


def script(shell: str) -> str:
    """What `eval` takes. zsh reads bash's completion."""
    bash = _BASH.format(
        all=" ".join([*PARSERS, *_options(asking())]),
        commands="\n".join(f'    {name}) words="{" ".join(_options(made()))}" ;;' for name, made in PARSERS.items()),
        choices="\n".join(
            f'    {option}) choices="{" ".join(choices)}" ;;' for option, choices in _choices(asking()).items()
        ),
    )
    if shell == "bash":
        return bash
    return "autoload -Uz bashcompinit && bashcompinit\n" + bash.replace("completion bash", "completion zsh")


def _options(parser: ArgumentParser) -> list[str]:
    return [each for action in parser._actions for each in action.option_strings if each.startswith("--")]


def _choices(parser: ArgumentParser) -> dict[str, list[str]]:
    found = {action.option_strings[0]: [*action.choices] for action in parser._actions
             if action.option_strings and action.choices}  # fmt: skip
    return {**found, "completion": ["bash", "zsh"]}

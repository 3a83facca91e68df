"""Statements → Program: names, calls, loops and choices are resolved while the lines are written down.

From the ground up: values → draft → operators → builtins → expressions → statements → inputs.
"""

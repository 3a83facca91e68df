"""Text is read as mathematics is written, and what cannot be read is pointed at."""

from __future__ import annotations

import ast
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.errors import Problem
from graphs.language.parser import parse
from graphs.limits import WEB
from tests.support.trees import Tree, render, trees
from tests.support.words import written

READS = [
    ("exp(x1)*(x1**2+x2**2)**3", "multiply(exp(x1),power(add(power(x1,2),power(x2,2)),3))"),
    ("-x^2", "negate(power(x,2))"),
    ("(-x)^2", "power(negate(x),2)"),
    ("2^3^2", "power(2,power(3,2))"),
    ("2^-x", "power(2,negate(x))"),
    ("-2^-x^2", "negate(power(2,negate(power(x,2))))"),
    ("1/2x", "multiply(divide(1,2),x)"),
    ("1/(2x)", "divide(1,multiply(2,x))"),
    ("2x^2", "multiply(2,power(x,2))"),
    ("3(x+1)", "multiply(3,add(x,1))"),
    ("(a)(b)", "multiply(a,b)"),
    ("(a)b", "multiply(a,b)"),
    ("(a)2", "multiply(a,2)"),
    ("2sin(x)cos(x)", "multiply(multiply(2,sin(x)),cos(x))"),
    ("a - b - c", "subtract(subtract(a,b),c)"),
    ("a/b/c", "divide(divide(a,b),c)"),
    ("a - -b", "subtract(a,negate(b))"),
    ("+x", "x"),
    ("|x|", "abs(x)"),
    ("||x|-1|", "abs(subtract(abs(x),1))"),
    ("|x|^2*|y|", "multiply(power(abs(x),2),abs(y))"),
    ("|-x|", "abs(negate(x))"),
    ("sin(|x|)", "sin(abs(x))"),
    ("x!", "factorial(x)"),
    ("2x!", "multiply(2,factorial(x))"),
    ("-x!", "negate(factorial(x))"),
    ("2^x!", "power(2,factorial(x))"),
    ("x!^2", "power(factorial(x),2)"),
    ("(x+1)!", "factorial(add(x,1))"),
    ("sin(x)!", "factorial(sin(x))"),
    ("|x|!", "factorial(abs(x))"),
    ("(x!)!", "factorial(factorial(x))"),
    ("sin^2(x)", "power(sin(x),2)"),
    ("sin**2(x)", "power(sin(x),2)"),
    ("sin^2(x)^3", "power(power(sin(x),2),3)"),
    ("2sin^2(x)", "multiply(2,power(sin(x),2))"),
    ("-sin^2(x)", "negate(power(sin(x),2))"),
    ("log^2(x)+cos^2(y)", "add(power(log(x),2),power(cos(y),2))"),
    ("log(x, 2)", "log(x,2)"),
    ("ln(x)", "log(x)"),
    ("arcsin(x)", "asin(x)"),
    ("expit(x)", "sigmoid(x)"),
    ("pow(x, y)", "power(x,y)"),
    ("max(a, b, c)", "max(a,b,c)"),
    ("where(x > 0, log(x), 0)", "where(greater(x,0),log(x),0)"),
    ("where((x) <= y, 1, 2)", "where(less or equal(x,y),1,2)"),
    ("where(x == y, 1, 2)", "where(equal(x,y),1,2)"),
    ("where(x+1 != 2y, 1, 2)", "where(unequal(add(x,1),multiply(2,y)),1,2)"),
    ("x % 3", "mod(x,3)"),
    ("7x mod 3*2", "multiply(mod(multiply(7,x),3),2)"),
    ("-x % y", "mod(negate(x),y)"),
    ("x // 2 + mod(x, 2)", "add(floor_divide(x,2),mod(x,2))"),
    ("(x > 0)*x", "multiply(greater(x,0),x)"),
    ("2(x > 0)", "multiply(2,greater(x,0))"),
    ("[x > 0, 2]", "[greater(x,0),2]"),
    ("m = x > 0; m*x", "m = greater(x,0)"),
    ("where((x > 0) & (y > 0), x, y)", "where(multiply(greater(x,0),greater(y,0)),x,y)"),
    ("where((x > 0) | (y > 0), x, y)", "where(max(greater(x,0),greater(y,0)),x,y)"),
    ("where(x > 0 or y > 0 or x > 3, x, 2)", "where(max(greater(x,0),max(greater(y,0),greater(x,3))),x,2)"),
    (
        "where(~(x > 0), x, y) + where(not x > 0, x, y)",
        "add(where(subtract(1,greater(x,0)),x,y),where(subtract(1,greater(x,0)),x,y))",
    ),
    ("x if x > 0 else 0.1x", "where(greater(x,0),x,multiply(0.1,x))"),
    (
        "x if x > 0 and y < 2 else y if y > 0 else 3",
        "where(multiply(greater(x,0),less(y,2)),x,where(greater(y,0),y,3))",
    ),
    ("|x| if |x| > 2 else x", "where(greater(abs(x),2),abs(x),x)"),
    ("f(x) = x^2", "f = power(x,2)"),
    ("f(x, y) = x*y", "f = multiply(x,y)"),
    ("x, y", "x; y"),
    ("x*y, sin(x)", "multiply(x,y); sin(x)"),
    ("lambda*class + if", "add(multiply(lambda,class),if)"),
    ("S*N + Q", "add(multiply(S,N),Q)"),
    ("gamma*beta", "multiply(gamma,beta)"),
    ("gamma(beta)", "gamma(beta)"),
    ("zeta + I", "add(zeta,I)"),
    ("e^x", "power(e,x)"),
    ("2e3x", "multiply(2000,x)"),
    (".5x", "multiply(0.5,x)"),
    ("1.e-2", "0.01"),
    ("007x", "multiply(7,x)"),
    ("(x +\n y)", "add(x,y)"),
    ("x # a note", "x"),
    ("x  \r\n", "x"),
    # signs and powers as they are written
    ("a·b×c∗d⋅e", "multiply(multiply(multiply(multiply(a,b),c),d),e)"),
    ("x²y³", "multiply(power(x,2),power(y,3))"),
    ("2πr", "multiply(multiply(2,pi),r)"),
    ("rπ", "multiply(r,pi)"),
    ("[1, 2; 3, 4]", "[[1,2],[3,4]]"),
    ("a − b ÷ c", "subtract(a,divide(b,c))"),
    ("−x", "negate(x)"),
    ("where(x ≤ 1, x, 2)", "where(less or equal(x,1),x,2)"),
    ("where(x ≥ 1, x, 2)", "where(greater or equal(x,1),x,2)"),
    ("where(x ≠ 1, x, 2)", "where(unequal(x,1),x,2)"),
    ("x² + y³", "add(power(x,2),power(y,3))"),
    ("x²³", "power(x,23)"),
    ("x⁻¹", "power(x,-1)"),
    ("x⁺²", "power(x,2)"),
    ("-x²", "negate(power(x,2))"),
    ("2^x²", "power(2,power(x,2))"),
    ("2x²", "multiply(2,power(x,2))"),
    ("(x+1)²", "power(add(x,1),2)"),
    ("|x|²", "power(abs(x),2)"),
    ("x!²", "power(factorial(x),2)"),
    ("(x²)!", "factorial(power(x,2))"),
    ("sin²(x)", "power(sin(x),2)"),
    ("np.sin²(x)", "power(sin(x),2)"),
    ("sin²(x)³", "power(power(sin(x),2),3)"),
    ("√x", "sqrt(x)"),
    ("√2", "sqrt(2)"),
    ("√π", "sqrt(pi)"),
    ("√(x + 1)", "sqrt(add(x,1))"),
    ("√(x)^2", "power(sqrt(x),2)"),
    ("√|x|", "sqrt(abs(x))"),
    ("2√x", "multiply(2,sqrt(x))"),
    ("(a)√x", "multiply(a,sqrt(x))"),
    ("√x/√y", "divide(sqrt(x),sqrt(y))"),
    ("-√x", "negate(sqrt(x))"),
    ("σ(x)·Γ(y)", "multiply(sigmoid(x),gamma(y))"),
    ("σ^2 + Γ", "add(power(sigma,2),Gamma)"),
    ("2π", "multiply(2,pi)"),
    ("log₂(x)", "log2(x)"),
    ("θ₁*xᵢ", "multiply(theta1,x_i)"),
    # vectors and matrices
    ("[1, 2]", "[1,2]"),
    ("[1, -2, +3, - 4, -x, 2-1]", "[1,-2,3,-4,negate(x),subtract(2,1)]"),
    ("[1, 2,]", "[1,2]"),
    ("[a + 1, sin(b)]", "[add(a,1),sin(b)]"),
    ("[[1, 2], [3, 4]]", "[[1,2],[3,4]]"),
    ("[\n  [1, 2], # first\n  [3, 4],\n]", "[[1,2],[3,4]]"),
    ("[[a, b, c]]", "[[a,b,c]]"),
    ("[[a], [b]]", "[[a],[b]]"),
    ("[x, [1, 2]]", "[x,[1,2]]"),
    ("[[x, [1, 2]], [y, z]]", "[[x,[1,2]],[y,z]]"),
    ("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "[[[1,2],[3,4]],[[5,6],[7,8]]]"),
    ("[[1, 2][0], x[1]]", "[[1,2][0],x[1]]"),
    ("[a, b], c", "[a,b]; c"),
    ("[(x)]", "[x]"),
    ("2*[1, 2]", "multiply(2,[1,2])"),
    ("[1, 2]*2", "multiply([1,2],2)"),
    ("-[1, 2]", "negate([1,2])"),
    ("|[1, -2]|", "abs([1,-2])"),
    ("A @ x", "matmul(A,x)"),
    ("A @ B @ x", "matmul(matmul(A,B),x)"),
    ("2A @ x + b", "add(matmul(multiply(2,A),x),b)"),
    ("a*b @ c", "matmul(multiply(a,b),c)"),
    ("-A @ x", "matmul(negate(A),x)"),
    ("A.T", "transpose(A)"),
    ("A.mT", "matrix_transpose(A)"),
    ("Aᵀ", "transpose(A)"),
    ("(A @ B)ᵀ @ x", "matmul(transpose(matmul(A,B)),x)"),
    ("xᵀ²", "power(transpose(x),2)"),
    ("A.T @ A", "matmul(transpose(A),A)"),
    ("A.T.T", "transpose(transpose(A))"),
    ("2A.T", "multiply(2,transpose(A))"),
    ("-A.T", "negate(transpose(A))"),
    ("x^T", "power(x,T)"),
    ("x[0]", "x[0]"),
    ("x[-1]", "x[-1]"),
    ("x[+1]", "x[1]"),
    ("x[1:]", "x[1:]"),
    ("x[:-1]", "x[:-1]"),
    ("x[::2]", "x[::2]"),
    ("x[-3:-1:-1]", "x[-3:-1:-1]"),
    ("x[:]", "x[:]"),
    ("A[0, 1]", "A[0,1]"),
    ("A[0, 1,]", "A[0,1]"),
    ("A[:, 0]", "A[:,0]"),
    ("A[0][1]", "A[0][1]"),
    ("A[..., 0]", "A[...,0]"),
    ("x[:, None]", "x[:,None]"),
    ("x[newaxis, :]", "x[None,:]"),
    ("x [ 0 ]", "x[0]"),
    ("(A @ x)[0]", "matmul(A,x)[0]"),
    ("softmax(z)[1]", "softmax(z)[1]"),
    ("[1, 2, 3][0]", "[1,2,3][0]"),
    ("|x|[0]", "abs(x)[0]"),
    ("A.T[0]", "transpose(A)[0]"),
    ("A[0].T", "transpose(A[0])"),
    ("2x[0]", "multiply(2,x[0])"),
    ("x[0]^2", "power(x[0],2)"),
    ("2^x[0]", "power(2,x[0])"),
    ("x[0]²", "power(x[0],2)"),
    ("-x[0]", "negate(x[0])"),
    ("x[1:] - x[:-1]", "subtract(x[1:],x[:-1])"),
    ("x[0]!", "factorial(x[0])"),
    ("A.T!", "factorial(transpose(A))"),
    ("x![0]", "factorial(x)[0]"),
    ("where(x[0] > y[1], x, y)", "where(greater(x[0],y[1]),x,y)"),
    ("where([1, 0] > x, x, y)", "where(greater([1,0],x),x,y)"),
    # options
    ("sum(A)", "sum(A)"),
    ("sum(A, axis=1)", "sum(A,axis=1)"),
    ("sum(A, axis=-1,)", "sum(A,axis=-1)"),
    ("sum(A, dim=(0, 1), keepdims=True)", "sum(A,axis=(0,1),keepdims=True)"),
    ("mean(A, keepdim=False, dim=[0, 1])", "mean(A,axis=(0,1))"),
    ("sum(A, axis=None)", "sum(A)"),
    ("sum(A, 1)", "sum(A,axis=1)"),
    ("sum(A, 1, True)", "sum(A,axis=1,keepdims=True)"),
    ("sum(A, (0, 1))", "sum(A,axis=(0,1))"),
    ("sum(A, None, True)", "sum(A,keepdims=True)"),
    ("norm(x)", "norm(x)"),
    ("norm(x, 1)", "norm(x,ord=1)"),
    ("norm(A, 'fro')", "norm(A,ord='fro')"),
    ('norm(A, ord="fro")', "norm(A,ord='fro')"),
    ("norm(x, p=2, dim=1, keepdim=True)", "norm(x,ord=2,axis=1,keepdims=True)"),
    ("norm(A, None, 1)", "norm(A,axis=1)"),
    ("softmax(z, -1)", "softmax(z)"),
    ("softmax(z, dim=0)", "softmax(z,axis=0)"),
    ("cumsum(x, 0)", "cumsum(x,axis=0)"),
    ("max(x)", "max(x)"),
    ("max(x, 1)", "max(x,1)"),
    ("max(x, axis=1)", "max(x,axis=1)"),
    ("max(x, y, z)", "max(x,y,z)"),
    ("max([a, b])", "max([a,b])"),
    ("reshape(x, [3, 2])", "reshape(x,[3,2])"),
    ("reshape(x, (3, 2))", "reshape(x,[3,2])"),
    ("reshape(x, 3, 2)", "reshape(x,[3,2])"),
    ("reshape(x, shape=(3, -1))", "reshape(x,[3,-1])"),
    ("reshape(x, -1)", "flatten(x)"),
    ("flatten(x) + ravel(y)", "add(flatten(x),flatten(y))"),
    ("eye(3)", "eye(3)"),
    ("eye(2, 3)", "eye([2,3])"),
    ("zeros(3)", "zeros(3)"),
    ("zeros((2, 3))", "zeros([2,3])"),
    ("zeros([2, 3])", "zeros([2,3])"),
    ("zeros(2, 3)", "zeros([2,3])"),
    ("ones(shape=3)", "ones(3)"),
    ("zeros(99999999999999999999)", "zeros(99999999999999999999)"),
    ("concat([a, b])", "concat(a,b)"),
    ("concat(a, b)", "concat(a,b)"),
    ("concat([a, b], 1)", "concat(a,b,axis=1)"),
    ("concat([1, 2], [3, 4])", "concat([1,2],[3,4])"),
    ("stack((a, [b, c]), axis=1)", "stack([a,[b,c]],axis=1)"),
    ("sin(x,)", "sin(x)"),
    ("multiply(a, b) + power(a, b)", "add(multiply(a,b),power(a,b))"),
    ("subtract(a, divide(b, negative(c)))", "subtract(a,divide(b,negate(c)))"),
    ("square(x)", "power(x,2)"),
    ("matmul(A, x) + mm(A, B) + mv(A, x)", "add(add(matmul(A,x),matmul(A,B)),matmul(A,x))"),
    # methods
    ("x.sum()", "sum(x)"),
    ("x . sum ( )", "sum(x)"),
    ("x.sum(axis=0)", "sum(x,axis=0)"),
    ("x.sum(0)", "sum(x,axis=0)"),
    ("(x + y).mean()", "mean(add(x,y))"),
    ("x.exp().sum()", "sum(exp(x))"),
    ("A.dot(x)", "dot(A,x)"),
    ("A.dot(B.dot(x))", "dot(A,dot(B,x))"),
    ("x.norm()", "vector_norm(x)"),
    ("x.norm(p=1)", "vector_norm(x,ord=1)"),
    ("A.t()", "transpose(A)"),
    ("A.T.sum()", "sum(transpose(A))"),
    ("x[0].exp()", "exp(x[0])"),
    ("x.exp()[0]", "exp(x)[0]"),
    ("x.sum()!", "factorial(sum(x))"),
    ("[1, 2].sum()", "sum([1,2])"),
    ("|x|.sum()", "sum(abs(x))"),
    ("x.max()", "max(x)"),
    ("x.max(1)", "max(x,axis=1)"),
    ("x.max(y)", "max(x,y)"),
    ("x.reshape(3, -1)", "reshape(x,[3,-1])"),
    ("x.reshape((3, 2))", "reshape(x,[3,2])"),
    ("x.view(2, 3).flatten()", "flatten(reshape(x,[2,3]))"),
    ("x.pow(2) + x.square()", "add(power(x,2),power(x,2))"),
    ("-x.sum()", "negate(sum(x))"),
    ("2x.sum()", "multiply(2,sum(x))"),
    ("x.sum()(y)", "multiply(sum(x),y)"),
    ("x.sum()y", "multiply(sum(x),y)"),
    ("x.sum()^2", "power(sum(x),2)"),
    ("2^x.sum()", "power(2,sum(x))"),
    ("sin(x.sum())", "sin(sum(x))"),
    ("where(x.sum() > 0, x.exp(), y)", "where(greater(sum(x),0),exp(x),y)"),
]


@pytest.mark.parametrize(("text", "understood"), READS)
def test_reads(text: str, understood: str) -> None:
    assert written(parse(text).lines[0]) == understood


def test_lines_end_at_newlines_and_semicolons() -> None:
    lines = parse("# start\na = x; b = a*2 # note\n\n a, b").lines
    assert [written(line) for line in lines] == ["a = x", "b = multiply(a,2)", "a; b"]


def test_a_function_name_is_an_input_where_the_point_or_a_line_binds_it() -> None:
    assert written(parse("sin*2", given=["sin"]).lines[0]) == "multiply(sin,2)"
    assert written(parse("exp = 3\nexp + exp(x)").lines[1]) == "add(exp,exp(x))"
    assert written(parse("gamma^2(x)").lines[0]) == "multiply(power(gamma,2),x)"


# text, status, (line, column, length), a part of the message, a part of the hint
REFUSED = [
    ("x1 + * 2", 400, (1, 6, 1), "expected an operand after '+', found '*'", None),
    ("", 400, (1, 1, 0), "text is empty", None),
    ("# only a note", 400, (1, 1, 13), "text is empty", None),
    ("x +", 400, (1, 3, 1), "expected an operand after '+'", None),
    ("* x", 400, (1, 1, 1), "expected an operand, found '*'", None),
    ("x + ) y", 400, (1, 5, 1), "found ')'", None),
    ("cos(", 400, (1, 4, 1), "expected an operand", None),
    ("cos()", 400, (1, 5, 1), "cos needs an argument", None),
    ("()", 400, (1, 2, 1), "expected an operand", None),
    ("(x", 400, (1, 1, 1), "'(' is not closed", None),
    ("(x\n+ 1", 400, (1, 1, 1), "'(' is not closed", None),
    ("a = x*y\nb = sin(a\nb + 1", 400, (2, 8, 1), "'(' is not closed", "write ) at the end of line 2"),
    ("a = (x\n+ [y\nb = 2", 400, (2, 3, 1), "'[' is not closed", "write ] at the end of line 2"),
    ("a = (x\n+ [y]\nb = 2", 400, (1, 5, 1), "'(' is not closed", "write ) at the end of line 2"),
    ("a = max(x,\ny^z w)", 400, (2, 5, 1), "two names side by side", "z*w"),
    ("a = (x\nb = (y))", 400, (2, 1, 1), "two names side by side", "x*b"),
    ("a = (x^y z\nb", 400, (1, 10, 1), "two names side by side", "y*z"),
    ("x)", 400, (1, 2, 1), "')' closes nothing", None),
    ("|x", 400, (1, 1, 1), "'|' is not closed", None),
    ("(|x)", 400, (1, 2, 1), "'|' is not closed", None),
    ("2|x|", 400, (1, 2, 1), "expected an operator", "product"),
    ("2 ** ** 3", 400, (1, 6, 2), "found '**'", None),
    ("2 3", 400, (1, 3, 1), "two numbers side by side", "2*3"),
    ("x^y z", 400, (1, 5, 1), "two names side by side", "y*z"),
    ("x 2", 400, (1, 3, 1), "expected an operator", "x*2"),
    ("x^y z = 1", 400, (1, 5, 1), "two names", "y*z"),
    ("y = ", 400, (1, 3, 1), "expected an expression after '='", None),
    ("a = 1, 2", 400, (1, 1, 1), "several outputs cannot have a name", None),
    ("a = x, x\na", 400, (1, 1, 1), "several outputs", None),
    ("x*2\ny", 400, (1, 1, 1), "only the last line", "name ="),
    ("f(2) = x^2", 422, (1, 1, 1), "no function 'f'", "f = "),
    ("cos x", 400, (1, 1, 3), "cos needs an argument", "cos(x)"),
    ("x + sin", 400, (1, 5, 3), "sin needs an argument", "sin(x)"),
    ("sin^-1(x)", 422, (1, 5, 1), "positive number", "asin"),
    ("sin^2 x", 400, (1, 1, 3), "sin needs an argument", None),
    ("x!!", 400, (1, 3, 1), "'!!'", "(x!)!"),
    ("!x", 400, (1, 1, 1), "expected an operand", None),
    ("x!y", 400, (1, 3, 1), "expected an operator", None),
    ("(a, b) + 1", 400, (1, 3, 1), "expected ')'", None),
    ("x,", 400, (1, 2, 1), "after ','", None),
    ("x > 0", 400, (1, 3, 1), "inside of a formula", "where"),
    ("where(x > 0 & y > 0, 1, 2)", 400, (1, 13, 1), "'&' holds more tightly than '>'", "(x > 0) & (y > 0)"),
    ("3 & x", 400, (1, 3, 1), "'&' joins conditions", "(x > 0) & (y > 0)"),
    ("x*2 and y", 400, (1, 5, 3), "'and' joins conditions", None),
    ("~(x + 1)", 400, (1, 1, 1), "'~' joins conditions", None),
    ("x if x > 0", 400, (1, 3, 2), "'if' needs its 'else'", "x if x > 0 else 0"),
    ("(x if x > 0) else 2", 400, (1, 4, 2), "'if' needs its 'else'", None),
    ("x else 3", 400, (1, 3, 4), "'else' stands after 'if'", None),
    ("nosuch(x)", 422, (1, 1, 6), "no function 'nosuch'", None),
    ("sine(x)", 422, (1, 1, 4), "no function 'sine'", "sin"),
    ("1 + sqr(x)", 422, (1, 5, 3), "no function 'sqr'", "sqrt"),
    ("x2(x1+1)", 422, (1, 1, 2), "may be a product", "x2*(x1+1)"),
    ("x(1)", 422, (1, 1, 1), "may be a product", "x*(1)"),
    ("cos(x, y, x)", 422, (1, 1, 3), "cos takes 1 argument; it has 3", None),
    ("log(x, 2, 3)", 422, (1, 1, 3), "log takes 1 or 2 arguments", None),
    ("where(x > 0, 1)", 422, (1, 1, 5), "where takes 3 arguments", None),
    ("__import__('os')", 400, (1, 1, 10), "do not begin with '_'", None),
    ("x + _y", 400, (1, 5, 2), "do not begin with '_'", "y"),
    ("\u0441os(x)", 400, (1, 1, 1), "U+0441", None),
    ("x + \u202ey", 400, (1, 5, 1), "U+202E", None),
    ("cos(x)\0", 400, (1, 7, 1), "U+0000", None),
    ("\ud83d", 400, (1, 1, 1), "U+D83D", None),
    ("a\n\U0001f600 + b", 400, (2, 1, 1), "U+1F600", None),
    ("1e999", 400, (1, 1, 5), "larger than a double", None),
    ("x + 9" + "9" * 308, 400, (1, 5, 309), "larger than a double", None),
    ("x = 1;\n  y = 2 +", 400, (2, 9, 1), "after '+'", None),
    ("sin^2(x) + 3^4^*x", 400, (1, 16, 1), "after '^'", None),
    ("2x + 3y(z)", 422, (1, 7, 1), "may be a product", "y*(z)"),
    ("a = (x;\n y)", 400, (1, 5, 1), "not closed before ';'", None),
    ("f'(x)", 400, (1, 2, 1), "no line before is called f'", None),
    # signs, powers, roots, names
    ("x × ", 400, (1, 3, 1), "expected an operand after '×'", None),
    ("² + x", 400, (1, 1, 1), "expected an operand, found '²'", None),
    ("√x^2", 400, (1, 3, 1), "how far the root reaches", "√(x^2)"),
    ("√x²", 400, (1, 3, 1), "how far the root reaches", "√(x²)"),
    ("√x!", 400, (1, 3, 1), "how far the root reaches", "√(x!)"),
    ("√x.sum()", 400, (1, 3, 1), "how far the root reaches", "√("),
    ("1/√2π", 400, (1, 5, 1), "how far the root reaches", "√(2*π)"),
    ("√√x", 400, (1, 1, 1), "√ must stand before", "√(…)"),
    ("√sin(x)", 400, (1, 1, 1), "√ must stand before", "√(…)"),
    ("x√2", 400, (1, 2, 1), "expected an operator after 'x', found '√'", "x*√"),
    ("sin⁻¹(x)", 422, (1, 4, 2), "positive number", "asin"),
    ("sin² x", 400, (1, 1, 3), "sin needs an argument", None),
    ("x²!", 400, (1, 3, 1), "it is not clear what", "(x²)!"),
    ("x²^3", 400, (1, 3, 1), "it is not clear what", "(x²)^"),
    ("x²ᵀ", 400, (1, 3, 1), "it is not clear what", "(x²)ᵀ"),
    ("x²[0]", 400, (1, 3, 1), "it is not clear what", "(x²)["),
    ("θφ(x)", 422, (1, 1, 2), "no function 'θφ'", None),
    ("x = θ +", 400, (1, 7, 1), "expected an operand after '+'", None),
    ("x⁻", 400, (1, 2, 1), "U+207B", None),
    ("x ≥ 0", 400, (1, 3, 1), "'≥' compares only", "where"),
    ("x[sum(1:2)]", 400, (1, 8, 1), "':'", None),
    ("é", 400, (1, 1, 1), "U+00E9", None),
    ("x^" + "9" * 309, 400, (1, 3, 309), "larger than a double", None),
    # literals
    ("[]", 400, (1, 1, 2), "an array needs at least one entry", None),
    ("[[1], []]", 400, (1, 7, 2), "an array needs at least one entry", None),
    ("[,]", 400, (1, 2, 1), "expected an operand after '['", None),
    ("[1, 2", 400, (1, 1, 1), "'[' is not closed", None),
    ("[1,", 400, (1, 1, 1), "'[' is not closed", None),
    ("[1, 2)", 400, (1, 1, 1), "'[' is not closed before ')'", None),
    ("(1 + 2]", 400, (1, 1, 1), "'(' is not closed before ']'", None),
    ("[|x]", 400, (1, 2, 1), "'|' is not closed before ']'", None),
    ("x]", 400, (1, 2, 1), "']' closes nothing", None),
    ("[[1, 2], [1, 2, 3]]", 422, (1, 10, 9), "this row has 3 entries, the first has 2", None),
    ("[[1, 2],\n [x],\n]", 422, (2, 2, 3), "this row has 1 entry, the first has 2", None),
    ("[[[1], [2]], [[3]]]", 422, (1, 14, 5), "this row has 1 entry, the first has 2", None),
    ("2[1, 2]", 400, (1, 2, 1), "expected an operator after '2', found '['", "2*[…]"),
    ("x[0]y", 400, (1, 5, 1), "expected an operator after ']', found 'y'", "*"),
    ("[1](x)", 400, (1, 4, 1), "expected an operator after ']', found '('", "*"),
    ("[1 2]", 400, (1, 4, 1), "two numbers", "1*2"),
    ("a = [1, 2], [3, 4]", 400, (1, 1, 1), "several outputs cannot have a name", "a = […, …]"),
    ("[x = 1]", 400, (1, 4, 1), "'=' may stand only after", None),
    ("x @ @ y", 400, (1, 5, 1), "found '@'", None),
    ("sin [1, 2]", 400, (1, 1, 3), "sin needs an argument", None),
    # indices
    ("x[i]", 400, (1, 3, 1), "an index is a whole number", "x[0]"),
    ("x[1.5]", 400, (1, 3, 3), "an index is a whole number", None),
    ("x[1e3]", 400, (1, 3, 3), "an index is a whole number", None),
    ("x[-]", 400, (1, 3, 1), "an index is a whole number", None),
    ("x[1+1]", 400, (1, 4, 1), "an index is a whole number", None),
    ("x[(0)]", 400, (1, 3, 1), "an index is a whole number", None),
    ("x[[0, 1]]", 400, (1, 3, 1), "an index is a whole number", None),
    ("A[0,,1]", 400, (1, 5, 1), "an index is a whole number", None),
    ("x[1:2:3:4]", 400, (1, 8, 1), "an index is a whole number", None),
    ("x[]", 400, (1, 3, 1), "an index is expected", "x[0]"),
    ("x[0", 400, (1, 2, 1), "'[' is not closed", None),
    ("x[0:", 400, (1, 2, 1), "'[' is not closed", None),
    ("x[", 400, (1, 2, 1), "'[' is not closed", None),
    ("x[::0]", 400, (1, 5, 1), "the step of a slice is not 0", None),
    ("x[..., ...]", 400, (1, 8, 3), "'...' stands at most once", None),
    ("x[" + "0," * 17 + "]", 400, (1, 35, 1), "at most 16 parts", None),
    # options and sizes
    ("exp(x, axis=1)", 422, (1, 8, 4), "exp takes no axis", "no options"),
    ("sum(A, ord=1)", 422, (1, 8, 3), "sum takes no ord", "axis and keepdims"),
    ("flatten(x, shape=3)", 422, (1, 12, 5), "flatten takes no shape", None),
    ("where(x = 1, 2, 3)", 422, (1, 7, 1), "where takes no x", "=="),
    ("sum(A, axis=1.5)", 422, (1, 13, 3), "axis is a whole number", None),
    ("sum(A, dim=i)", 422, (1, 12, 1), "dim is a whole number, written out; 'i' is not", None),
    ("sum(A, axis=(0, i))", 422, (1, 17, 1), "axis is a whole number", None),
    ("sum(A, axis=True)", 422, (1, 13, 4), "axis is a whole number", None),
    ("sum(A, axis=())", 422, (1, 13, 2), "axis is a whole number", None),
    ("sum(A, axis=" + "(" + "0, " * 17 + "))", 422, (1, 13, 53), "axis is a whole number", None),
    ("sum(A, x)", 422, (1, 8, 1), "axis is a whole number", None),
    ("sum(A, 1.5)", 422, (1, 8, 3), "axis is a whole number", None),
    ("sum(A, keepdims=1)", 422, (1, 17, 1), "keepdims is True or False", None),
    ("sum(A, 1, True, 2)", 422, (1, 1, 3), "sum takes 1 argument; it has 4", None),
    ("sum(A, 1, axis=0)", 422, (1, 16, 1), "axis is given twice", None),
    ("sum(A, axis=1, dim=0)", 422, (1, 16, 3), "axis is given twice", None),
    ("sum(axis=1)", 422, (1, 1, 3), "sum takes 1 argument; it has 0", None),
    ("sum(axis=1, A)", 400, (1, 13, 1), "operands stand before options", None),
    ("sum(A, axis=1 0)", 400, (1, 15, 1), "two numbers side by side", "1*0"),
    ("sum(A, axis=1 + 1)", 422, (1, 13, 5), "axis is a whole number", None),
    ("sum(A, axis=", 400, (1, 8, 4), "expected a value after 'axis ='", None),
    ("sum(A, axis=(0", 400, (1, 13, 1), "'(' is not closed", None),
    ("sum(A, axis=1", 400, (1, 4, 1), "'(' is not closed", None),
    ("cumsum(x, axis=(0, 1))", 422, (1, 16, 6), "axis is a whole number", None),
    ("softmax(x, axis=None)", 422, (1, 17, 4), "axis is a whole number", None),
    ("max(x, y, axis=1)", 422, (1, 8, 1), "axis is a whole number", None),
    ("reshape(x)", 422, (1, 1, 7), "reshape needs a size", "reshape(x, [3, 2])"),
    ("reshape(x, n)", 422, (1, 12, 1), "a size is a whole number", None),
    ("x.reshape(3, n)", 422, (1, 14, 1), "a size is a whole number", None),
    ("reshape(x, [3, 2.5])", 422, (1, 16, 3), "a size is a whole number", None),
    ("reshape(x, [[3], [2]])", 422, (1, 12, 10), "a size is a whole number", None),
    ("zeros(n)", 422, (1, 7, 1), "a size is a whole number", None),
    ("zeros()", 422, (1, 1, 5), "zeros needs a size", "zeros(3)"),
    ("transpose(A, 2)", 422, (1, 14, 1), "axes is two or more whole numbers", None),
    ("tensordot(A, B, axes=None)", 422, (1, 22, 4), "axes is whole numbers", None),
    ("append(x, y, axis=(0, 1))", 422, (1, 19, 6), "axis is a whole number", None),
    ("eye(2 + 1)", 422, (1, 5, 5), "a size is a whole number", None),
    ("concat(a)", 422, (1, 1, 6), "concat takes several arrays", "concat([a, b])"),
    ("sin((a, b))", 400, (1, 7, 1), "expected ')', found ','", None),
    ("sum((a, b))", 400, (1, 5, 6), "(…, …) cannot be an operand", "[ … ]"),
    ("stack((a, b) + 1)", 400, (1, 14, 1), "expected ',' or ')'", None),
    ("None + 1", 400, (1, 1, 4), "None is only an option", None),
    ("x = True", 400, (1, 5, 4), "True is only an option", None),
    ("max(x, None)", 400, (1, 8, 4), "None cannot be an operand", None),
    ("None = 1", 400, (1, 1, 4), "None cannot be a name", None),
    ("'fro'", 400, (1, 1, 5), "words in quotes", None),
    ("x 'fro'", 400, (1, 3, 5), "words in quotes", None),
    # methods
    ("x.foo()", 422, (1, 3, 3), "no method 'foo'", None),
    ("x.summ()", 422, (1, 3, 4), "no method 'summ'", "did you mean sum?"),
    ("x.where(y, z)", 422, (1, 3, 5), "no method 'where'", "where(…)"),
    ("x.eye()", 422, (1, 3, 3), "no method 'eye'", None),
    ("x.exp(y)", 422, (1, 3, 3), "exp takes 1 argument; it has 2", None),
    ("x.sum(y)", 422, (1, 7, 1), "axis is a whole number", None),
    ("x.exp(axis=1)", 422, (1, 7, 4), "exp takes no axis", None),
    ("x.shape", 400, (1, 3, 5), ".shape is not part of the language", "A.T, x.sum()"),
    ("x.sum + 1", 400, (1, 3, 3), ".sum needs brackets", ".sum()"),
    ("x.", 400, (1, 2, 1), "expected a name after '.'", None),
    ("x.[0]", 400, (1, 2, 1), "expected a name after '.'", None),
    (".T", 400, (1, 1, 1), "expected an operand, found '.'", None),
    ("x.T.", 400, (1, 4, 1), "expected a name after '.'", None),
    ("x.sum(", 400, (1, 6, 1), "expected an operand after '('", None),
    ("t(1 - t)", 422, (1, 1, 1), "may be a product", "t*(1 - t)"),
]


@pytest.mark.parametrize(("text", "status", "place", "message", "hint"), REFUSED)
def test_refuses_and_points(
    text: str, status: int, place: tuple[int, int, int], message: str, hint: str | None
) -> None:
    with pytest.raises(Problem) as told:
        parse(text, limits=WEB)
    problem = told.value
    assert problem.status == status
    assert tuple(problem.place or ()) == place
    assert message in problem.message
    assert hint is None or hint in (problem.hint or "")


@given(trees(), st.data())
def test_columns_of_random_programs_are_exact(tree: Tree, data: st.DataObject) -> None:
    typed = render(tree, lambda: data.draw(st.integers(0, 2)))
    words = [
        (f"{word.leaf:g}" if isinstance(word.leaf, float) else word.leaf or (word.row.name if word.row else ""), word.place.column)
        for word in parse(typed.text).lines[0].words
    ]  # fmt: skip
    assert words == [(name, column) for name, column in typed.words]


# Every kind of token there is, and some that there are not.
PIECES = (
    "x y A θ π π_k xᵢ σ( √ sin sin( sum( log where( max( norm( softmax( reshape( zeros( concat( array( square( np. "
    "np.linalg. F. .T .mT .sum( .sum() .exp() .max( .reshape( .t() .foo( .shape ( ) [ ] | ! + - * / ** ^ @ , ; = == < "
    ">= ≤ ≠ · × − ÷ ² ⁻¹ ᵀ ₁ 2 0 -1 0.5 1e3 : :: ... None True axis= keepdims=True ord= shape= dtype=float 'fro' "
    "newaxis \n # _ . é ’ \0 \ud800 lambda e pi import ' \""
).split(" ")


def told(text: str) -> bool:
    """Whether a text is a program; if not, it must be refused at a place inside of it."""
    try:
        parse(text, limits=WEB)
    except Problem as problem:
        assert problem.place is not None
        line, column, length = problem.place
        lines = text.split("\n")
        assert 1 <= line <= len(lines)
        assert column >= 1 and (column - 1 + length) <= len(lines[line - 1])
        assert problem.status in (400, 413, 422)
        problem.message.encode()
        (problem.hint or "").encode()
        return False
    return True


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=60))
def test_errors_always_lie_inside_the_text(text: str) -> None:
    told(text)


def test_programs_with_a_piece_too_many_or_too_few_are_read_or_refused() -> None:
    chance = Random(1)
    whole = [re.findall(r"\w+|\s|.", text, re.DOTALL) for text, _ in READS]
    read = 0
    for _ in range(4_000):
        pieces = list(chance.choice(whole))
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(pieces) + 1)
            pieces[at : at + chance.randrange(2)] = chance.choice([[], [chance.choice(PIECES)], chance.choice(whole)])
        read += told("".join(pieces))
    assert 400 < read < 3_600


@pytest.mark.parametrize("name", ["sum", "exp", "max", "reshape", "dot", "softmax", "trace"])
def test_a_method_is_its_function_with_the_object_first(name: str) -> None:
    rest = {"reshape": "2, -1", "dot": "y"}.get(name, "")
    function = parse(f"{name}(x + 1{', ' + rest if rest else ''})").lines[0]
    assert written(parse(f"(x + 1).{name}({rest})").lines[0]) == written(function)


def test_equal_options_are_one_row() -> None:
    first, second = (parse(text).lines[0].words[-1] for text in ("sum(A, axis=1)", "A.sum(1)"))
    assert first.row is second.row
    assert parse("x[0, 1:]").lines[0].words[-1].row is parse("x[0,1:]").lines[0].words[-1].row


def test_what_is_no_operand_is_not_read_as_a_name() -> None:
    text = "np.sum(A.T.exp(), axis=None, keepdims=True) + norm(x, 'fro') + np.array(b, dtype=np.float64) + np.pi"
    assert parse(text).lines[0].reads == {"A", "x", "b", "pi"}


def test_columns_of_what_follows_an_operand() -> None:
    text = "[1, -x][0] + A.T.sum(axis=1) − y²"
    places = [(word.row.name, word.place.column, word.place.length) for word in parse(text).lines[0].words if word.row]
    assert places == [
        ("negate", 5, 1), ("array", 1, 1), ("index", 8, 3), ("transpose", 16, 1), ("sum", 18, 3), ("add", 12, 1),
        ("power", 33, 1), ("subtract", 30, 1),
    ]  # fmt: skip


LIMITS = [
    ("characters", lambda n: "x" + " " * (n - 1)),
    ("lines", lambda n: "\n".join(f"a{k} = x" for k in range(n - 1)) + "\nx"),
    ("operations", lambda n: "x" + "+x" * n),
    ("depth", lambda n: "(" * n + "x" + ")" * n),
    ("depth", lambda n: "| " * n + "x" + " |" * n),
    ("depth", lambda n: "sin(" * n + "x" + ")" * n),
    ("depth", lambda n: "sin^2(" * n + "x" + ")" * n),
    ("name", lambda n: "x" * n),
    ("digits", lambda n: "0." + "1" * (n - 2)),
    ("outputs", lambda n: ",".join("x" * n)),
    ("operations", lambda n: "x" + ".T" * n),
    ("operations", lambda n: "x" + ".exp()" * n),
    ("operations", lambda n: "x" + "[0]" * n),
    ("depth", lambda n: "[" * n + "x" + "]" * n),
    ("depth", lambda n: "x.dot(" * n + "x" + ")" * n),
    ("depth", lambda n: "√|" * n + "x" + "|" * n),
    ("literal", lambda n: "[" + ",".join(["1"] * n) + "]"),
    ("literal", lambda n: "[[" + "],[".join(["1,-x"] * (n // 2)) + "]" + ",x" * (n % 2) + "]"),
    ("tokens", lambda n: "a = x;" * ((n - 1) // 3) + "+" * ((n - 1) % 3) + "x"),
]


@pytest.mark.parametrize(("bound", "text"), LIMITS)
def test_limits_hold_at_the_bound_and_refuse_past_it(bound: str, text: Callable[[int], str]) -> None:
    most = getattr(WEB, bound)
    limits = replace(WEB, **{name: 10**9 for name in ("characters", "tokens", "lines", "operations") if name != bound})
    parse(text(most), limits=limits)
    for amount in (most + 1, most * 10):
        with pytest.raises(Problem, match=f"{most:,}"):
            parse(text(amount), limits=limits)


def test_no_text_of_the_user_reaches_the_parser_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = ast.parse
    monkeypatch.setattr(
        "graphs.language.plain.expression.ast.parse",
        lambda text, *rest, **named: seen.append(text) or real(text, *rest, **named),
    )
    parse("secret*exec(open) + 12345".replace("exec(open)", "sin(password)"))
    assert seen == ["_0 * _2 ( _4 ) + _7"]
    seen.clear()
    parse("sum(secret[1:, None].T, axis=0, keepdims=True) + norm([θ²], 'fro')")
    assert seen == ["_0 ( _2 [ _4 ] [ _7 ] , _10 = _12 , _14 = _16 ) + _19 ( [ _22 ** _24 ] , _27 )"]


HOSTILE = [
    "cos " * 4000 + "x", "√" * 9000 + "x", "x^" * 4000 + " y z", "sin x " * 3000, "x y " * 4000, "1,5+" * 900 + "1",
    "2xsin(x)+" * 200 + "1", "log_2 " * 3000, "d/dx " * 3000, "sinx^" * 3000, "x mod " * 3000 + "3", "f(" * 2000,
    "mish(" * 60 + "x" + ")" * 60, "std(" * 60 + "x" + ")" * 60, "[" + ",".join(["cost"] * 3000) + "]",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_text_is_read_or_refused_in_time(text: str) -> None:
    began = time.monotonic()
    told(text)
    assert time.monotonic() - began < 4


def test_long_literals_are_read_in_linear_work() -> None:
    def calls(entries: int) -> int:
        """How many functions are called: a measure of work that a busy machine does not change."""
        text, count = "[" + ", ".join(["1.5"] * entries) + "]", 0

        def counted(_frame: object, event: str, _argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(counted)
        try:
            parse(text)
        finally:
            sys.setprofile(None)
        return count

    assert calls(4_000) < 4.5 * calls(1_000)

"""The runner of mutants is not blind, and not too keen: what is wrong is made, each wrong thing once, and what is right passes."""

import ast

from sim import compiled
from sim.compiled import closure
from sim.engine.week import some_weeks
from sim.mechanisms import finance
from tests.mutation.__main__ import functions
from tests.mutation.mutants import bare, mutants, unchanged


def test_mutants_of_a_law_are_its_small_mistakes():
    made = {ast.unparse(one.definition.body[-1]) for one in mutants(finance.paid_to_owners)}
    assert made == {"return payout / max(cash - target, 0.0)", "return payout * min(cash - target, 0.0)", "return payout * (cash - target)",
                    "return payout * max(cash + target, 0.0)", "return payout * max(cash - target, 1.0)"}


def test_no_mutant_reads_as_the_function_itself_and_none_comes_twice():
    for function in (finance.books_close, finance.money_in, finance._unit_books):
        texts = [ast.unparse(one.definition) for one in mutants(function)]
        assert len(set(texts)) == len(texts) > 5
        assert ast.unparse(bare(function)) not in texts
        assert ast.unparse(unchanged(function).definition) == ast.unparse(bare(function))


def test_every_law_and_sweep_of_the_week_belongs_to_one_suite():
    suites = [functions(name) for name in ("luck", "books", "laws", "sweeps")]
    together = [one for suite in suites for one in suite]
    assert len(set(together)) == len(together)
    left = set(closure(some_weeks)) - set(together)
    assert {compiled._role[one] for one in left} == {"page"}, "pages only call in order; the oracle holds their order"

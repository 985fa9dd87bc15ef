"""What was promised: a time said to a customer, kept or broken."""

from dingxin.clocks.models.promise import Promise, PromiseQuerySet, PromiseState

__all__ = ["Promise", "PromiseQuerySet", "PromiseState"]

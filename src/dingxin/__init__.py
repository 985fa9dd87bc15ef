"""Dingxin (定心): a complaint desk that knows how to handle a complaint."""

import os

# The sums of the engine are small: a matrix library's own threads only spin beside each other (measured: twice the CPU time).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

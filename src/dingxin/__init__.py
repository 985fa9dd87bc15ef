"""Dingxin (定心): a complaint desk that knows how to handle a complaint."""

"""Every read of a resolution worth a name."""

from dingxin.resolution.queries.stand import aim_of, points_of, shelved_points, stand_of, view_asked

__all__ = ["aim_of", "points_of", "shelved_points", "stand_of", "view_asked"]
